"""A push in the making: what somebody does, before it is signed and sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from simulator.account import random_text
from simulator.fields import Fields
from simulator.holdings import Media
from simulator.people import Person
from simulator.platform import Platform
from simulator.push import Fields as Elements
from simulator.windows import Action


@dataclass(frozen=True, slots=True)
class Shape:
    """A push in the making.

    `says` and `shows` are the bubble in the person's own chat ("" kind: none) with its `details`, `opens` the window for
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
    details: Mapping[str, object] = field(default_factory=dict)


Make = Callable[[Platform, Person, Fields], Shape]


def event(
    name: str,
    elements: Elements,
    *,
    opens: Action | None = None,
    answerable: bool = True,
    says: str = "",
    shows: str = "",
    details: Mapping[str, object] | None = None,
) -> Shape:
    """An event with its own elements."""
    return Shape("event", {"Event": name, **elements}, says, shows, opens, answerable, details=details or {})


def keep_media(platform: Platform, kind: str, name: str, content: bytes) -> Media:
    """Store a file under a new media id."""
    media = Media(random_text(64), kind, name, content, platform.clock.now())
    platform.add_media(media)
    return media
