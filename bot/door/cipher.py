"""Encryption of pushes and replies, as 消息加解密说明 of the platform's documentation has it.

The plaintext is 16 random bytes, the length of the content as 4 bytes big-endian, the content in
UTF-8, the AppID. It is padded to a multiple of 32 bytes and encrypted with AES-256-CBC, whose IV is
the first half of the key. Nothing in that proves where it comes from: the signature over the
encrypted text is checked before.
"""

import base64
import binascii
import re
from hmac import compare_digest

from cryptography.hazmat.primitives import ciphers
from cryptography.hazmat.primitives.ciphers import algorithms, modes

from bot.message import NotFromWeChat

_BLOCK = 32
_PREFIX = 16
_HEAD = _PREFIX + 4
_AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
_PADDINGS = tuple(bytes([count]) * count for count in range(_BLOCK + 1))


class Cipher:
    """Encrypts and decrypts for one account. Used by all threads at once."""

    def __init__(self, aes_key: str, app_id: str) -> None:
        """`aes_key` is the EncodingAESKey: 43 characters. Raises ValueError for any other."""
        if not _AES_KEY.fullmatch(aes_key):
            raise ValueError("the EncodingAESKey must be 43 letters and digits")
        key = base64.b64decode(aes_key + "=")
        self._app_id = app_id.encode("ascii")
        self._cipher = ciphers.Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def encrypt(self, content: bytes, prefix: bytes) -> bytes:
        """The base64 text of the encrypted content; `prefix` is 16 fresh random bytes."""
        plaintext = prefix + len(content).to_bytes(4, "big") + content + self._app_id
        padding = _PADDINGS[_BLOCK - len(plaintext) % _BLOCK]
        return binascii.b2a_base64(self._cipher.encryptor().update(plaintext + padding), newline=False)

    def decrypt(self, encrypted: bytes) -> bytes:
        """The content of an encrypted text in base64. Raises NotFromWeChat, the same for every fault."""
        try:
            ciphertext = binascii.a2b_base64(encrypted, strict_mode=True)
        except binascii.Error:
            raise NotFromWeChat("cipher") from None
        if not ciphertext or len(ciphertext) % _BLOCK:
            raise NotFromWeChat("cipher")
        plaintext = self._cipher.decryptor().update(ciphertext)
        padding = plaintext[-1]
        if not 1 <= padding <= _BLOCK or not plaintext.endswith(_PADDINGS[padding]):
            raise NotFromWeChat("cipher")
        end = len(plaintext) - padding - len(self._app_id)
        if end < _HEAD or _HEAD + int.from_bytes(plaintext[_PREFIX:_HEAD], "big") != end:
            raise NotFromWeChat("cipher")
        if not compare_digest(plaintext[end : len(plaintext) - padding], self._app_id):
            raise NotFromWeChat("cipher")
        return plaintext[_HEAD:end]
