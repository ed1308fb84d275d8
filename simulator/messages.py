"""The messages that a person can send (document 接收普通消息)."""

from simulator.account import random_text
from simulator.fields import Fields
from simulator.people import Person
from simulator.platform import Platform
from simulator.push import Field
from simulator.push import Fields as Elements
from simulator.shapes import Shape, keep_media


def text(_: Platform, person: Person, given: Fields) -> Shape:
    """A text, whatever is in it."""
    content = given.text("text")
    return Shape("text", {"Content": content}, content, "text", "message")


def tap(_: Platform, person: Person, given: Fields) -> Shape:
    """A tap on an item of a menu message: a text to the bot, but only a click to the windows."""
    content = given.text("text")
    elements = {"Content": content, "bizmsgmenuid": given.text("menu_id")}
    return Shape("text", elements, content, "text", "click", details={"menu_id": given.text("menu_id")})


def image(platform: Platform, person: Person, given: Fields) -> Shape:
    """A picture, kept for three days."""
    media = keep_media(platform, "image", given.text("name", "photo.jpg"), given.content("content"))
    url = f"{platform.base_url}/_media/{media.media_id}"
    return Shape("image", {"PicUrl": url, "MediaId": media.media_id}, url, "image", "message")


def voice(platform: Platform, person: Person, given: Fields) -> Shape:
    """A voice message; `recognition` absent, empty or what was understood: all three arrive in practice."""
    media = keep_media(platform, "voice", "voice.amr", b"#!AMR\n")
    elements: dict[str, Field] = {"MediaId": media.media_id, "Format": "amr"}
    if given.has("recognition"):
        elements["Recognition"] = given.text("recognition", "")
    return Shape("voice", elements, given.text("recognition", ""), "voice", "message")


def video(platform: Platform, person: Person, given: Fields) -> Shape:
    """A video, or a short one."""
    media = keep_media(platform, "video", "video.mp4", b"")
    thumb = keep_media(platform, "thumb", "thumb.jpg", b"")
    kind = "shortvideo" if given.flag("short") else "video"
    return Shape(kind, {"MediaId": media.media_id, "ThumbMediaId": thumb.media_id}, "", kind, "message")


def location(_: Platform, person: Person, given: Fields) -> Shape:
    """A position that somebody sends."""
    label = given.text("label", "")
    elements: Elements = {
        "Location_X": given.number("latitude"),
        "Location_Y": given.number("longitude"),
        "Scale": given.whole("scale", 15),
        "Label": label,
    }
    shown = {"latitude": elements["Location_X"], "longitude": elements["Location_Y"]}
    return Shape("location", elements, label, "location", "message", details=shown)


def link(_: Platform, person: Person, given: Fields) -> Shape:
    """A link that somebody passes on."""
    elements = {
        "Title": given.text("title"),
        "Description": given.text("description", ""),
        "Url": given.text("url"),
    }
    return Shape("link", elements, elements["Title"], "link", "message")


def file(_: Platform, person: Person, given: Fields) -> Shape:
    """Officially not supported, but it arrives."""
    elements: Elements = {
        "Title": given.text("title"),
        "Description": "",
        "FileKey": random_text(64),
        "FileMd5": "0" * 32,
        "FileTotalLen": given.whole("size", 1),
    }
    return Shape("file", elements, given.text("title"), "file", "message")


def anything(_: Platform, person: Person, given: Fields) -> Shape:
    """A message of any type with any elements, known or not; a list repeats its element."""
    return Shape(given.text("msg_type"), given.elements("elements"), "", given.text("msg_type"), "message")
