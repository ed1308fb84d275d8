"""Signatures and encryption of pushes and replies (platform document 消息加解密说明).

Written from the document, apart from the bot's own envelope, so that a mistake on either side shows.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32  # padding goes to multiples of 32, although the cipher's block is 16


class BadCipher(Exception):
    """An encrypted text that is not what it should be; the text says why."""


def signature(*parts: str) -> str:
    """The platform's signature: SHA-1 of the parts, sorted by their bytes and joined without separator."""
    return hashlib.sha1(b"".join(sorted(part.encode() for part in parts))).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two signatures without telling by the time taken where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def seal(key: bytes, app_id: str, plain: bytes) -> str:
    """Encrypt a message for or from an account; the base64 text of its Encrypt element."""
    block = secrets.token_bytes(16) + struct.pack(">I", len(plain)) + plain + app_id.encode()
    fill = _BLOCK - len(block) % _BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = encryptor.update(block + bytes([fill]) * fill) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def unseal(key: bytes, app_id: str, sealed: str) -> bytes:
    """Decrypt the text of an Encrypt element. Raises BadCipher."""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise BadCipher("not base64") from None
    if not raw or len(raw) % _BLOCK:
        raise BadCipher("length is not a multiple of 32")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    block = decryptor.update(raw) + decryptor.finalize()
    fill = block[-1]
    if not 1 <= fill <= _BLOCK or block[-fill:] != bytes([fill]) * fill:
        raise BadCipher("bad padding")
    block = block[16:-fill]
    if len(block) < 4:
        raise BadCipher("too short")
    (length,) = struct.unpack(">I", block[:4])
    plain, owner = block[4 : 4 + length], block[4 + length :]
    if len(plain) != length:
        raise BadCipher("declared length does not fit")
    if owner != app_id.encode():
        raise BadCipher("AppID of another account")
    return plain
