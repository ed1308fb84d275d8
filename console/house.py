"""What the pages are handed by whoever puts the house together, and what every view asks for first."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from flask import current_app, request

from knowledge.plan import Plan
from knowledge.rules import Rulebook
from knowledge.settings import Settings
from ledger import Ledger
from ledger.console.sessions import Limits

_NAME = "house"
# The part of an address that one household or office is given; the rest its machines choose as they like.
_OWN_BITS = 64


@dataclass(frozen=True, slots=True)
class House:
    """Settings, ledger and knowledge; the words of the chat, and of a value of a closed list; two clocks (ms UTC).

    `clock` is the application's and decides what is due; `real_clock` is the machine's and decides about signing in.
    `jobs` are the names of what is done by the clock.
    """

    settings: Settings
    ledger: Ledger
    plan: Plan
    rules: Rulebook
    render: Callable[..., str]
    word: Callable[[str, str], str]
    clock: Callable[[], int]
    real_clock: Callable[[], int]
    jobs: tuple[str, ...]

    @property
    def is_rehearsal(self) -> bool:
        """Whether this is no installation that anybody depends on."""
        return self.settings.environment == "development"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the pages through an encrypted connection."""
        return (self.settings.console.address or "").startswith("https:")

    @property
    def limits(self) -> Limits:
        """How often somebody may try to sign in."""
        tries = self.settings.console.wrong_tries
        return Limits(tries.name_at_address, tries.address, tries.name)

    def reason_words(self, reason: str) -> str:
        """Why an alert was raised: a danger, or what else there is; empty where there is no word for it."""
        for kind in ("reason", "danger"):
            try:
                return self.word(kind, reason)
            except KeyError:
                continue
        return ""

    def group_title(self, group_id: str) -> str:
        """What a group is called; the office goes by its own name."""
        group = self.plan.group(group_id)
        return group.name if group is not None else self.render("office_word")


def house() -> House:
    """The house of the application that answers this request."""
    found = current_app.extensions[_NAME]
    assert isinstance(found, House)  # put there when the application was made
    return found


def caller() -> str:
    """The address from which somebody asks: the one that a proxy of ours names, else the connection's own.

    Of IPv6 it is the network: whoever has one has more addresses than could be counted.
    """
    peer = request.remote_addr or ""
    if peer in house().settings.console.proxies:
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return _place_of(named) or _place_of(peer) or peer
    return _place_of(peer) or peer


def _place_of(address: str) -> str | None:
    """An address as it is counted; None where it is none."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> _OWN_BITS << _OWN_BITS)}/{_OWN_BITS}"
