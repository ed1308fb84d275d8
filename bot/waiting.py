"""A form that waits behind the open one and is wanted first: 算了 先把沈阳那个报了; 先弄前面那个; or its matter.

The open one waits behind it then; nothing of either is lost.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.turn import Turn
from ledger.conversations import OWN, OpenForm

_DO = "(?:办|报|弄|整|填|搞|说|打|申请|登记)"
_THE_ONE = "(?:那一?(?:个|件|份|样))?(?:的|事|事儿)?"
_FIRST = re.compile(
    "(?:算了|那|还是|要不|不行|不急|等会儿?|这个?(?:先)?(?:放|等)(?:一?[放等下会]儿?)?|[ ,。;!])*"
    f"先(?:给我|帮我|给|帮)?(?:(?:把|将)(?P<it>.{{1,10}}?){_THE_ONE}(?:先|给)?{_DO}|{_DO}(?P<that>.{{0,10}}?){_THE_ONE})"
    "(?:了|完|好|上|一下|成|再说|[吧呗哈啊呀 ,。!]){0,4}"
)
_BEFORE = re.compile("(?:前面|刚才|之前|上面|前头|原来|先头|刚刚|上一?个|前一?个)的?(?:那个)?|那一?[个件份样]")
_THAT = re.compile("那一?[个件份样]")


def named_first(turn: Turn, form: OpenForm, title_of: Callable[[str], str]) -> OpenForm | None:
    """The form behind the open one that a message asks for in so many words; `title_of` gives its title by name."""
    waiting = list(_behind(form))
    said = _FIRST.fullmatch(turn.text) if waiting else None
    if said is None:
        return None
    words = said["it"] if said["it"] is not None else said["that"]
    if _BEFORE.fullmatch(words) or (not words and _THAT.search(turn.text) is not None):
        return waiting[0]
    if not words:
        return None  # 先报了吧 goes on with what is open
    return next((one for one in waiting if words in title_of(one.name) or _tells(one, words)), None)


def of_matter(form: OpenForm, name: str) -> OpenForm | None:
    """The form of that conversation behind the open one; None where none waits."""
    return next((one for one in _behind(form) if one.name == name), None)


def brought_forward(form: OpenForm, wanted: OpenForm) -> OpenForm:
    """The wanted form before all others, which wait behind it in their order."""
    behind: OpenForm | None = None
    for one in reversed([one for one in (form, *_behind(form)) if one.name != wanted.name]):
        behind = replace(one, parked=behind)
    return replace(wanted, parked=behind)


def _behind(form: OpenForm) -> Iterator[OpenForm]:
    while form.parked is not None:
        form = form.parked
        yield form


def _tells(form: OpenForm, words: str) -> bool:
    """Whether one of its answers holds the words, as 辽宁省沈阳市 holds 沈阳."""
    return len(words) > 1 and any(words in str(value) for name, value in form.answers.items() if not name.startswith(OWN))
