"""Who a word for kin is in a list of people by name: 许多他爷36.3 beside 许多36.5, 妹妹 behind 同住妹妹王海霞36.4.

Text is normalised.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.language.people import RelativeFound
from knowledge.language.person_found import Mention
from knowledge.language.temperatures import Temperature

# 何苗苗37.6,她妈说嗓子也疼: a parent who tells of the one before.
_TELLS_OF_CHILD = re.compile(
    r"[他她](?:妈妈?|爸爸?|爷爷?|奶奶?|姥姥|姥爷|父母|父亲|母亲)(?:也|还|又|刚才?)?(?:说|讲|反映)(?!\d)"
)
_LONGEST_ROW = 10  # characters between somebody and their figure
_STOP = re.compile(r"[,。;!?\n]")


def only_tells(text: str, relative: RelativeFound) -> bool:
    """Whether a parent only tells of the one who is named before: her mother says that her throat aches too."""
    start, end = relative.span
    return _TELLS_OF_CHILD.match(text, max(0, start - 1), end + 6) is not None


def of_one_named(
    text: str, relative: RelativeFound, host: Mention | None, by_kin: Mapping[str, str], temperatures: Sequence[Temperature]
) -> Mention | None:
    """Who is meant by a word for kin: kin of the one right before it (`host`), or whose name was told with the same word.

    `by_kin` are the names that stood behind such words.
    """
    start, end = relative.span
    has_figure = _has_figure_next(text, end, temperatures)
    if relative.label in by_kin and not has_figure:
        return Mention(by_kin[relative.label], "", start, end, True)
    if host is None or not has_figure:
        return None
    return replace(host, name=host.name + text[host.end : end], end=end)


def _has_figure_next(text: str, end: int, temperatures: Sequence[Temperature]) -> bool:
    """Whether the first figure behind a place belongs to whoever stands there: nothing but a clause is between."""
    figure = next((one.span[0] for one in temperatures if one.span[0] >= end), None)
    if text[end : end + 1] in ("俩", "仨"):  # 冯国强哥俩
        return False
    return figure is not None and figure - end <= _LONGEST_ROW and _STOP.search(text, end, figure) is None
