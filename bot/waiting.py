"""Forms that wait behind the open one: how they come to, how they go on, and how one of them is wanted first.

算了 先把沈阳那个报了; 先弄前面那个; or its matter: the open one waits behind it then, and nothing of either is lost.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot import conversation as engine
from bot.answers import changed, said_of, spontaneous, with_answers
from bot.form import Conversation
from bot.turn import Answers, Turn
from ledger import conversations
from ledger.conversations import OWN, OpenForm

# So many forms may wait behind the open one; with more nobody would know any longer what is asked.
_MOST_WAITING = 3

_DO = "(?:办|报|弄|整|填|搞|说|打|申请|登记)"
_THE_ONE = "(?:那一?(?:个|件|份|样))?(?:的|事|事儿)?"
_FIRST = re.compile(
    "(?:算了|那|还是|要不|不行|不急|等会儿?|这个?(?:先)?(?:放|等)(?:一?[放等下会]儿?)?|[ ,。;!])*"
    f"先(?:给我|帮我|给|帮)?(?:(?:把|将)(?P<it>.{{1,10}}?){_THE_ONE}(?:先|给)?{_DO}|{_DO}(?P<that>.{{0,10}}?){_THE_ONE})"
    "(?:了|完|好|上|一下|成|再说|[吧呗哈啊呀 ,。!]){0,4}"
)
_BEFORE = re.compile("(?:前面|刚才|之前|上面|前头|原来|先头|刚刚|上一?个|前一?个)的?(?:那个)?|那一?[个件份样]")
_THAT = re.compile("那一?[个件份样]")


def may_wait(form: OpenForm, other: Conversation) -> bool:
    """Whether another matter may be begun before this form, which then waits: few wait, and none that is that very one."""
    waiting = [one.name for one in (form, *_behind(form))]
    return len(waiting) <= _MOST_WAITING and other.name not in waiting


def begun(turn: Turn, conversation: Conversation) -> OpenForm:
    """The form of a matter that waits behind another one, with what the message says of it."""
    known = conversation.prefill(turn)
    said = spontaneous(turn, conversation.slots, turn.reading.slots, known)
    form = OpenForm(conversation.name, known, turn.now, turn.now, None, turn.said_at, conversation.private())
    return with_answers(turn, conversation, form, said)


def learned(turn: Turn, source: Conversation, form: OpenForm, target: Conversation) -> Answers:
    """What a form has learned of a writer whom nobody knows, as far as another form asks for it too."""
    if turn.contact.is_bound or engine.amends(form):
        return {}
    asked = target.own(form.answers)
    return {name: form.answers[name] for name in source.own(form.answers) if name in asked and name in form.answers}


def go_on(turn: Turn, done: Conversation | None, conversation: Conversation, form: OpenForm) -> OpenForm:
    """The form that waited, with what was learned of the writer meanwhile: by the form that is done, or by the ledger."""
    found = learned(turn, done, turn.form, conversation) if done is not None and turn.form is not None else {}
    found = {**found, **conversation.prefill(turn)}
    own = conversation.own(form.answers)
    more = {name: found[name] for name in own if name in found and name not in form.answers}
    if not more:
        return form
    form = replace(form, answers={**form.answers, **more})
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    return form


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


def contradicts(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether the message says something else than a form of that conversation holds; what is in a list can grow."""
    said = changed(form.answers, said_of(turn, conversation.slots, form.answers))
    return any(name in form.answers and not isinstance(value, list) for name, value in said.items())


def bring_forward(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """A form that waited goes on before the one that was open, with what the message says of it."""
    conversations.put_back(turn.db, turn.contact.openid, form)
    found = changed(form.answers, said_of(turn, conversation.slots, form.answers))
    if found:
        return engine.take(turn, conversation, form, found)
    turn.resumed = form  # its question is put at the end
    return ""


def _behind(form: OpenForm) -> Iterator[OpenForm]:
    while form.parked is not None:
        form = form.parked
        yield form


def _tells(form: OpenForm, words: str) -> bool:
    """Whether one of its answers holds the words, as 辽宁省沈阳市 holds 沈阳."""
    return len(words) > 1 and any(words in str(value) for name, value in form.answers.items() if not name.startswith(OWN))
