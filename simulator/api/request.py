"""What an endpoint of the API gets and gives."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.platform import Platform

Answer = Mapping[str, object]
OK: Answer = {"errcode": 0, "errmsg": "ok"}
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True)
class Upload:
    """The file of a multipart body."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Binary:
    """An answer that is not JSON."""

    content: bytes
    content_type: str
    name: str = ""


class NotFound(Exception):
    """Answered with HTTP 404, which only pages and pictures are."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `body` is empty for an upload."""

    path: str
    method: str
    query: Mapping[str, str]
    body: bytes
    remote: str
    upload: Upload | None = None

    def json(self) -> object:
        """The body as JSON. Raises ApiError 44002, 40033 or 47001: it has to be raw UTF-8, not escapes."""
        if not self.body:
            raise ApiError(44002)
        if _ESCAPED.search(self.body):
            raise ApiError(40033)
        try:
            return json.loads(self.body)
        except ValueError:
            raise ApiError(47001) from None

    def fields(self) -> Fields:
        """The body as a JSON object."""
        given = self.json()
        if not isinstance(given, dict):
            raise ApiError(47001)
        return Fields(given)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What answers a path. Endpoints run under the platform's lock and raise ApiError or FieldsError.

    `verified`: only verified (认证) service accounts have it (document 接口权限说明).
    """

    answer: Callable[[Platform, Request], Answer | Binary]
    method: str
    token: bool = True
    verified: bool = False
