"""Error codes of the platform's API (document 全局返回码) and the answer: HTTP 200, errcode, errmsg."""

import secrets
from collections.abc import Mapping

MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40024: "invalid sub button type",
    40025: "invalid sub button name size",
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40032: "invalid openid list size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40037: "invalid template_id",
    40054: "invalid sub button url domain",
    40055: "invalid button url domain",
    40059: "invalid message id",
    40066: "invalid url",
    40097: "invalid args",
    40125: "invalid appsecret",
    40130: "invalid openid list size, at least two openid",
    40132: "invalid wxname",
    40164: "invalid ip, not in whitelist",
    40200: "invalid account type",
    40243: "appsecret has been frozen",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43004: "require subscribe",
    43019: "require remove blacklist",
    43101: "user refuse to accept the msg",
    43107: "subscribe message is switched off",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45028: "has no masssend quota",
    45047: "out of response count limit",
    45056: "too many tag",
    45057: "can't delete the tag that has too many fans",
    45058: "can't modify sys tag",
    45059: "can not add exceed 20 tags to a openid",
    45065: "clientmsgid exist",
    45067: "clientmsgid size out of limit",
    45072: "invalid command",
    45080: "no interaction within 30 seconds",
    45081: "already typing",
    45083: "invalid speed",
    45084: "speed missing",
    45157: "invalid tag name",
    45158: "tag name too long",
    45159: "invalid tag id",
    45162: "unsupported message type",
    46003: "menu no exist",
    46004: "user no exist",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
    48002: "user block receive message",
    48006: "forbid to clear quota because of reaching the limit",
    49003: "not match openid with appid",
    50002: "user limited",
    65301: "menuid no exist",
    76003: "invalid cgi_path",
    76021: "cgi_path not found",
}


class ApiError(Exception):
    """A refusal with its errcode; the detail is shown behind the code's own words, `more` beside them."""

    def __init__(self, errcode: int, detail: str = "", more: Mapping[str, object] | None = None) -> None:
        super().__init__(f"{errcode} {detail}")
        self.errcode = errcode
        self.detail = detail
        self.more = more or {}


def error_answer(errcode: int, detail: str = "") -> dict[str, object]:
    """The JSON of a refusal; each ends with a request id, as the platform's do."""
    rid = "-".join(secrets.token_hex(4) for _ in range(3))
    words = " ".join(part for part in (MESSAGES.get(errcode, "error"), detail) if part)
    return {"errcode": errcode, "errmsg": f"{words} rid: {rid}"}
