"""Customer-service messages inside their window (documents 发送客服消息, 客服输入状态)."""

from collections.abc import Callable

from simulator.answers import TEXT_LIMIT
from simulator.api.request import OK, Answer, Request
from simulator.clock import SECOND
from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.people import Person
from simulator.platform import Platform

_TYPING_LASTS = 15 * SECOND
_TYPING_AFTER_CONTACT = 30 * SECOND


def send(platform: Platform, request: Request) -> Answer:
    """Show a message to a person whose window is open."""
    given = request.fields()
    person = platform.person(given.raw().get("touser"))
    kind = given.text("msgtype", "")
    if kind == "link":  # mini programs have it
        raise ApiError(45162)
    if kind not in _KINDS:
        raise ApiError(40008)
    text = _KINDS[kind](platform, given.inner(kind))
    if not person.follows:
        raise ApiError(45015)
    _refuse_blocked(person)
    if platform.settings.windows:
        person.windows.spend(platform.clock.now())
    person.typing_until = 0
    platform.show(person, "custom", kind, text, given.inner(kind).raw())
    return OK


def typing(platform: Platform, request: Request) -> Answer:
    """Show that the account is writing."""
    given = request.fields()
    person = platform.person(given.raw().get("touser"))
    command = given.text("command", "")
    now = platform.clock.now()
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(45072)
    if now - person.contact_at > _TYPING_AFTER_CONTACT:
        raise ApiError(45080)
    if command == "CancelTyping":
        person.typing_until = 0
    elif person.typing_until > now:
        raise ApiError(45081)
    else:
        person.typing_until = now + _TYPING_LASTS
    return OK


def _refuse_blocked(person: Person) -> None:
    if person.blocked:
        raise ApiError(43019 if person.blocked == "blacklisted" else 48002)


def _text(_: Platform, payload: Fields) -> str:
    content = payload.text("content", "")
    if not content.strip():
        raise ApiError(44004)
    if len(content.encode()) > TEXT_LIMIT:
        raise ApiError(45002)
    return content


def _media(platform: Platform, payload: Fields) -> str:
    if payload.text("media_id", "") not in platform.media:
        raise ApiError(40007)
    return payload.text("title", "")


def _music(platform: Platform, payload: Fields) -> str:
    if payload.text("thumb_media_id", "") not in platform.media:
        raise ApiError(40007)
    return payload.text("title", "")


def _news(_: Platform, payload: Fields) -> str:
    articles = payload.items("articles")
    if len(articles) != 1:
        raise ApiError(45008)
    return Fields(articles[0]).text("title", "")


def _menu(platform: Platform, payload: Fields) -> str:
    if platform.settings.test_account:
        raise ApiError(40200)
    items = [Fields(item) for item in payload.items("list")]
    if not items:
        raise ApiError(40035, "list is empty")
    for item in items:
        item.text("id")
    lines = [
        payload.text("head_content", ""),
        *(item.text("content") for item in items),
        payload.text("tail_content", ""),
    ]
    return "\n".join(line for line in lines if line)


def _linked(_: Platform, payload: Fields) -> str:
    return payload.text("title", "")


_KINDS: dict[str, Callable[[Platform, Fields], str]] = {
    "text": _text,
    "image": _media,
    "voice": _media,
    "video": _media,
    "mpnews": _media,
    "music": _music,
    "news": _news,
    "msgmenu": _menu,
    "mpnewsarticle": _linked,
    "miniprogrampage": _linked,
    "wxcard": _linked,
}
