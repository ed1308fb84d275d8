"""The kinds of values that settings have, each with words for what a right one is (knowledge.settings).

The words complete the sentence "must be …" in the line that refuses a bad value.
"""

import base64
import binascii
import ipaddress
import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from knowledge.template_fields import TemplateField, read_fields
from knowledge.times import parse_moment

_OWN_KEY_BYTES = 32


def _open(value: object) -> object:
    """An empty text leaves a setting open."""
    return None if value == "" else value


def _folder(value: object) -> object:
    if value == "":
        raise ValueError("no folder")
    return value


def _items(value: object) -> object:
    """A list is written with commas where it cannot be a YAML list: in the environment."""
    if not isinstance(value, str):
        return value
    return tuple(item.strip() for item in value.split(",") if item.strip())


def _template_fields(value: object) -> object:
    items = _items(value)
    return read_fields(map(str, items)) if isinstance(items, tuple) else items


def _moment(value: object) -> object:
    return parse_moment(value) if isinstance(value, str) else value


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _api_address(text: str) -> str:
    parts = urlsplit(text)
    only_host = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in ("http", "https") or not parts.hostname or not only_host or parts.port == 0:
        raise ValueError("not a scheme and a host")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise ValueError("plain http would leave this machine")
    return f"{parts.scheme}://{parts.netloc}"


def _machines(value: object) -> object:
    items = _items(value)
    return tuple(str(ipaddress.ip_address(item)) for item in items) if isinstance(items, tuple | list) else items


def _database_address(address: SecretStr) -> SecretStr:
    backend, _, rest = address.get_secret_value().partition("://")
    if backend not in ("sqlite", "postgresql", "postgresql+psycopg") or not rest:
        raise ValueError("not an address of SQLite or PostgreSQL")
    return address


def _redis_address(address: SecretStr) -> SecretStr:
    scheme, _, rest = address.get_secret_value().partition("://")
    if scheme not in ("redis", "rediss", "unix") or not rest:
        raise ValueError("not an address of Redis")
    return address


def _aes_key(key: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}", key.get_secret_value()):
        raise ValueError("not an EncodingAESKey")
    return key


def _own_key(key: SecretStr) -> SecretStr:
    try:
        size = len(base64.b64decode(key.get_secret_value(), validate=True))
    except (binascii.Error, ValueError):
        size = 0
    if size != _OWN_KEY_BYTES:
        raise ValueError("not a key of the installation")
    return key


