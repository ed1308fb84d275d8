"""The evening's digest 日报: figures for the leading group, each community lead, and what is overdue for the inspectors.

A leader reads it in half a minute: one picture and ten lines, without a name. Each carries the head of the audit chain out
of the house (THREATS I8). Where the picture cannot be drawn the words go alone. Made by hand before its time it is one
more, and the evening's goes out all the same.
"""

from dataclasses import dataclass
from functools import partial

import structlog

from knowledge.times import HOUR, business_day, from_ms
from ledger import Db, outbox, people, places
from ledger.figures import Figures, Span, gather, readers, told
from ledger.figures.overdue import overdue
from ledger.outbox import pictures
from ledger.people import Recipient
from ledger.reports import digests
from ledger.reports.digests import SentDigest
from scheduler.digest_sheet import sheet
from scheduler.drawing.sheet import NotDrawn, png
from scheduler.job import BATCH, Job, Surroundings

# The inspector's list stays readable; the rest is counted.
_MOST_LINES = 15
# Instead of a path: what is told the inspectors.
_OVERDUE = "overdue"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Digest:
    """What is sent of one scope: its path, since when it counts (ms UTC), the words, the picture (empty: none), to whom."""

    scope: str
    since: int
    words: str
    picture: bytes
    to: tuple[Recipient, ...]


def send_digests(surroundings: Surroundings, now: int) -> int:
    """Send everybody who gets one the digest of the day; returns to how many people it is sent who had none of it yet."""
    made = [*_of_places(surroundings, now), *_of_what_is_late(surroundings, now)]
    told_people = 0
    for digest in made:
        for begin in range(0, len(digest.to), BATCH):
            some = digest.to[begin : begin + BATCH]
            step = partial(_queue, surroundings, digest=digest, to=some, now=now)
            told_people += surroundings.ledger.transact(step, wait=30)
    return told_people


def _is_due(surroundings: Surroundings, now: int) -> bool:
    """Whether the hour of the day's digest has come."""
    return business_day(job.last_due(surroundings.settings, now)) == business_day(now)


def _of_places(surroundings: Surroundings, now: int) -> list[Digest]:
    """The digest of the whole for the leading group, and of each community for those who lead it."""
    found = surroundings.ledger.read(readers.of_places)
    return [_of_place(surroundings, scope, to, now) for scope, to in found.items()]


def _of_place(surroundings: Surroundings, scope: str, to: tuple[Recipient, ...], now: int) -> Digest:
    fever = surroundings.settings.health.fever_celsius

    def look(db: Db) -> tuple[Figures, dict[str, object]]:
        day = business_day(now).isoformat()
        span = Span(day, digests.since(db, scope, day, now), now)
        return gather(db, scope, span, fever), told.chain_head(db)

    figures, head = surroundings.ledger.read(look, snapshot=True)
    place = figures.address or surroundings.plan.head.street
    facts = {**told.facts(figures, place), **head}
    words = surroundings.render("digest", example=told.example(figures), **facts)
    try:
        picture = png(sheet(figures, facts), surroundings.settings.data_dir)
    except NotDrawn as reason:
        log.error("digest_not_drawn", cause=str(reason))
        picture = b""
    return Digest(scope, figures.span.since, words, picture, to)


def _of_what_is_late(surroundings: Surroundings, now: int) -> list[Digest]:
    """The inspectors' digest; none where there are no inspectors with an account."""
    ledger = surroundings.ledger
    inspectors = readers.reached(ledger.read(lambda db: people.holders(db, "inspector")))
    if not inspectors:
        return []
    words = ledger.read(lambda db: overdue_words(db, surroundings, now), snapshot=True)
    return [Digest(_OVERDUE, now, words, b"", inspectors)]


def overdue_words(db: Db, surroundings: Surroundings, now: int) -> str:
    """What is overdue in the whole subdistrict, and whose duty it was."""
    plan = surroundings.plan

    def title(group_id: str) -> str:
        group = plan.group(group_id)
        return group.name if group is not None else surroundings.render("office_word")

    facts = told.late(overdue(db, places.root_path(db), now), title, _MOST_LINES)
    return surroundings.render("digest_overdue", place=plan.head.street, **facts, **told.moment(now), **told.chain_head(db))


def _queue(surroundings: Surroundings, db: Db, digest: Digest, to: tuple[Recipient, ...], now: int) -> int:
    """Queue it for whoever has none yet, and keep what was sent; returns for how many."""
    day, is_due = business_day(now).isoformat(), _is_due(surroundings, now)
    about, which = f"digest:{day}", day if is_due else f"{from_ms(now):%Y-%m-%dT%H:%M}"
    key_of = {one: f"digest:{which}:{digest.scope}:{one.person_id}" for one in to}
    fresh = [one for one in to if not outbox.was_queued(db, key_of[one])]
    if fresh and is_due:
        digests.keep(db, SentDigest(digest.scope, day, digest.since, now, digest.words))
    kept = pictures.keep(db, digest.picture, about, now) if digest.picture and fresh else ""
    for one in fresh:
        key = key_of[one]
        if kept:
            no_picture = surroundings.render("digest_without_picture")
            outbox.queue_picture(
                db,
                key=f"{key}:picture",
                to=one,
                picture=kept,
                body=no_picture,
                about=about,
                now=now,
                kind=outbox.DIGEST,
            )
        outbox.queue(
            db, key=key, to=one, kind=outbox.DIGEST, body=digest.words, about=about, now=now, template="task"
        )
    return len(fresh)


job = Job("digest", send_digests, at=lambda settings: settings.scheduler.digest, useful_for=6 * HOUR)
