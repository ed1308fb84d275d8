"""Keys of the installation and what they do: sealing columns (AES-256-GCM) and keyed hashes (BLAKE2b).

The keys are made at the first start in the data folder, mode 0600 and on disk before anything is sealed with them
(INTERFACES 2), or come from the environment where several hosts share one database. Losing them loses the sealed
columns: `backup` therefore contains them.
"""

import base64
import binascii
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_FILE_NAME = "keys.json"


class BadKeys(Exception):
    """The key file cannot be used; the text says which file and what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The two secrets of an installation: one seals, one makes keyed hashes."""

    seal_key: bytes = field(repr=False)
    hash_key: bytes = field(repr=False)
    _cipher: AESGCM = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seal_key) != KEY_BYTES or len(self.hash_key) != KEY_BYTES:
            raise BadKeys(f"both keys must have {KEY_BYTES} bytes")
        object.__setattr__(self, "_cipher", AESGCM(self.seal_key))

    def seal(self, text: str, column: bytes) -> bytes:
        """The text encrypted for one column: a sealed phone cannot be passed off as a sealed reply."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), column)

    def unseal(self, sealed: bytes, column: bytes) -> str:
        """The text of a sealed column; raises BadKeys where it was sealed with other keys or tampered with."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], column).decode()
        except (InvalidTag, ValueError):  # ValueError: too short to be one
            raise BadKeys("a sealed value does not fit the keys of this installation") from None

    def hash(self, content: bytes) -> bytes:
        """The 16-byte keyed hash under which something secret (a phone, a code) is looked up."""
        return hashlib.blake2b(content, digest_size=16, key=self.hash_key).digest()

    def of_account(self, openid: str) -> str:
        """How the key of a message names an account: by its hash, of no use in a log or after the account has left."""
        return self.hash(openid.encode()).hex()

    def mark(self) -> str:
        """What tells these keys from others without giving anything away: kept in the database that they seal."""
        return hashlib.blake2b(b"keys of a ledger", digest_size=8, key=self.seal_key + self.hash_key).hexdigest()


def key_file(folder: Path) -> Path:
    """Where the keys of a data folder are."""
    return folder / _FILE_NAME


def load_or_create(folder: Path) -> Keys:
    """The keys of a data folder, made and synced to disk if there are none yet. Raises BadKeys."""
    path = key_file(folder)
    if not path.exists():
        _create(path)
    try:
        stored = json.loads(path.read_text())
        return Keys(_decode(stored["seal"]), _decode(stored["hash"]))
    except (BadKeys, ValueError, KeyError, TypeError, binascii.Error, OSError) as error:
        raise BadKeys(f"{path}: not a usable key file ({type(error).__name__}); restore it from the backup") from None


def _create(path: Path) -> None:
    """Write new keys so that either the whole file is there or none: another process may be starting too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"seal": _encode(os.urandom(KEY_BYTES)), "hash": _encode(os.urandom(KEY_BYTES))})
    # A process number would not do: in containers that share the folder both may be number 1.
    draft = path.with_name(f".{_FILE_NAME}.{os.urandom(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, content.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)  # fails where another process was first, whose keys are then the ones
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
