"""The file of a backup: a line that says how it is sealed, then chunks sealed with a key made of the passphrase.

Argon2id makes the key, AES-256-GCM seals each chunk under its number, and the last one is marked: nothing can be changed,
taken out, put in another order or cut off unseen. Both ways in a stream, whatever the size.
"""

import base64
import binascii
import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MAGIC = b"HEXI-BACKUP 1\n"
_CHUNK_BYTES = 1 << 20
_TAG_BYTES = 16
_LENGTH = struct.Struct(">I")
_LONGEST_HEAD = 1_000
# What a file may ask of this machine before anything in it is trusted.
_MOST_MEMORY_KIB = 1 << 20
_MOST_PASSES = 20


class BadBackup(Exception):
    """The file is no backup, is damaged, or was sealed with another passphrase; nothing was changed."""


@dataclass(frozen=True, slots=True)
class _Sealing:
    """How the key is made of the passphrase; the recommendation of RFC 9106 where memory is scarce."""

    salt: str
    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4

    def cipher(self, passphrase: str) -> AESGCM:
        """Takes a fraction of a second and 64 MiB on purpose: guessing shall cost the same each time."""
        from argon2.low_level import Type, hash_secret_raw  # loaded by whoever makes a backup, not at each start

        key = hash_secret_raw(
            passphrase.encode(),
            base64.b64decode(self.salt, validate=True),
            time_cost=self.passes,
            memory_cost=self.memory_kib,
            parallelism=self.lanes,
            hash_len=32,
            type=Type.ID,
        )
        return AESGCM(key)


class Writer:
    """Seals what is written into a file; only after `finish` it is whole."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        sealing = _Sealing(base64.b64encode(os.urandom(16)).decode())
        self._head = _MAGIC + json.dumps(asdict(sealing)).encode() + b"\n"
        self._cipher = sealing.cipher(passphrase)
        self._packer = zlib.compressobj(6)
        self._waiting = bytearray()
        self._number = 0
        self._file = file
        file.write(self._head)

    def write(self, content: bytes) -> None:
        """Add to the content."""
        self._waiting += self._packer.compress(content)
        while len(self._waiting) > _CHUNK_BYTES:
            self._seal(bytes(self._waiting[:_CHUNK_BYTES]), last=False)
            del self._waiting[:_CHUNK_BYTES]

    def finish(self) -> None:
        """Write what is left, and that it is the end."""
        self._waiting += self._packer.flush()
        while len(self._waiting) > _CHUNK_BYTES:
            self._seal(bytes(self._waiting[:_CHUNK_BYTES]), last=False)
            del self._waiting[:_CHUNK_BYTES]
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), chunk, self._head)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


def read(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The content of a backup, line by line. Raises BadBackup where something does not fit, at the latest at the end."""
    head, cipher = _opened(file, passphrase)
    unpacker = zlib.decompressobj()
    rest = b""
    for chunk in _chunks(file, head, cipher):
        *lines, rest = (rest + unpacker.decompress(chunk)).split(b"\n")
        yield from lines
    if rest or not unpacker.eof:
        raise BadBackup("the backup ends in the middle")


def _opened(file: BinaryIO, passphrase: str) -> tuple[bytes, AESGCM]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise BadBackup("this is no backup of the assistant, or one of a newer program")
    line = file.readline(_LONGEST_HEAD)
    try:
        sealing = _Sealing(**json.loads(line))
        if not (1 <= sealing.passes <= _MOST_PASSES and 8 <= sealing.memory_kib <= _MOST_MEMORY_KIB):
            raise ValueError
        return _MAGIC + line, sealing.cipher(passphrase)
    except (ValueError, TypeError, binascii.Error):
        raise BadBackup("the beginning of the backup is damaged") from None


def _chunks(file: BinaryIO, head: bytes, cipher: AESGCM) -> Iterator[bytes]:
    """The chunks in their order, up to the one that is marked as the last."""
    number = 0
    while True:
        length = file.read(_LENGTH.size)
        if len(length) < _LENGTH.size:
            raise BadBackup("the backup is cut off: its end is missing")
        size = _LENGTH.unpack(length)[0]
        sealed = file.read(size) if size <= _CHUNK_BYTES + _TAG_BYTES else b""
        chunk, last = _unsealed(cipher, head, number, sealed)
        yield chunk
        if last:
            if file.read(1):
                raise BadBackup("something stands behind the end of the backup")
            return
        number += 1


def _unsealed(cipher: AESGCM, head: bytes, number: int, sealed: bytes) -> tuple[bytes, bool]:
    """A chunk, and whether it is marked as the last."""
    for last in (False, True):
        try:
            return cipher.decrypt(_nonce(number, last), sealed, head), last
        except (InvalidTag, ValueError):  # ValueError: too short to be one
            continue
    raise BadBackup("the backup is damaged" if number else "the passphrase is another one, or the backup is damaged")


def _nonce(number: int, last: bool) -> bytes:
    """A key seals one file alone, so the chunk's number is never used twice; the last byte marks the end."""
    return number.to_bytes(11, "big") + bytes([last])
