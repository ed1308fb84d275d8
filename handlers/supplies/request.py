"""Supply request 物资申请 (clauses 3.4.5, org.group.supplies, org.group.medical): what somebody needs at their door.

Filed after its summary was confirmed, in a part for each group that the rule names. The list can be changed at any time
while it is asked about: 再加两袋面, 米不要了, 米改成三袋. What follows until it is there: handlers/supplies/progress.py.
"""

import re
from dataclasses import replace

from bot import conversation as engine
from bot.conversation import Conversation, Option, leaves_open
from bot.turn import Answers, Turn
from handlers import slots as shared
from handlers.supplies import amending, filing, mine
from handlers.supplies.items import Thing, changed_by, names_goods, stored, with_name, with_note
from handlers.supplies.slots import SLOTS, listed, nameless, open_amount, prefill
from handlers.supplies.summary import amount_said, doubt, is_not_wanted, say_list, summary
from knowledge.language.supplies import find_items
from ledger.conversations import WAS, OpenForm

# What may be said not to be known where the name of a medicine is asked for.
_NAME_OF = "什么药名名字规格牌子"
_ADDS = re.compile(r"2|加|加东西|再加|还要加?|加点东西|我要加")
_CHANGES = re.compile(r"3|要改|改|修改|我要改|别的要改")
_NOTHING = re.compile(r"(?:全|都|全部|什么|啥)都?(?:不要|不用|不需要)了?")
_PARTED = re.compile("[ ,。;]+")
# Answers that are names: 米小雨 asks for no rice.
_NAMES = frozenset({"name", "receiver", "phone"})


def _aside(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """What is said of the list goes into it, whatever was asked: added, taken away, another amount."""
    before = listed(answers)
    if not before:
        return "", found
    left = {name: value for name, value in found.items() if name not in {"items", "amount", "which_medicine"}}
    some_medicine = nameless(answers)
    if some_medicine is not None:
        return "", {**left, **_named(turn, before, some_medicine)}
    asked = open_amount(answers)
    if asked is not None and is_not_wanted(turn.text):
        rest = [one for one in before if one != asked]
        if not rest and "?amends" in answers:
            return turn.render("supply_nothing_left"), left  # what was filed is taken back by 取消 alone
        return turn.render("supply_left_out", thing=asked.item) if rest else "", {**left, "items": stored(rest)}
    said = _amount_of(turn, answers, asked) if asked is not None else None
    if said is not None:
        return "", {**left, "items": stored(said)}
    if left.keys() & _NAMES or not (names_goods(turn.text) or "items" in found):
        return "", left
    now = changed_by(turn.text, before)
    if not now:
        return turn.render("supply_nothing_left"), left
    return "", {**left, "items": stored(now)} if now != before else left


def _amount_of(turn: Turn, answers: Answers, asked: Thing) -> list[Thing] | None:
    """The list with the answer to `how much of it`, also where that is named again: 青菜随便啥都行 够吃三天."""
    named = {one.item for one in find_items(turn.text)}
    words = turn.text.removeprefix(asked.item).lstrip(" ,:的") if named <= {asked.item} else turn.text  # 鸡腿 is no 鸡
    return amount_said(words, answers, asked) if not names_goods(words) else _first_of_several(words, answers, asked)


def _first_of_several(words: str, answers: Answers, asked: Thing) -> list[Thing] | None:
    """The same where it is followed by how much of other things: 随便 肉两斤."""
    first, parted, rest = _PARTED.sub(" ", words).partition(" ")
    if {one.item for one in find_items(first)} <= {asked.item}:
        first = first.removeprefix(asked.item)
    listed_now = {one.item for one in listed(answers)}
    if not parted or names_goods(first) or not {one.item for one in find_items(rest)} <= listed_now:
        return None  # 两盒 连花清瘟 says which one, and is no further thing
    now = amount_said(first, answers, asked)
    return changed_by(rest, now) if now is not None else None


def _named(turn: Turn, before: list[Thing], some_medicine: Thing) -> Answers:
    """The list with the name of a medicine; empty where the message does not give it."""
    if leaves_open(turn.text, about=_NAME_OF):
        return {"items": stored(with_note(before, some_medicine.item, ""))}
    named = with_name(before, turn.text)
    return {"items": stored(named)} if named is not None else {}


def _instead(turn: Turn, answers: Answers) -> str | None:
    """Where the one thing is not wanted after all, there is nothing to ask any more."""
    if answers.get("items") != []:
        return None
    title = turn.house.words.form(supply_request.name).title
    return turn.render("form_cancelled", title=title, filed=False, amends=False)


def _keeps(turn: Turn, answers: Answers) -> bool:
    """算了 to `how much of it` leaves one thing out, as long as others are wanted."""
    return open_amount(answers) is not None and len(listed(answers)) > 1 and is_not_wanted(turn.text)


def _options(turn: Turn) -> Option | None:
    """More of something, less, something else; 2: add, 3: change another answer."""
    form = turn.form
    if form is None or form.name != supply_request.name:
        return None
    if _ADDS.fullmatch(turn.text):
        return Option(says=turn.render("supply_more"))
    if _CHANGES.fullmatch(turn.text):
        return Option(lists=True)
    if _NOTHING.fullmatch(turn.text):
        return Option(says=turn.render("supply_nothing_left"))
    return _changed(turn, form)


def _changed(turn: Turn, form: OpenForm) -> Option | None:
    if not names_goods(turn.text):
        return None
    now = changed_by(turn.text, listed(form.answers))
    if not now:
        return Option(says=turn.render("supply_nothing_left"))
    return _on_with(turn, form, now) if now != listed(form.answers) else None


def _say_list(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """The list, as long as something is asked: the summary shows it by itself."""
    return say_list(turn, answers) if supply_request.missing(answers) is not None else None


def _on_with(turn: Turn, form: OpenForm, now: list[Thing]) -> Option:
    """The form goes on with another list: what it makes necessary is asked."""
    answers = {name: value for name, value in form.answers.items() if name != WAS} | {"items": stored(now)}
    return Option(says=engine.advance(turn, supply_request, replace(form, answers=answers)))


supply_request = Conversation(
    name="supply_request",
    intents=("supply_request",),
    slots=SLOTS,
    may_tell_of_illness=True,
    prefill=prefill,
    own=shared.of_writer,
    summary=summary,
    early=_say_list,
    aside=_aside,
    doubt=doubt,
    keeps=_keeps,
    instead=_instead,
    options=_options,
    finish=filing.file_request,
    called=("物资申请", "物资", "申请"),
    filed=mine.filed,
    amend=amending.amend,
    withdraw=amending.withdraw,
)
