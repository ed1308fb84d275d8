"""Followers and what the platform still tells of them: no names, no pictures (document 获取用户基本信息)."""

from simulator.api.request import OK, Answer, Request
from simulator.clock import SECOND
from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.people import Person
from simulator.platform import Platform

_PAGE = 10_000
_MOST_AT_ONCE = 100


def info(platform: Platform, request: Request) -> Answer:
    """One person."""
    return _describe(platform.person(request.query.get("openid", "")))


def info_of_many(platform: Platform, request: Request) -> Answer:
    """At most 100 people."""
    entries = request.fields().items("user_list")
    if not 1 <= len(entries) <= _MOST_AT_ONCE:
        raise ApiError(40032)
    return {"user_info_list": [_describe(platform.person(Fields(entry).raw().get("openid"))) for entry in entries]}


def remark(platform: Platform, request: Request) -> Answer:
    """The account's own name for a person."""
    given = request.fields()
    platform.person(given.raw().get("openid")).remark = given.text("remark", "")
    return OK


def followers(platform: Platform, request: Request) -> Answer:
    """The openids of who follows, 10,000 a page."""
    openids = [person.openid for person in platform.people.values() if person.follows]
    after = request.query.get("next_openid", "")
    if after and after not in openids:
        raise ApiError(40003)
    start = openids.index(after) + 1 if after else 0
    page = openids[start : start + _PAGE]
    answer: dict[str, object] = {
        "total": len(openids),
        "count": len(page),
        "next_openid": page[-1] if page else "",
    }
    return {**answer, "data": {"openid": page}} if page else answer


def _describe(person: Person) -> Answer:
    if not person.follows:
        return {"subscribe": 0, "openid": person.openid}
    return {
        "subscribe": 1,
        "openid": person.openid,
        "subscribe_time": person.followed_at // SECOND,
        "remark": person.remark,
        "groupid": person.tags[0] if person.tags else 0,
        "tagid_list": list(person.tags),
        "subscribe_scene": "ADD_SCENE_QR_CODE" if person.scene else "ADD_SCENE_SEARCH",
        "qr_scene": int(person.scene) if person.scene.isdecimal() and person.scene.isascii() else 0,
        "qr_scene_str": "" if person.scene.isdecimal() and person.scene.isascii() else person.scene,
    }
