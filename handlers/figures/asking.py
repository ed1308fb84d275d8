"""日报, 永茂, 未打卡, 今天发热几个, 缺岗 … answered with figures, never with a name (DESIGN 1).

The leading group and the office see the whole, whoever leads a community or looks after a grid their own: the scope goes
into the queries. Inspectors are told what is overdue and whose duty it was. From anybody else the same words are ordinary
text (THREATS A17).
"""

import re
from collections.abc import Callable, Sequence

from bot.offer import Command
from bot.turn import Turn
from handlers import groups, rights
from handlers.households.missing import ROSTER
from knowledge.language.figures import ALL, LONGEST, FiguresAsked, bare_topic, read_figures
from ledger import places, seals
from ledger.checkins import due as due_checkins
from ledger.figures import Span, gather, told
from ledger.figures.gather import EVERY_PART, Part
from ledger.figures.overdue import overdue
from ledger.people import Role
from ledger.places import Place

OVERDUE, SEALS, FILED = "overdue", "seals", "filed"
_SEE_ALL = frozenset({"leader", "office", "admin"})
_SEE_OWN = frozenset({"community_lead", "grid_worker"})
_SEES_LATE = frozenset({*_SEE_ALL, "inspector"})
# The forms in which nobody tells anything of themselves.
_OF_NOTICES = "notice_"
_OF_OTHERS = frozenset({"supplies", "handovers"})
_ANYTHING = re.compile(f".{{1,{LONGEST}}}")
# A reply holds some 2,000 bytes.
_MOST_LINES = 15
MOST_SCOPES = 2
# What a question is about; what it does not need is not counted.
_PARTS: dict[str, frozenset[Part]] = {
    "missing": frozenset({"checkins"}),
    "fevers": frozenset({"checkins", "health"}),
    "returns": frozenset({"returns"}),
    "exits": frozenset({"exits"}),
    "supplies": frozenset({"supplies"}),
    "handovers": frozenset({"handovers"}),
    "gaps": frozenset({"gaps"}),
    "upkeep": frozenset({"upkeep"}),
    FILED: frozenset({"checkins", "returns", "exits", "supplies", "reports"}),
}
_OWN = re.compile("(?<![给发])[我俺](?![们这那家])")


def asked(turn: Turn, _match: re.Match[str]) -> str | None:
    """The figures that were asked for; None where the words ask for none, or the writer may see none."""
    wanted = read_figures(turn.text)
    if wanted is None or (turn.form is not None and not wanted.is_plain):
        return None
    if is_of_oneself(turn, wanted):
        return None
    held = rights.roles(turn)
    kinds = {role.kind for role in held}
    if wanted.topic == OVERDUE or (wanted.topic == ALL and "inspector" in kinds and not kinds & (_SEE_ALL | _SEE_OWN)):
        return _late(turn) if kinds & _SEES_LATE else None
    if ROSTER.fullmatch(turn.text) and kinds & _SEE_OWN and not kinds & _SEE_ALL:
        return None  # whoever looks after people is told who they are
    return of_now(turn, held, wanted)


def of_leaders(turn: Turn, _match: re.Match[str]) -> str | None:
    """发热, 投诉几个: a fever, a complaint or an order of anybody else, from whoever reads figures a question.

    我发烧了 is theirs all the same, and so are the bare words of whoever has a check-in to do or has a form open.
    """
    held, who = rights.roles(turn), turn.contact.person_id
    kinds = {role.kind for role in held}
    if who is None or not kinds & _SEES_LATE or kinds & _SEE_OWN:
        return None
    wanted = read_figures(turn.text)
    if wanted is not None and wanted.is_plain and wanted.topic in _OF_OTHERS:
        return of_now(turn, held, wanted)
    in_the_way = turn.form is not None and not turn.form.name.startswith(_OF_NOTICES)
    if bare_topic(turn.text) != "fevers" or in_the_way or due_checkins.is_due(turn.db, who):
        return None
    return of_now(turn, held, FiguresAsked("fevers", None, is_plain=True)) or turn.render("figures_not_inspected")


