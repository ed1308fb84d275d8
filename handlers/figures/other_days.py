"""昨天打卡多少, 前天的日报, 跟昨天比咋样, 明天有多少人回来: figures of another day than the present one.

Of a day that is over stands what was filed then; what stood open cannot be counted any more, and is told from the digest
that went out, word for word. Of a day that is still to come nobody knows anything but what is laid down for it.
"""

import re
from datetime import date, timedelta

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.figures import asking
from knowledge.language.figures import ALL, FiguresAsked, read_figures
from knowledge.times import DAY, business_day, day_start
from ledger import places
from ledger.figures import Span, gather, planned, told
from ledger.figures.gather import Part
from ledger.places import Place
from ledger.reports import digests

_DAY = re.compile("(?P<far>大?)(?P<day>昨|前|明|后)(?:[天日]|儿个?|个儿?)(?P<whole>一整?天|全天|一天)?的?(?:会|能|要|得)?")
_MAY_ASK = re.compile(".{0,40}[昨前明后][天日儿个].{0,40}")
_DISTANCE = {"昨": -1, "前": -2, "明": 1, "后": 2}
_COMPARED = re.compile(
    "[ ,]*(?:跟|和|与|比|较|同)昨[天日](?:相比|比起来|比较|比)?(?:是)?"
    "(?:多了?还是少了?|多了?没有?|咋样|怎么样|如何|多少|多|少)?"
)
# What can be counted of a day that is over, by what is asked for; of anything else only the digest of the day knows.
_FILED_THEN: frozenset[Part] = frozenset({"checkins", "health", "returns", "exits", "supplies", "reports"})
_OF_A_DAY: dict[str, frozenset[Part]] = {
    ALL: _FILED_THEN,
    asking.FILED: _FILED_THEN,
    "missing": frozenset({"checkins"}),
    "fevers": frozenset({"health"}),
    "returns": frozenset({"returns"}),
    "exits": frozenset({"exits"}),
    "supplies": frozenset({"supplies"}),
}
_FROM_DIGEST = frozenset({ALL, "missing"})
# Nobody foretells: these are what is laid down; of another matter all of it is told.
_LAID_DOWN = frozenset({"missing", "returns", "exits", "gaps"})


def asked(turn: Turn, _match: re.Match[str]) -> str | None:
    """The figures of another day; None where the words ask for none, or the writer may see none."""
    if turn.form is not None or not asking.sees_figures(turn):
        return None
    if _COMPARED.search(turn.text):
        return _beside_yesterday(turn)
    said = _DAY.search(turn.text)
    if said is None or len(_DAY.findall(turn.text)) > 1:
        return None
    wanted = read_figures(_DAY.sub("", turn.text))
    if wanted is None or not wanted.is_plain or wanted.topic == asking.OVERDUE or asking.is_of_oneself(turn, wanted):
        return None
    ahead = _DISTANCE[said["day"]]
    day = business_day(turn.now) + timedelta(days=ahead + (ahead // abs(ahead) if said["far"] else 0))
    scopes, elsewhere = asking.reached(turn, rights.roles(turn), wanted.community)
    if elsewhere is not None:
        return elsewhere
    of = _of_past if ahead < 0 else _of_future
    found = [of(turn, scope, wanted.topic, day) for scope in scopes[: asking.MOST_SCOPES]]
    return "\n\n".join(words for words in found if words) or None


def _of_past(turn: Turn, scope: str, topic: str, day: date) -> str:
    """What was filed on the day; the digest of the day where one went out and the words ask for what only it knows."""
    digest = digests.words_of(turn.db, scope, day.isoformat()) or ""
    parts = _OF_A_DAY.get(topic)
    if parts is None or (digest and topic in _FROM_DIGEST):
        return digest
    span = Span(day.isoformat(), day_start(day) - 1, day_start(day) + DAY - 1)
    figures = gather(turn.db, scope, span, turn.house.settings.health.fever_celsius, parts)
    facts = told.facts(figures, asking.called(turn, figures.address))
    return turn.render("figures_of_day", shown=sorted(parts), no_digest=topic == ALL, **facts)


def _of_future(turn: Turn, scope: str, topic: str, day: date) -> str:
    """That nobody knows, and what is laid down for the day so far."""
    place = places.get(turn.db, places.ancestor_ids(scope)[-1]).address
    found = planned.of_day(turn.db, scope, day)
    return turn.render(
        "figures_ahead",
        place=asking.called(turn, place),
        month=day.month,
        day=day.day,
        shown=[topic] if topic in _LAID_DOWN else sorted(_LAID_DOWN),
        planned=found,
    )


def _beside_yesterday(turn: Turn) -> str | None:
    """跟昨天比咋样: the figures of now, and the digest of yesterday under them."""
    words = _COMPARED.sub("", turn.text).strip(" ,?")
    now = FiguresAsked(ALL, None, is_plain=True) if not words else read_figures(words)
    held = rights.roles(turn)
    today = asking.of_now(turn, held, now) if now is not None else None
    if now is None or today is None:
        return None
    mine = asking.scopes(turn, held)
    place: Place | None = places.find(turn.db, now.community) if now.community is not None else None
    day = (business_day(turn.now) - timedelta(days=1)).isoformat()
    found = [digests.words_of(turn.db, one, day) for one in (mine if place is None else asking.within(mine, place))]
    before = "\n\n".join(words for words in found[: asking.MOST_SCOPES] if words)
    return f"{today}\n\n{before or turn.render('figures_no_yesterday')}"


commands = (Command("figures of another day", _MAY_ASK, asked),)
