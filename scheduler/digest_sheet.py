"""The picture of a digest: which of its figures stand on the sheet, in which words, and what is marked."""

from collections.abc import Mapping
from datetime import timedelta

from knowledge.digest_words import TileWords, digest_words
from knowledge.times import from_ms
from ledger.figures import Figures, Span
from scheduler.drawing.sheet import Bar, Sheet, Tile

# So many places fit the picture; those with most people missing come first.
_MOST_BARS = 8


def sheet(figures: Figures, facts: Mapping[str, object]) -> Sheet:
    """What is drawn; `facts` are those of the words (ledger/figures/told.py) with the head of the audit chain."""
    words, tiles = digest_words(), digest_words().tiles
    exits, health, supplies = figures.exits, figures.health, figures.supplies
    told = {**facts, "gap": _gap(facts), "since": _since(figures.span)}
    return Sheet(
        title=words.title.format_map(told),
        moment=words.moment.format_map(told),
        tiles=(
            _tile(tiles.missing, told, "missing", figures.checked_in.due > 0, figures.checked_in.missing > 0),
            _tile(tiles.fevers, told, "fevers", bool(health.not_seen_to), bool(health.fevers)),
            _tile(tiles.reported, told, "reported", bool(figures.returns.reported), False),
            _tile(tiles.outside, told, "outside", bool(exits.overdue), bool(exits.overdue)),
            _tile(tiles.open, told, "open", bool(supplies.open), bool(supplies.late)),
            _tile(tiles.gap_count, told, "gap_count", bool(figures.gaps), bool(figures.gaps)),
        ),
        bars_title=words.bars,
        bars=_bars(figures),
        foot=words.foot.format_map(told) if facts["chain_no"] else "",  # nothing is chained yet
    )


def _tile(words: TileWords, told: Mapping[str, object], name: str, has_more: bool, is_bad: bool) -> Tile:
    note = words.note if has_more else words.otherwise
    if not told[name] and words.nothing is not None:
        note = words.nothing
    return Tile(words.label, str(told[name]), note.format_map(told), is_bad)


def _bars(figures: Figures) -> tuple[Bar, ...]:
    due = [(name, tally) for name, tally in figures.checkins.items() if tally.due]
    due.sort(key=lambda one: (-one[1].missing, -one[1].due, one[0]))
    return tuple(Bar(_short(name), tally.done, tally.due) for name, tally in due[:_MOST_BARS])


def _short(address: str) -> str:
    return address.partition("/")[2].replace("/", "") or address


def _since(span: Span) -> str:
    """From when what was filed is counted."""
    since, until, words = from_ms(span.since), from_ms(span.until), digest_words()
    is_yesterday = since.date() == until.date() - timedelta(days=1)
    form = words.yesterday if is_yesterday else words.earlier
    return form.format(month=since.month, day=since.day, clock=f"{since:%H:%M}")


def _gap(facts: Mapping[str, object]) -> str:
    """The first of the hours without anybody on duty, empty where there are none."""
    gaps = facts["gaps"]
    assert isinstance(gaps, list)  # as told.facts makes them
    if not gaps:
        return ""
    first, words = gaps[0], digest_words()
    if first["all"]:
        return words.gap_all.format_map(first)
    since = words.tomorrow.format(clock=first["from"]) if first["from_tomorrow"] else first["from"]
    is_other_day = first["until_tomorrow"] and not first["from_tomorrow"]
    until = words.tomorrow.format(clock=first["until"]) if is_other_day else first["until"]
    return words.gap.format(place=first["place"], since=since, until=until)
