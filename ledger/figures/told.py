"""Figures as the words about them need them: the facts of the reply templates `digest` and `figures_*`.

Names of people are in none of them, and phones neither.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from knowledge.times import DAY, HOUR, day_start, from_ms
from knowledge.vocabulary import measures
from ledger import audit
from ledger.audit import Head
from ledger.database import Db
from ledger.duty.gaps import Gap
from ledger.duty.upkeep import KINDS, Spot, missing
from ledger.figures.gather import Figures
from ledger.figures.overdue import Overdue

# Of the audit chain's hash so much is shown: enough to tell one from another, short enough to be read out.
_HASH_SIGNS = 12
# So many places and hours stand in a line of their own; the rest is counted.
_NAMED = 3
_LISTED = 15


def facts(figures: Figures, place: str) -> dict[str, object]:
    """What is told of a scope that is called `place`."""
    now, tally = figures.span.until, figures.checked_in
    missing, gaps = figures.missing_by_place, figures.gaps
    returns, exits, supplies = figures.returns, figures.exits, figures.supplies
    return {
        **moment(now),
        "place": place,
        "due": number(tally.due),
        "done": number(tally.done),
        "missing": number(tally.missing),
        "checked": number(tally.done + tally.welcome),
        "unmet_doors": figures.unmet_doors,
        "most": [(_short(name), number(count)) for name, count in missing[:_NAMED]],
        "more_places": max(0, len(missing) - _NAMED),
        "places": [
            (_short(name), number(figures.checkins[name].missing), number(figures.checkins[name].due))
            for name, _ in missing[:_LISTED]
        ],
        "places_more": max(0, len(missing) - _LISTED),
        "fevers": len(figures.health.fevers),
        "others": len(figures.health.others),
        "not_seen_to": len(figures.health.not_seen_to),
        "reported": len(returns.reported),
        "people": returns.people,
        "origins": returns.by_origin[:_NAMED],
        "more_origins": max(0, len(returns.by_origin) - _NAMED),
        "measures": [(measures()[name].words if name in measures() else "", count) for name, count in returns.by_measure],
        "under_control": len(returns.under_control),
        "asked": len(exits.asked),
        "agreed": len(exits.agreed),
        "not_agreed": len(exits.not_agreed),
        "waiting": len(exits.waiting),
        "outside": len(exits.outside),
        "overdue": len(exits.overdue),
        "emergencies": len(exits.emergencies),
        "received": len(supplies.received),
        "supplied": len(supplies.done),
        "open": len(supplies.open),
        "oldest": supplies.oldest_hours,
        "late": len(supplies.late),
        "medicines": sum(1 for one in supplies.open if one.medicine),
        "alerts": len(figures.alerts.open),
        "handovers": len(figures.handovers.open),
        "waits": max(figures.alerts.oldest_hours or 0, figures.handovers.oldest_hours or 0),
        "told_of": len(figures.reports.told),
        "not_seen_to_yet": len(figures.reports.not_seen_to),
        "rumours": len(figures.reports.asked),
        "not_answered": len(figures.reports.not_answered),
        "asked_in_all": figures.questions.asked,
        "nothing_answered": figures.questions.unanswered,
        "most_asked": figures.questions.most_asked[:_NAMED],
        "most_unanswered": figures.questions.most_unanswered[:_NAMED],
        "gaps": [gap(one, now) for one in gaps[:_NAMED]],
        "all_gaps": [gap(one, now) for one in gaps[:_LISTED]],
        "gap_count": len(gaps),
        "is_staffed": figures.is_staffed,
        **_upkeep(figures),
    }


def _upkeep(figures: Figures) -> dict[str, object]:
    """What was disinfected and cleared today, what is left where, and the hours of which a gate has no shift on record."""
    left = {kind: missing(figures.spots, kind) for kind in KINDS}
    unlogged = sum(one.until_at - one.from_at for one in figures.unlogged)
    return {
        "spots": len(figures.spots),
        **{f"{kind}_done": len(figures.spots) - len(spots) for kind, spots in left.items()},
        **{f"no_{kind}": _named(spots) for kind, spots in left.items()},
        "unlogged_hours": (unlogged + HOUR // 2) // HOUR,
        "unlogged": [_short(one.address) for one in _by_place(figures.unlogged)[:_NAMED]],
    }


def _named(spots: Sequence[Spot]) -> dict[str, object]:
    return {"places": [spot.spoken for spot in spots[:_LISTED]], "more": max(0, len(spots) - _LISTED)}


def _by_place(gaps: Sequence[Gap]) -> list[Gap]:
    """One stretch of each place."""
    return list({one.place_id: one for one in gaps}.values())


def moment(now: int) -> dict[str, object]:
    """A moment (ms UTC) as month, day and clock."""
    at = from_ms(now)
    return {"month": at.month, "day": at.day, "clock": f"{at:%H:%M}"}


def number(count: int) -> str:
    """2,310."""
    return f"{count:,}"


def gap(one: Gap, now: int) -> dict[str, object]:
    """Hours without anybody on duty: where, in which post, from when until when; tomorrow is said to be."""
    midnight = day_start(from_ms(now).date()) + DAY
    return {
        "place": _short(one.address),
        "post": one.post,
        "all": (one.from_at, one.until_at) == (now, now + DAY),
        "from": f"{from_ms(one.from_at):%H:%M}",
        "from_tomorrow": one.from_at >= midnight,
        "until": "24:00" if one.until_at == midnight else f"{from_ms(one.until_at):%H:%M}",
        "until_tomorrow": one.until_at > midnight,
    }


def late(found: Sequence[Overdue], title: Callable[[str], str], most: int) -> dict[str, object]:
    """What is overdue and whose duty it was; `title` is what a group is called, `most` how many lines there are at most."""
    shown = [
        {
            "kind": one.kind,
            "post": one.post,
            "group": title(one.group_id) if one.group_id else "",
            "place": one.place,
            "count": one.count,
            "hours": one.oldest_hours,
        }
        for one in found
    ]
    return {"overdue": shown[:most], "more": max(0, len(shown) - most)}


def by_group(figures: Figures, titles: Mapping[str, str]) -> list[tuple[str, int]]:
    """(group, open supply requests that are its), the most first."""
    return Counter(titles[one.group_id] for one in figures.supplies.open).most_common()


def chain_head(db: Db) -> dict[str, object]:
    """The end of the audit chain as each digest carries it out of the house (THREATS I8): its number and a short hash."""
    return short_head(audit.head(db))


def short_head(head: Head) -> dict[str, object]:
    """The head of a chain as it is told."""
    return {"chain_no": head.count, "chain_hash": head.hash.hex()[:_HASH_SIGNS]}


def _short(address: str) -> str:
    """A place below its community as it is called there: 6号楼; a community by its name."""
    return address.partition("/")[2].replace("/", "") or address


def example(figures: Figures) -> str:
    """A place whose own figures can be asked for: the one with most people missing; empty where there is none."""
    places = [name for name, _ in figures.missing_by_place] or list(figures.checkins)
    return places[0] if places and not figures.address else ""
