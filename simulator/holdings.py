"""What the account has on the platform: settings, media, QR codes, jobs, reports still to be made, menus."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.delivery import Route
from simulator.push import Field


@dataclass(slots=True)
class Settings:
    """What can be switched while it runs. `event_delay` (seconds) passes before a delivery is reported.

    An account that is not `verified` (认证) has few interfaces, a `test_account` (测试号) most of them.
    `rehearsal`: the assistant's rehearsal door is asked, and its clock goes along.
    """

    route: Route
    windows: bool = True
    whitelisted: bool = True
    secret_frozen: bool = False
    verified: bool = True
    test_account: bool = False
    finish_events: bool = True
    event_delay: float = 0.3
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """An uploaded file or a picture that a person sent; kept for three days."""

    media_id: str
    kind: str
    name: str
    content: bytes
    created_at: int


@dataclass(frozen=True, slots=True)
class SceneCode:
    """A QR code with a scene; `expires_at` None for a permanent one, `name` where it hangs, for the page."""

    ticket: str
    scene: str
    url: str
    expires_at: int | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """An event of the platform itself that is still to be pushed."""

    due_at: int
    openid: str
    event: str
    elements: Mapping[str, Field]


@dataclass(slots=True)
class MassJob:
    """A message to many that was handed in; `strangers` of them are no followers."""

    msg_id: int
    client_id: str
    handed_in_at: int
    due_at: int
    kind: str
    text: str
    details: Mapping[str, object]
    openids: list[str]
    strangers: int
    status: Literal["SENDING", "SEND_SUCCESS", "DELETE"] = "SENDING"


@dataclass(slots=True)
class Menus:
    """The menu of everybody, and those of people with a tag, by menu id; the newest that fits is shown."""

    default: list[object] | None = None
    conditional: dict[int, tuple[Mapping[str, object], list[object]]] = field(default_factory=dict)
