"""The official account that the stand-in plays: its credentials and the mode in which messages are pushed."""

import base64
import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Mode = Literal["secure", "plain", "compatible"]
MODES: tuple[Mode, ...] = get_args(Mode)
_ALPHANUMERIC = string.ascii_letters + string.digits
_PREFIX = "HEXI_WECHAT__"


@dataclass(frozen=True, slots=True)
class Account:
    """One account. Raises ValueError for credentials that the platform's console would not accept."""

    app_id: str
    app_secret: str
    original_id: str
    token: str
    aes_key: str
    mode: Mode = "secure"

    def __post_init__(self) -> None:
        for name, value, pattern in (
            ("app_id", self.app_id, r"wx[0-9a-zA-Z]{4,32}"),
            ("app_secret", self.app_secret, r"[0-9a-zA-Z]{8,64}"),
            ("original_id", self.original_id, r"gh_[0-9a-zA-Z]{4,32}"),
            ("token", self.token, r"[0-9a-zA-Z]{3,32}"),
            ("aes_key", self.aes_key, r"[0-9a-zA-Z]{43}"),
            ("mode", self.mode, "|".join(MODES)),
        ):
            if not re.fullmatch(pattern, value):
                raise ValueError(f"{name} does not look like {pattern}")

    @property
    def key(self) -> bytes:
        """The 32 bytes of the AES key; the last character of the 43 carries two bits too many."""
        return base64.b64decode(self.aes_key + "=")

    def environment(self) -> dict[str, str]:
        """The variables that give a bot the same account."""
        return {
            f"{_PREFIX}APP_ID": self.app_id,
            f"{_PREFIX}APP_SECRET": self.app_secret,
            f"{_PREFIX}ORIGINAL_ID": self.original_id,
            f"{_PREFIX}TOKEN": self.token,
            f"{_PREFIX}ENCODING_AES_KEY": self.aes_key,
            f"{_PREFIX}MODE": self.mode,
        }


def find(given: Mapping[str, str], environment: Mapping[str, str]) -> Account:
    """The account of the values given by field name, the rest from the environment. Raises ValueError."""
    values = {}
    for field in ("app_id", "app_secret", "original_id", "token", "aes_key", "mode"):
        variable = _PREFIX + ("ENCODING_AES_KEY" if field == "aes_key" else field.upper())
        values[field] = given.get(field) or environment.get(variable, "")
        if not values[field] and field != "mode":
            raise ValueError(f"--{field.replace('_', '-')} or {variable} is missing")
    name = values.pop("mode") or "secure"
    mode = next((mode for mode in MODES if mode == name), None)
    if mode is None:
        raise ValueError(f"the mode has to be one of {', '.join(MODES)}")
    return Account(**values, mode=mode)


def invent(mode: Mode = "secure") -> Account:
    """An account with random credentials, for rehearsals and tests."""
    return Account(
        app_id="wx" + secrets.token_hex(8),
        app_secret=secrets.token_hex(16),
        original_id="gh_" + secrets.token_hex(6),
        token=random_text(24),
        aes_key=random_text(43),
        mode=mode,
    )


def random_text(length: int) -> str:
    """Random letters and digits."""
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(length))
