"""The one ladder for everything that waits for a person (clause 4.3, DESIGN 1.6): who is asked next when it is late.

A ladder says what is late, who is asked rung by rung and in which words (one file for each beside this one). What is the
same for all stands here: a rung at which nobody can be reached is passed over at once; of two schedulers one asks; each
step is written down with whom it was put to (ledger/duty/escalations.py), in the audit too; and what whoever was asked
before has said is told to the next one. Rights are those of this very moment: whose role has ended is not asked any more.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import structlog

from knowledge.defects import trace_of
from knowledge.settings import Settings
from ledger import Db, audit, outbox, places
from ledger.duty import escalations
from ledger.duty.escalations import Asking
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.people import Recipient
from ledger.records import compact
from ledger.writer import Busy
from scheduler.job import BATCH, Surroundings
from scheduler.rungs import Matter, title_of

log = structlog.get_logger(__name__)
M = TypeVar("M")
INSPECTOR = "inspector"
# They are told that something waits; who sees to it is below them.
_ONLY_HEAR = frozenset({"leader", INSPECTOR})
# What can be tapped under a reminder, in the order of the words in duty_taps.txt.
_TAPS = ("taken", "on_the_way", "short_of_hands", "called")
# Under which key of the outbox somebody (by the person's id) was asked.
Keys = Mapping[int | None, str]


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung that was reached: its name, who is asked, how many are done with it, and when the next one is due (ms UTC)."""

    name: str
    asked: Sequence[Recipient]
    done: int
    next_due: int | None


class Ladder(ABC, Generic[M]):
    """What is late, and who is asked in which words.

    `name` is that of ledger/duty/still_waiting.py, `audited` of the trail.
    `begins_again` where it goes on from the beginning after the last one, or with one more morning.
    """

    name: str
    audited: str

    @abstractmethod
    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[M]:
        """What is late and has somebody left to ask; the longest first."""

    @abstractmethod
    def matter(self, one: M) -> Matter:
        """The same as the ladder sees it."""

    def steps(self, settings: Settings) -> Sequence[str]:
        """Who is asked, one after the other, about whatever matter; where that depends on it, `rungs` says so instead."""
        return ()

    def rungs(self, settings: Settings, one: M) -> Sequence[str]:
        """Who is asked about a matter, one after the other."""
        return self.steps(settings)

    def longest(self, settings: Settings, one: M) -> int:
        """`climbed` of a record with nobody left to ask; more than its rungs where others of its kind have more."""
        return len(self.rungs(settings, one))

    @abstractmethod
    def asked(self, db: Db, settings: Settings, rung: str, one: M, now: int) -> Sequence[Recipient]:
        """Who is asked at a rung now."""

    @abstractmethod
    def next_due(self, settings: Settings, one: M, now: int) -> int | None:
        """When the next one is asked (ms UTC); None for never."""

    @abstractmethod
    def climb(self, db: Db, one: M, rung: Rung, now: int) -> bool:
        """Note on the record how far it has gone; False where another scheduler did, or it has moved on."""

    def ask(self, surroundings: Surroundings, db: Db, one: M, rung: Rung, said: str, now: int) -> Keys:
        """Put it to whoever is asked, with what was `said` by whoever was before; returns under which keys."""
        matter = self.matter(one)
        body = behind(self.words(surroundings, one, rung), said)
        return put(surroundings, db, self.name, matter, rung, body, now, self.purpose)

    def hear(self, surroundings: Surroundings, db: Db, one: M, rung: Rung, body: str, now: int) -> Keys:
        """Tell the inspector that it waits, in words that are the same for every ladder; returns under which keys."""
        return put(surroundings, db, self.name, self.matter(one), rung, body, now, "task")

    purpose = "task"
    begins_again = False

    def words(self, surroundings: Surroundings, one: M, rung: Rung) -> str:
        """What whoever is asked reads; a ladder with an `ask` of its own needs none."""
        raise NotImplementedError


def climbing(ladder: Ladder[M]) -> Callable[[Surroundings, int], int]:
    """What the job of a ladder does: put everything that is late to the next one; returns how many were asked about.

    Each matter in a transaction of its own: a step writes a row for everybody who is asked, and others want their turn.
    """

    def run(surroundings: Surroundings, now: int) -> int:
        ledger, settings = surroundings.ledger, surroundings.settings
        ledger.transact(lambda db: escalations.settle_all(db, now, BATCH), wait=MAINTENANCE_PATIENCE_SECONDS)
        asked, defects = 0, list[Exception]()
        for one in ledger.read(lambda db: ladder.late(db, settings, now, BATCH)):
            surroundings.pause(0)
            try:
                asked += ledger.transact(
                    lambda db, one=one: climb_one(surroundings, db, ladder, one, now),  # type: ignore[misc]
                    wait=MAINTENANCE_PATIENCE_SECONDS,
                )
            except Busy:
                raise
            except Exception as defect:  # one that cannot climb keeps no other back; the run is then one that failed
                log.error("not_climbed", ladder=ladder.name, error=type(defect).__name__, trace=trace_of(defect))
                defects.append(defect)
        if defects:
            raise defects[0]
        return asked

    return run


