"""大家在问: what people asked, when and where, and what became of it; never who (clause 4.4).

Kept for a while (`retention.questions_days`) with phones and ID numbers masked and the words sealed. Questions that are
alike are one matter: by what the plan says or is known not to say, else by their words (knowledge/answers/alike.py).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import bindparam, delete, func, select

from knowledge.answers.alike import Likeness, asks, likeness
from knowledge.plan import Plan
from ledger.database import Db
from ledger.people import community_path
from ledger.places import ancestor_ids, path_end
from ledger.statement import Statement, insert
from ledger.tables import asked_question, place

TEXT_COLUMN = b"asked_question.text"
Outcome = Literal["clause", "notice", "kept", "offered", "silent", "unknown", "unclear"]
# What got no answer of its own.
UNANSWERED = frozenset({"offered", "silent", "unknown", "unclear"})
# So many of the newest are looked through; an office of a subdistrict has fewer in a week.
_MOST = 3000
_LONGEST = 200
_ID_NUMBER = re.compile(r"(?<!\d)(\d{4})\d{10,13}(?:\d|[xX])(?!\d)")
_PHONE = re.compile(r"(?<!\d)(1\d{2})[ -]?\d{4}[ -]?(\d{4})(?!\d)|(?<!\d)(0\d{2,3})[ -]?\d{3,4}(\d{4})(?!\d)")
_row = asked_question.c
_ADD = insert(asked_question, "asked_at", "place_id", "outcome", "about", "text_sealed", returning="id")
_FORGET = Statement(delete(asked_question).where(_row.id == bindparam("row")))
_path = func.coalesce(place.c.path, "")
_ASKED = Statement(
    select(_row.asked_at, func.coalesce(place.c.address, ""), _row.outcome, _row.about, _row.text_sealed)
    .select_from(asked_question.outerjoin(place, place.c.id == _row.place_id))
    .where(_row.asked_at > bindparam("since"), _row.asked_at <= bindparam("until"))
    .where(_path >= bindparam("low"), _path < bindparam("high"))
    .order_by(_row.asked_at.desc())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that was asked: when (ms UTC), in which community or village (empty: not known), what became of it, on
    which clauses, silence or kept answer, and the words."""

    at: int
    place: str
    outcome: str
    about: str
    text: str


@dataclass(slots=True)
class Matter:
    """Questions that are alike, the newest first."""

    questions: list[Question] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How often it was asked."""
        return len(self.questions)

    @property
    def words(self) -> str:
        """How it was asked most often; of several the shortest, which says least of anybody."""
        counted = Counter(one.text for one in self.questions)
        return min(counted, key=lambda text: (-counted[text], len(text), text))

    @property
    def unanswered(self) -> int:
        """How often nothing answered it."""
        return sum(one.outcome in UNANSWERED for one in self.questions)

    @property
    def about(self) -> str:
        """The clauses, silence or kept answer of the newest."""
        return self.questions[0].about

    @property
    def outcome(self) -> str:
        """What became of the newest."""
        return self.questions[0].outcome

    @property
    def last_at(self) -> int:
        """When it was asked last (ms UTC)."""
        return self.questions[0].at

    @property
    def places(self) -> list[tuple[str, int]]:
        """(community or village, how often it was asked there), the most first."""
        return sorted(Counter(one.place for one in self.questions).items(), key=lambda one: (-one[1], one[0]))


def add(db: Db, text: str, outcome: Outcome, about: str, path: str, now: int) -> int:
    """Note that something was asked by somebody who lives at `path` (empty: nobody knows), and nothing of who it was.

    Returns the number of the row.
    """
    ids = ancestor_ids(community_path(path)) if path else []
    words = masked(" ".join(text.split()))[:_LONGEST]
    sealed = db.keys.seal(words, TEXT_COLUMN)
    place_id = ids[-1] if len(ids) > 1 else None
    row: int = db.value(_ADD, asked_at=now, place_id=place_id, outcome=outcome, about=about, text_sealed=sealed)
    return row


def forget(db: Db, row: int) -> None:
    """Whoever was asked back has said what was meant: what becomes of it is noted where it is answered."""
    db.run(_FORGET, row=row)


def masked(text: str) -> str:
    """A text without the middle of phones and ID numbers."""
    hidden = _ID_NUMBER.sub(r"\1**************", text)
    return _PHONE.sub(lambda found: f"{found[1] or found[3]}****{found[2] or found[4]}", hidden)


def asked(db: Db, scope: str, since: int, until: int) -> list[Question]:
    """What was asked within a scope (a path) after `since` and up to `until` (ms UTC), the newest first."""
    # Of what was asked by nobody knows whom the whole subdistrict's has it alone.
    low = scope if len(ancestor_ids(scope)) > 1 else ""
    rows = db.all(_ASKED, since=since, until=until, limit=_MOST, low=low, high=path_end(scope))
    return [_opened(db, row) for row in rows]


def matters(questions: Iterable[Question]) -> list[Matter]:
    """Questions that are alike together, what was asked most often first."""
    found: list[Matter] = []
    by_about: dict[str, Matter] = {}
    for one in questions:
        matter = by_about.get(_key(one)) or _like(found, one)
        if matter is None:
            matter = Matter()
            found.append(matter)
        by_about.setdefault(_key(one), matter)
        matter.questions.append(one)
    return sorted(found, key=lambda matter: (-matter.count, -matter.last_at))


def topic(plan: Plan, one: Question | Matter) -> str:
    """What it is about, in words that hold nobody's name: the clause that answered it, or what the plan does not say."""
    first = one.about.partition(",")[0]
    if first in plan.clauses:
        return plan.clauses[first].title
    return next((silence.words for silence in plan.head.silences if silence.id == first), "")


def _key(one: Question) -> str:
    """By what it is surely one matter: the clause or the kept answer that answered it, else the very words."""
    return f":{one.text}" if one.outcome in UNANSWERED else f"{one.outcome}:{one.about.partition(',')[0]}"


def _like(found: list[Matter], one: Question) -> Matter | None:
    """The matter nothing answered whose newest question this one is like."""
    if one.outcome not in UNANSWERED:
        return None
    wanted = asks(one.text)
    for matter in found:
        other = matter.questions[0]
        silences = (one.about or None, other.about or None)
        if other.outcome in UNANSWERED and likeness(wanted, asks(other.text), silences)[0] > Likeness.OTHER:
            return matter
    return None


def _opened(db: Db, row: tuple[Any, ...]) -> Question:
    at, address, outcome, about, sealed = row
    return Question(at, address, outcome, about, db.keys.unseal(bytes(sealed), TEXT_COLUMN))
