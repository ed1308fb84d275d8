"""Tokens, addresses and quotas of the account.

Documents 获取接口调用凭据, 获取稳定版接口调用凭据, 查询API调用额度.
"""

import hmac

from simulator.api.request import OK, Answer, Request
from simulator.clock import SECOND
from simulator.errors import ApiError
from simulator.platform import Platform
from simulator.tokens import Token


def token(platform: Platform, request: Request) -> Answer:
    """A new token with each call."""
    query = request.query
    _authenticate(platform, request, query.get("grant_type", ""), query.get("appid", ""), query.get("secret", ""))
    now = platform.clock.now()
    return _answer(platform.tokens.issue_plain(now), now)


def stable_token(platform: Platform, request: Request) -> Answer:
    """The same token until its last five minutes."""
    given = request.fields()
    _authenticate(platform, request, given.text("grant_type", ""), given.text("appid", ""), given.text("secret", ""))
    now = platform.clock.now()
    return _answer(platform.tokens.issue_stable(now, given.flag("force_refresh")), now)


def callback_addresses(platform: Platform, request: Request) -> Answer:
    """From where pushes come."""
    return {"ip_list": ["127.0.0.1", "::1"]}


def clear_quota(platform: Platform, request: Request) -> Answer:
    """Begin all counts anew."""
    if request.fields().text("appid", "") != platform.account.app_id:
        raise ApiError(40013)
    platform.quotas.clear(platform.clock.now())
    return OK


def clear_quota_with_secret(platform: Platform, request: Request) -> Answer:
    """The same for whoever has no token left to call with."""
    given = {**request.query, **(dict(request.fields().raw()) if request.body else {})}
    if given.get("appid") != platform.account.app_id:
        raise ApiError(40013)
    if given.get("appsecret") != platform.account.app_secret:
        raise ApiError(40125)
    platform.quotas.clear(platform.clock.now())
    return OK


def quota(platform: Platform, request: Request) -> Answer:
    """What is left of a path's calls today."""
    path = request.fields().text("cgi_path", "")
    if not path.startswith("/"):
        raise ApiError(76003)
    return {**OK, **platform.quotas.describe(path.removeprefix("/cgi-bin/"), platform.clock.now())}


def _authenticate(platform: Platform, request: Request, grant_type: str, app_id: str, secret: str) -> None:
    if grant_type != "client_credential":
        raise ApiError(40002)
    if not app_id or not secret:
        raise ApiError(41004 if app_id else 41002)
    if app_id != platform.account.app_id:
        raise ApiError(40013)
    if platform.settings.secret_frozen:
        raise ApiError(40243)
    if not hmac.compare_digest(secret.encode(), platform.account.app_secret.encode()):
        raise ApiError(40001)
    if not platform.settings.whitelisted:
        raise ApiError(40164, f"{request.remote} ipv6 ::ffff:{request.remote}")


def _answer(issued: Token, now: int) -> Answer:
    return {"access_token": issued.value, "expires_in": (issued.expires_at - now) // SECOND}
