"""One turn of a conversation: a message, who wrote it, what was read in it, and the house that answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.message import Message
from bot.tapping import Asked
from bot.words import Words
from knowledge.announcements import Announcement
from knowledge.language.reading import Reading
from knowledge.plan import Plan
from knowledge.rules import Rulebook
from knowledge.settings import Settings
from ledger import Db, audit
from ledger.conversations import Answers, OpenForm, Value
from ledger.people import Contact
from ledger.records import Filing

__all__ = ["Answers", "House", "InvalidAnswer", "Turn", "Value"]


class InvalidAnswer(Exception):
    """The text is no answer to what was asked; the slot's words say what would be one."""


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every turn: settings, plan, rules, words, and the announcements in force."""

    settings: Settings
    plan: Plan
    rules: Rulebook
    words: Words
    announcements: Callable[[Db], tuple[Announcement, ...]]


@dataclass(slots=True)
class Turn:
    """A message being answered inside its transaction. Everything done with `db` commits with the reply.

    `said_time` is when it was said (Asia/Shanghai): relative days count from here, not from when it was booked. `form` is
    the writer's open form as it was when the message arrived; `resumed` one that waited behind it and is open again.
    `asked` is the last question that was put; `taps` how many in a row were answered by a tap, 0 where this was typed.
    """

    db: Db
    message: Message
    said_time: datetime
    reading: Reading
    contact: Contact
    now: int
    house: House
    form: OpenForm | None = None
    resumed: OpenForm | None = None
    asked: Asked | None = None
    taps: int = 0

    @property
    def text(self) -> str:
        """The normalised words of the message."""
        return self.reading.text

    @property
    def said_at(self) -> int:
        """When it was said, in ms UTC."""
        return self.message.sent_at

    @property
    def said_on(self) -> date:
        """The day in Asia/Shanghai on which it was said."""
        return self.said_time.date()

    def render(self, template: str, **facts: object) -> str:
        """The words of a reply template."""
        return self.house.words.render(template, **facts)

    def filing(self, place_id: int | None) -> Filing:
        """That this person files now, for a place."""
        return Filing(self.now, self.said_at, self.contact.person_id, self.contact.name, place_id)

    def note(self, action: str, about: str, detail: str = "") -> None:
        """Write into the audit trail what this person did about a record; `detail` as in ledger/audit.py."""
        audit.note(self.db, self.now, self.contact.person_id, self.contact.name or "follower", action, about, detail)
