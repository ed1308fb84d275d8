"""What a person can do in the chat, and the message or event that the platform makes of it.

The table ACTIONS is the list; documents 接收普通消息 and 接收事件推送 give the elements.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from simulator.account import random_text
from simulator.fields import Fields, FieldsError
from simulator.people import Person
from simulator.platform import Media, Platform
from simulator.push import Field
from simulator.push import Fields as Elements
from simulator.windows import Action


@dataclass(frozen=True, slots=True)
class Shape:
    """A push in the making.

    `says` and `shows` are the bubble in the person's own chat ("" kind: none), `opens` the window for
    customer-service messages, `answerable` whether a reply or the failure notice would be shown,
    `sender` who it comes from if not from the person.
    """

    kind: str
    elements: Elements
    says: str = ""
    shows: str = ""
    opens: Action | None = None
    answerable: bool = True
    sender: str = ""


Make = Callable[[Platform, Person, Fields], Shape]


def _event(
    name: str,
    elements: Elements,
    *,
    opens: Action | None = None,
    answerable: bool = True,
    says: str = "",
    shows: str = "",
) -> Shape:
    return Shape("event", {"Event": name, **elements}, says, shows, opens, answerable)


def _text(_: Platform, person: Person, given: Fields) -> Shape:
    content = given.text("text")
    return Shape("text", {"Content": content}, content, "text", "message")


def _tap(_: Platform, person: Person, given: Fields) -> Shape:
    """A tap on an item of a menu message: a text to the bot, but only a click to the windows."""
    content = given.text("text")
    return Shape("text", {"Content": content, "bizmsgmenuid": given.text("menu_id")}, content, "text", "click")


def _image(platform: Platform, person: Person, given: Fields) -> Shape:
    media = keep_media(platform, "image", given.text("name", "photo.jpg"), given.content("content"))
    url = f"{platform.base_url}/_media/{media.media_id}"
    return Shape("image", {"PicUrl": url, "MediaId": media.media_id}, url, "image", "message")


def _voice(platform: Platform, person: Person, given: Fields) -> Shape:
    """A voice message; `recognition` absent, empty or what was understood: all three arrive in practice."""
    media = keep_media(platform, "voice", "voice.amr", b"#!AMR\n")
    elements: dict[str, Field] = {"MediaId": media.media_id, "Format": "amr"}
    if given.has("recognition"):
        elements["Recognition"] = given.text("recognition", "")
    return Shape("voice", elements, given.text("recognition", ""), "voice", "message")


def _video(platform: Platform, person: Person, given: Fields) -> Shape:
    media = keep_media(platform, "video", "video.mp4", b"")
    thumb = keep_media(platform, "thumb", "thumb.jpg", b"")
    kind = "shortvideo" if given.flag("short") else "video"
    return Shape(kind, {"MediaId": media.media_id, "ThumbMediaId": thumb.media_id}, "", kind, "message")


def _location(_: Platform, person: Person, given: Fields) -> Shape:
    label = given.text("label", "")
    elements: Elements = {
        "Location_X": given.number("latitude"),
        "Location_Y": given.number("longitude"),
        "Scale": given.whole("scale", 15),
        "Label": label,
    }
    return Shape("location", elements, label, "location", "message")


def _link(_: Platform, person: Person, given: Fields) -> Shape:
    elements = {
        "Title": given.text("title"),
        "Description": given.text("description", ""),
        "Url": given.text("url"),
    }
    return Shape("link", elements, elements["Title"], "link", "message")


def _file(_: Platform, person: Person, given: Fields) -> Shape:
    """Officially not supported, but it arrives."""
    elements: Elements = {
        "Title": given.text("title"),
        "Description": "",
        "FileKey": random_text(64),
        "FileMd5": "0" * 32,
        "FileTotalLen": given.whole("size", 1),
    }
    return Shape("file", elements, given.text("title"), "file", "message")


def _follow(platform: Platform, person: Person, given: Fields) -> Shape:
    scene = given.text("scene", "")
    person.follows, person.followed_at, person.scene = True, platform.clock.now(), scene
    if not scene:
        return _event("subscribe", {"EventKey": ""}, opens="follow", shows="follow")
    elements = {"EventKey": f"qrscene_{scene}", "Ticket": _ticket(platform, scene)}
    return _event("subscribe", elements, opens="follow", shows="follow", says=scene)


def _unfollow(_: Platform, person: Person, given: Fields) -> Shape:
    person.follows = False
    person.windows.close()
    return _event("unsubscribe", {"EventKey": ""}, answerable=False, shows="unfollow")


def _scan(platform: Platform, person: Person, given: Fields) -> Shape:
    """A QR code with a scene: a follower's scan is SCAN, anybody else is offered to follow."""
    if not person.follows:
        return _follow(platform, person, given)
    scene = given.text("scene")
    person.scene = scene
    return _event(
        "SCAN",
        {"EventKey": scene, "Ticket": _ticket(platform, scene)},
        opens="scan",
        shows="scan",
        says=scene,
    )


