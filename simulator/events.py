"""The events that a person causes (document 接收事件推送)."""

from collections.abc import Mapping
from dataclasses import replace

from simulator.account import random_text
from simulator.codes import scanned
from simulator.consents import agree
from simulator.fields import Fields, FieldsError
from simulator.people import Person
from simulator.platform import Platform
from simulator.push import Fields as Elements
from simulator.shapes import Shape, event

# How a code is named that somebody scans (simulator.codes.scanned).
_CODES = ("scene", "ticket", "content", "media_id")
_PICTURE_EVENTS = ("pic_sysphoto", "pic_photo_or_album", "pic_weixin")


def follow(platform: Platform, person: Person, given: Fields) -> Shape:
    """Follow the account, by a search or by a code with a scene."""
    scene, ticket = scanned(platform, given) if any(given.raw().get(name) for name in _CODES) else ("", "")
    person.follows, person.followed_at, person.scene = True, platform.clock.now(), scene
    if not scene:
        return event("subscribe", {"EventKey": ""}, opens="follow", shows="follow")
    elements = {"EventKey": f"qrscene_{scene}", "Ticket": ticket}
    return event("subscribe", elements, opens="follow", shows="follow", says=scene)


def unfollow(_: Platform, person: Person, given: Fields) -> Shape:
    """Follow it no more: nobody hears an answer to this."""
    person.follows = False
    person.windows.close()
    return event("unsubscribe", {"EventKey": ""}, answerable=False, shows="unfollow")


def scan(platform: Platform, person: Person, given: Fields) -> Shape:
    """A QR code with a scene: a follower's scan is SCAN, anybody else is offered to follow."""
    if not person.follows:
        return follow(platform, person, given)
    scene, ticket = scanned(platform, given)
    person.scene = scene
    return event("SCAN", {"EventKey": scene, "Ticket": ticket}, opens="scan", shows="scan", says=scene)


def click(_: Platform, person: Person, given: Fields) -> Shape:
    """A menu button of type click."""
    return event(
        "CLICK",
        {"EventKey": given.text("key")},
        opens="click",
        shows="click",
        says=given.text("name", given.text("key")),
    )


def view(_: Platform, person: Person, given: Fields) -> Shape:
    """A menu button that opens a page; nothing is shown for it."""
    elements = {"EventKey": given.text("url"), "MenuId": given.text("menu_id", "1")}
    return event("VIEW", elements, answerable=False, shows="view", says=given.text("url"))


def scancode(_: Platform, person: Person, given: Fields) -> Shape:
    """A menu button that scans for the account; with `wait` the person waits for an answer."""
    info: Elements = {"ScanType": "qrcode", "ScanResult": given.text("result")}
    name = "scancode_waitmsg" if given.flag("wait") else "scancode_push"
    return event(
        name,
        {"EventKey": given.text("key"), "ScanCodeInfo": info},
        opens="click",
        shows="scan",
        answerable=given.flag("wait"),
        says=given.text("result"),
    )


def position(_: Platform, person: Person, given: Fields) -> Shape:
    """The LOCATION event: where the phone is, reported by itself."""
    elements: Elements = {
        "Latitude": given.number("latitude"),
        "Longitude": given.number("longitude"),
        "Precision": 65.0,
    }
    return event("LOCATION", elements, answerable=False)


def consent(platform: Platform, person: Person, given: Fields) -> Shape:
    """The popup of subscription notices, answered: one template_id and answer, or `answers` for several."""
    answers = dict(given.inner("answers").raw()) or {given.text("template_id"): given.text("answer", "accept")}
    for template_id, answer in answers.items():
        agree(platform, person, template_id, answer)
    said = {template_id: "reject" if answer == "reject" else "accept" for template_id, answer in answers.items()}
    return event(
        "subscribe_msg_popup_event",
        {"SubscribeMsgPopupEvent": {"List": [{**_answered(*entry), "PopupScene": "1"} for entry in said.items()]}},
        answerable=False,
        shows="consent",
        says=_titles(platform, answers),
        details={"answers": answers},
    )


def consent_change(platform: Platform, person: Person, given: Fields) -> Shape:
    """A notice switched off in the phone's settings, long after it was agreed to."""
    template_id = given.text("template_id")
    agree(platform, person, template_id, "reject")
    return event(
        "subscribe_msg_change_event",
        {"SubscribeMsgChangeEvent": {"List": _answered(template_id, "reject")}},
        answerable=False,
        shows="consent",
        says=_titles(platform, {template_id: "reject"}),
        details={"answers": {template_id: "reject"}},
    )


def pictures(_: Platform, person: Person, given: Fields) -> Shape:
    """A menu button that asks for pictures; these follow as image messages."""
    how = given.text("how", "pic_photo_or_album")
    if how not in _PICTURE_EVENTS:
        raise FieldsError(f"how has to be one of {', '.join(_PICTURE_EVENTS)}")
    count = given.whole("count", 1)
    listed: Elements = {"item": [{"PicMd5Sum": random_text(32).lower()} for _ in range(count)]}
    elements: Elements = {"EventKey": given.text("key"), "SendPicsInfo": {"Count": count, "PicList": listed}}
    return event(how, elements, opens="click", answerable=False)


def place(_: Platform, person: Person, given: Fields) -> Shape:
    """A menu button that asks for a position; it follows as a location message."""
    info: Elements = {
        "Location_X": str(given.number("latitude")),
        "Location_Y": str(given.number("longitude")),
        "Scale": "15",
        "Label": given.text("label", ""),
        "Poiname": given.text("name", ""),
    }
    elements: Elements = {"EventKey": given.text("key"), "SendLocationInfo": info}
    return event("location_select", elements, opens="click", answerable=False)


def mini_program(_: Platform, person: Person, given: Fields) -> Shape:
    """A menu button that leads into a mini program."""
    elements = {"EventKey": given.text("path"), "MenuId": given.text("menu_id", "1")}
    return event("view_miniprogram", elements, answerable=False, shows="view", says=given.text("path"))


def any_event(_: Platform, person: Person, given: Fields) -> Shape:
    """An event of any name with any elements, known or not; the platform's own ones have a `sender` of theirs."""
    made = event(given.text("event"), given.elements("elements"), answerable=given.flag("answerable", True))
    return replace(made, sender=given.text("sender", ""))


def _answered(template_id: str, answer: str) -> dict[str, str]:
    return {"TemplateId": template_id, "SubscribeStatusString": answer}


def _titles(platform: Platform, answers: Mapping[str, object]) -> str:
    """The titles of the templates, for the bubble."""
    known = (platform.templates.get(template_id) for template_id in answers)
    return "\n".join(template.title for template in known if template is not None)
