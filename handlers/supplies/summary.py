"""A supply request said back: the list as it grows, whether so much is meant, and all of it at the end."""

import re
from dataclasses import replace

from bot.conversation import Doubt, leaves_open
from bot.turn import Answers, Turn
from handlers.said_back import word
from handlers.slots import address_of
from handlers.supplies.items import Thing, amount_in, stored, with_amount, with_note, words_of
from handlers.supplies.slots import listed

# An answer beside the slots: the list as it was said back last.
SAID = "said_back"
# What may be said not to be known where an amount is asked for.
_HOW_MUCH = "数量多少要多少"
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_AS_YOU_SEE_FIT = re.compile(
    r"(?:[你您]们?)?(?:就|先|给我?|帮我?)*"
    r"(?:看着|看情况|随便|随意|都行|都可以|多少都|无所谓|够|能吃|几|一点|少点|少来点|不多|差不多|有就行|有点就行).{0,10}"
)
_ALL = frozenset("都全")
_NOT_WANTED = re.compile(
    r"(?:那|那就|这个|先|还是)*(?:不用|不要|不买|不需要|别买|别要|别送|算)(?:了|吧|啦)*[ ,。!]*(?:谢谢)?[您你。!]*"
)


def is_not_wanted(text: str) -> bool:
    """Whether an answer to `how much` says that the thing is not needed after all: 不用了, 算了."""
    return _NOT_WANTED.fullmatch(text) is not None


def amount_said(words: str, answers: Answers, asked: Thing) -> list[Thing] | None:
    """The list with the answer to `how much`; None where the words are none."""
    if leaves_open(words, about=_HOW_MUCH):
        return with_note(listed(answers), asked.item, "")
    if _NUMBER.fullmatch(words):
        return with_amount(listed(answers), asked.item, (int(words), None))
    amount = amount_in(words) if "第" not in words else None  # 撤回第1条 is no amount
    if amount is not None and amount[0] is not None:
        return with_amount(listed(answers), asked.item, amount)
    if amount is not None or _AS_YOU_SEE_FIT.fullmatch(words):
        return with_note(listed(answers), asked.item, words[:12])
    if words[:1] in _ALL and _AS_YOU_SEE_FIT.fullmatch(words[1:]):
        return _of_all(answers, words[1:][:12])
    return None


def _of_all(answers: Answers, words: str) -> list[Thing]:
    """The list with the same words for all that have no amount: 都随便."""
    now = listed(answers)
    for thing in [one for one in now if one.lacks_amount]:
        now = with_note(now, thing.item, words)
    return now


def say_list(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """The list as it stands, each time that it has changed and something is still to be asked."""
    words = words_of(listed(answers))
    if not words or answers.get(SAID) == words:
        return None
    return turn.render("supply_heard", things=words), {**answers, SAID: words}


def doubt(turn: Turn, answers: Answers) -> Doubt | None:
    """So much of one thing that it may be a slip; where it was one, only how much of it is asked again."""
    things = listed(answers)
    much = next((one for one in things if one.is_much), None)
    if much is None:
        return None
    without = stored(replace(one, quantity=None) if one is much else one for one in things)
    return Doubt(f"much:{much.words}", turn.render("supply_much", thing=much.words), "amount", {"items": without})


def summary(turn: Turn, answers: Answers) -> str:
    """Everything as it will be filed, with what can be answered."""
    return turn.render("supply_summary", **shown(answers), is_new_here=not turn.contact.informed)


def shown(answers: Answers) -> dict[str, object]:
    """The answers in words."""

    def said(name: str) -> str:
        value = answers.get(name)
        return word(f"supply_{name}", value) if isinstance(value, str) else ""

    return {
        "things": [one.words for one in listed(answers)],
        "is_repair": all(one.is_fault for one in listed(answers)),
        "name": answers.get("receiver") or answers.get("name") or "",
        "address": address_of(answers).spoken(),
        "for_special": said("for_special"),
        "urgent": answers.get("urgency") == "urgent",
        "substitute": said("substitute"),
        "payment": said("payment"),
    }