def _click(_: Platform, person: Person, given: Fields) -> Shape:
    return _event(
        "CLICK",
        {"EventKey": given.text("key")},
        opens="click",
        shows="click",
        says=given.text("name", given.text("key")),
    )


def _view(_: Platform, person: Person, given: Fields) -> Shape:
    elements = {"EventKey": given.text("url"), "MenuId": given.text("menu_id", "1")}
    return _event("VIEW", elements, answerable=False, shows="view", says=given.text("url"))


def _scancode(_: Platform, person: Person, given: Fields) -> Shape:
    """A menu button that scans for the account; with `wait` the person waits for an answer."""
    info: Elements = {"ScanType": "qrcode", "ScanResult": given.text("result")}
    name = "scancode_waitmsg" if given.flag("wait") else "scancode_push"
    return _event(
        name,
        {"EventKey": given.text("key"), "ScanCodeInfo": info},
        opens="click",
        shows="scan",
        answerable=given.flag("wait"),
        says=given.text("result"),
    )


def _position(_: Platform, person: Person, given: Fields) -> Shape:
    """The LOCATION event: where the phone is, reported by itself."""
    elements: Elements = {
        "Latitude": given.number("latitude"),
        "Longitude": given.number("longitude"),
        "Precision": 65.0,
    }
    return _event("LOCATION", elements, answerable=False)


def _consent(_: Platform, person: Person, given: Fields) -> Shape:
    """The popup of a subscription notice, answered."""
    entry: Elements = {
        "TemplateId": given.text("template_id"),
        "SubscribeStatusString": given.text("answer", "accept"),
        "PopupScene": "1",
    }
    return _event("subscribe_msg_popup_event", {"SubscribeMsgPopupEvent": {"List": entry}}, answerable=False)


def _any_event(_: Platform, person: Person, given: Fields) -> Shape:
    """An event of any name with any elements, known or not; the platform's own ones have a `sender` of theirs."""
    made = _event(given.text("event"), given.elements("elements"), answerable=given.flag("answerable", True))
    return replace(made, sender=given.text("sender", ""))


def _anything(_: Platform, person: Person, given: Fields) -> Shape:
    """A message of any type with any elements, known or not; a list repeats its element."""
    return Shape(given.text("msg_type"), given.elements("elements"), "", given.text("msg_type"), "message")


ACTIONS: dict[str, Make] = {
    "text": _text,
    "tap": _tap,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "location": _location,
    "link": _link,
    "file": _file,
    "follow": _follow,
    "unfollow": _unfollow,
    "scan": _scan,
    "click": _click,
    "view": _view,
    "scancode": _scancode,
    "position": _position,
    "consent": _consent,
    "event": _any_event,
    "message": _anything,
}


def shape(platform: Platform, person: Person, action: str, given: Fields) -> Shape:
    """What an action becomes; a follow or an unfollow changes the person. Raises FieldsError."""
    make = ACTIONS.get(action)
    if make is None:
        raise FieldsError(f"no action is called {action!r}; there are {', '.join(ACTIONS)}")
    return make(platform, person, given)


def keep_media(platform: Platform, kind: str, name: str, content: bytes) -> Media:
    """Store a file under a new media id."""
    media = Media(random_text(64), kind, name, content, platform.clock.now())
    platform.media[media.media_id] = media
    return media


def _ticket(platform: Platform, scene: str) -> str:
    known = (code.ticket for code in platform.codes.values() if code.scene == scene)
    return next(known, "") or random_text(80)