def climb_one(surroundings: Surroundings, db: Db, ladder: Ladder[M], one: M, now: int) -> int:
    """Put one matter to the next one who can be reached; 1 where somebody is asked."""
    settings = surroundings.settings
    rung = _next(db, settings, ladder, one, now)
    if not ladder.climb(db, one, rung, now):
        return 0
    matter = ladder.matter(one)
    asking = Asking(
        matter.about,
        ladder.name,
        matter.number,
        matter.group_id,
        matter.place_id,
        rung.done,
        rung.name,
        now,
        rung.next_due,
    )
    if not rung.asked:
        escalations.note(db, asking, [(None, None)])
        return 0
    said = _said(surroundings, db, ladder, matter)
    if rung.name == INSPECTOR:
        body = _for_the_inspector(surroundings, db, ladder, matter, said)
        keys = ladder.hear(surroundings, db, one, rung, body, now)
    else:
        keys = ladder.ask(surroundings, db, one, rung, said, now)
    escalations.note(db, asking, [(who, keys.get(who.person_id)) for who in rung.asked])
    detail = compact({"number": matter.number, "to": rung.name, "told": len(rung.asked)})
    audit.note(db, now, None, "system", ladder.audited, matter.about, detail)
    return 1


def put(
    surroundings: Surroundings, db: Db, ladder: str, matter: Matter, rung: Rung, body: str, now: int, purpose: str
) -> Keys:
    """Put the same words to everybody of a rung, with the answers to tap for whoever is to see to it; returns the keys."""
    key = f"{matter.about}:climbed:{matter.due_at}:{matter.climbed}"
    answers: outbox.Menu = ()
    if rung.name not in _ONLY_HEAR:
        words = surroundings.render("duty_taps").splitlines()
        answers = tuple((f"duty:{said}:{ladder}:{matter.about}", one) for said, one in zip(_TAPS, words, strict=True))
        body = behind(body, surroundings.render("duty_how"))
    outbox.tell(
        db,
        rung.asked,
        key=key,
        kind="alert",
        body=body,
        about=matter.about,
        now=now,
        template=purpose,
        menu=answers,
    )
    return {who.person_id: f"{key}:{who.person_id}" for who in rung.asked}


def behind(body: str, said: str) -> str:
    """The words with what somebody said about it, if anybody did."""
    return f"{body}\n{said}" if said else body


def _for_the_inspector(
    surroundings: Surroundings, db: Db, ladder: Ladder[M], matter: Matter, said: str
) -> str:
    """Whose duty it was and who was asked; nothing of the residents that it is about."""
    before = [one for one in escalations.of_matter(db, matter.about) if one.ladder == ladder.name]
    asked = dict.fromkeys(one.person for one in before if one.ended_at is None and one.person is not None)
    where = places.get(db, matter.place_id).address if matter.place_id is not None else ""
    return surroundings.render(
        "climbed_inspector",
        ladder=ladder.name,
        number=matter.number,
        group=title_of(surroundings, matter.group_id) if matter.group_id is not None else "",
        community=where.partition("/")[0],
        asked=list(asked),
        said=said,
    )


def _next(db: Db, settings: Settings, ladder: Ladder[M], one: M, now: int) -> Rung:
    """The first rung at which somebody can be reached; the end where there is none.

    Begins at the last one where there are fewer than before: the way up may have become shorter.
    """
    rungs = ladder.rungs(settings, one)
    done = min(ladder.matter(one).climbed, len(rungs) - 1)
    while done < len(rungs):
        asked = [who for who in ladder.asked(db, settings, rungs[done], one, now) if who.openid is not None]
        done += 1
        if asked:
            is_last = done == len(rungs)
            reached = Rung(rungs[done - 1], asked, done, ladder.next_due(settings, one, now))
            if not is_last:
                return reached
            # Nobody is asked after the last one: there is nothing that an answer could put off.
            next_due = reached.next_due if ladder.begins_again else None
            return replace(reached, done=ladder.longest(settings, one), next_due=next_due)
    return Rung(escalations.END, (), ladder.longest(settings, one), None)


def _said(surroundings: Surroundings, db: Db, ladder: Ladder[M], matter: Matter) -> str:
    """What whoever was asked before has answered, for the next one up."""
    found = escalations.explanation(db, matter.about, ladder.name)
    if found is None:
        return ""
    words = escalations.words_of(db, found)
    return surroundings.render("climbed_answer", who=found.person, answer=found.answer, words=words)