Open = BeforeValidator(_open)
Environment = Annotated[
    Literal["production", "development"],
    Field(description="production or development"),
]
Clock = Annotated[
    Annotated[int, BeforeValidator(_moment)] | None,
    Open,
    Field(description="a time in ISO 8601 such as 2022-01-20T09:00:00+08:00, or nothing"),
]
Failpoint = Annotated[
    Literal["ack_before_commit"] | None,
    Open,
    Field(description="ack_before_commit or nothing"),
]
Folder = Annotated[Path, BeforeValidator(_folder), Field(description="the path of a folder")]
AccountId = Annotated[
    Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None,
    Open,
    Field(description="an id of the official account in letters, digits, - and _"),
]
Secret = Annotated[SecretStr | None, Open, Field(description="a text")]
Passphrase = Annotated[
    Annotated[SecretStr, Field(min_length=12)] | None,
    Open,
    Field(description="a text of at least 12 characters"),
]
AesKey = Annotated[
    Annotated[SecretStr, AfterValidator(_aes_key)] | None,
    Open,
    Field(description="the 43 letters and digits of the account's EncodingAESKey"),
]
OwnKey = Annotated[
    Annotated[SecretStr, AfterValidator(_own_key)] | None,
    Open,
    Field(description="32 random bytes in Base64"),
]
Choice = Annotated[bool, Field(description="true or false")]
Mode = Annotated[Literal["secure", "plain"], Field(description="secure or plain")]
ApiAddress = Annotated[
    str,
    AfterValidator(_api_address),
    Field(description="https:// and a host without a path (http:// only for this machine)"),
]
PagesAddress = Annotated[
    Annotated[str, AfterValidator(_api_address)] | None,
    Open,
    Field(description="https:// and a host without a path (http:// only for this machine), or nothing"),
]
Machines = Annotated[
    tuple[str, ...],
    BeforeValidator(_machines),
    Field(description="a list of IP addresses such as 127.0.0.1"),
]
DatabaseAddress = Annotated[
    Annotated[SecretStr, AfterValidator(_database_address)] | None,
    Open,
    Field(description="a URL that begins with sqlite:// or postgresql+psycopg://, or nothing"),
]
RedisAddress = Annotated[
    Annotated[SecretStr, AfterValidator(_redis_address)] | None,
    Open,
    Field(description="a URL that begins with redis://, rediss:// or unix://, or nothing"),
]
Host = Annotated[str, Field(min_length=1, description="an address or a name of this machine")]
Port = Annotated[int, Field(ge=0, le=65535, description="a port number up to 65535 (0: a free one)")]
Count = Annotated[int, Field(ge=1, le=100_000, description="a whole number from 1 to 100000")]
OpenCount = Annotated[
    Annotated[int, Field(ge=1, le=100_000)] | None,
    Open,
    Field(description="a whole number from 1 to 100000, or nothing"),
]
Threads = Annotated[int, Field(ge=1, le=64, description="a whole number from 1 to 64")]
Seconds = Annotated[int, Field(ge=1, le=3600, description="a whole number of seconds from 1 to 3600")]
Minutes = Annotated[int, Field(ge=1, le=10_080, description="a whole number of minutes from 1 to 10080")]
Hours = Annotated[int, Field(ge=1, le=168, description="a whole number of hours from 1 to 168")]
Days = Annotated[int, Field(ge=1, le=3650, description="a whole number of days from 1 to 3650")]
Share = Annotated[float, Field(ge=0, le=1, description="a number from 0 to 1")]
Kept = Annotated[int, Field(ge=0, le=366, description="a whole number from 0 to 366")]
ClockTime = Annotated[time, Field(description="a time of day in Asia/Shanghai such as 16:00")]
Daytime = Annotated[
    time, Field(ge=time(8), lt=time(21), description="a time of day from 08:00 to 20:59 in Asia/Shanghai, such as 16:00")
]
Weekday = Annotated[
    Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    Field(description="a day of the week such as monday"),
]
Celsius = Annotated[float, Field(ge=36.5, le=39.0, description="a temperature from 36.5 to 39.0")]
Words = Annotated[str, Field(min_length=1, description="a text")]
OpenWords = Annotated[Annotated[str, Field(min_length=1)] | None, Open, Field(description="a text, or nothing")]
Phone = Annotated[str, Field(pattern=r"^[0-9-]{3,20}$", description="a telephone number in digits")]
OpenPhone = Annotated[
    Annotated[str, Field(pattern=r"^[0-9-]{3,20}$")] | None,
    Open,
    Field(description="a telephone number in digits, or nothing"),
]
Superior = Literal["community_lead", "office", "leader", "inspector"]
Superiors = Annotated[
    tuple[Superior, ...],
    BeforeValidator(_items),
    Field(min_length=1, description="a list of community_lead, office, leader, inspector in order"),
]
# The inspector hears of what cadres and staff have to do, never of what residents and volunteers have (clause 4.3).
Above = Literal["community_lead", "office", "leader"]
UnderInspection = Annotated[
    tuple[Above, ...],
    BeforeValidator(_items),
    Field(min_length=1, description="a list of community_lead, office, leader in order (never the inspector)"),
]
TemplateId = Annotated[
    Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None,
    Open,
    Field(description="the id of one of the account's templates, or nothing"),
]
TemplateFields = Annotated[
    tuple[TemplateField, ...],
    BeforeValidator(_template_fields),
    Field(description="a list such as thing2={title}, time3={time}, with for each field what its type can hold"),
]