def before(otherwise: Callable[[Turn], str]) -> Callable[[Turn], str]:
    """What can be asked for, to whoever may see figures and asked for one that is not known; else as before."""
    return lambda turn: turn.render("figures_how") if sees_figures(turn) else otherwise(turn)


def sees_figures(turn: Turn) -> bool:
    """Whether the writer may ask for figures."""
    return bool(scopes(turn, rights.roles(turn)))


def scopes(turn: Turn, held: Sequence[Role]) -> list[str]:
    """The paths of which the writer may see the figures, each within no other."""
    if any(role.kind in _SEE_ALL for role in held):
        return [places.root_path(turn.db)]
    own = sorted({role.path for role in held if role.kind in _SEE_OWN and role.path})
    return [path for path in own if not any(path != other and path.startswith(other) for other in own)]


def of_now(turn: Turn, held: Sequence[Role], wanted: FiguresAsked) -> str | None:
    """The figures of the present day that were asked for; None where the writer may see none."""
    found, elsewhere = reached(turn, held, wanted.community)
    if elsewhere is not None:
        return elsewhere
    return "\n\n".join(_of(turn, scope, wanted.topic) for scope in found[:MOST_SCOPES]) or None


def reached(turn: Turn, held: Sequence[Role], community: str | None) -> tuple[list[str], str | None]:
    """The scopes of which figures are asked for; none, and where to ask, where a place is named that is not theirs."""
    mine = scopes(turn, held)
    place = places.find(turn.db, community) if community is not None else None
    found = mine if place is None else within(mine, place)
    if mine and not found:
        own = [places.get(turn.db, places.ancestor_ids(path)[-1]).address.replace("/", "") for path in mine]
        return [], turn.render("figures_elsewhere", own=own)
    return found, None


def is_of_oneself(turn: Turn, wanted: FiguresAsked) -> bool:
    """我今天报了几个 asks after one's own records."""
    return wanted.topic == FILED and _OWN.search(turn.text) is not None


def called(turn: Turn, address: str) -> str:
    """A scope by its address as it is spoken of; the whole subdistrict by its own name."""
    return address.replace("/", "") or turn.house.plan.head.street


def within(mine: Sequence[str], place: Place) -> list[str]:
    """What of a place the writer may see: all of it, or the part that is theirs."""
    if any(place.path.startswith(scope) for scope in mine):
        return [place.path]
    return [scope for scope in mine if scope.startswith(place.path)]


def _of(turn: Turn, scope: str, topic: str) -> str:
    if topic == SEALS:
        return _sealed(turn, scope)
    span = Span.since_yesterday(turn.now) if topic == ALL else Span.today(turn.now)
    parts = _PARTS.get(topic, EVERY_PART)
    figures = gather(turn.db, scope, span, turn.house.settings.health.fever_celsius, parts)
    facts = told.facts(figures, called(turn, figures.address))
    if topic == ALL:
        return turn.render("digest", example=told.example(figures), **facts, **told.chain_head(turn.db))
    groups_of = {group: groups.title(turn.house, group) for group in {one.group_id for one in figures.supplies.open}}
    return turn.render(f"figures_{topic}", **facts, by_group=told.by_group(figures, groups_of))


def _sealed(turn: Turn, scope: str) -> str:
    """What is under closed management in a scope, and since when."""
    place = places.get(turn.db, places.ancestor_ids(scope)[-1]).address.replace("/", "")
    over = seals.covering(turn.db, scope)
    found = {one.id: one for one in [*([over] if over is not None else []), *seals.within(turn.db, scope)]}
    rows = [(one.spoken, told.moment(one.sealed_at)) for one in found.values()]
    name = place or turn.house.plan.head.street
    return turn.render("figures_seals", place=name, seals=rows[:_MOST_LINES], count=len(rows), **told.moment(turn.now))


def _late(turn: Turn) -> str:
    found = overdue(turn.db, places.root_path(turn.db), turn.now)
    facts = told.late(found, lambda group: groups.title(turn.house, group), _MOST_LINES)
    street = turn.house.plan.head.street
    return turn.render("digest_overdue", place=street, **facts, **told.moment(turn.now), **told.chain_head(turn.db))


first = (Command("figures of leaders", _ANYTHING, of_leaders),)
commands = (Command("figures", _ANYTHING, asked),)
