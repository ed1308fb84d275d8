"""Changing one's mind: 改第3项 and what else puts an answer right, in an open form and in what was filed before.

A correction of something filed opens its form again with the answers that it had, takes the new ones, asks for what
depends on them, and files the next version (INTERFACES 6); both versions stay on record. Where the message says nothing
new the items are listed with their numbers, and one is named.
"""

import re
from collections.abc import Sequence

from bot import conversation as engine
from bot.answers import AMENDS, LISTED, changed, said_of, spontaneous, with_answers
from bot.asking import put_list
from bot.form import OWN, Conversation, Filed, Slot
from bot.items import items
from bot.tapping import Asked
from bot.turn import Answers, InvalidAnswer, Turn
from knowledge.language.corrections import corrected_part
from knowledge.language.numbers import parse_chinese_number
from ledger import conversations
from ledger.conversations import OpenForm

_ITEM = re.compile(
    r"(?:要?改|修改|更改)?一?下?第 ?([0-9]{1,2}|[一二三四五六七八九十]{1,2}) ?项(?:写错了|错了|不对)?[ ,:]*(.*)"
)
# 姓名改成张鸣, 手机号写错了 应该是…: the item by what it is called.
_CALLED = re.compile(
    r"(?:把)?(.{1,6}?)(?:写错了|错了|不对|要改)?[ ,，]*(?:改成|改为|换成|应该是|应是|是)[ :：]*(.+)"
)
_NAME_TOO = {
    **{"名字": "姓名", "电话": "手机号", "号码": "手机号"},
    **{"目的地": "去哪里", "地点": "去哪里", "地方": "去哪里"},
    **{"出发时间": "什么时候走", "走的时间": "什么时候走", "时间": "什么时候走"},
    **{"返回时间": "什么时候回", "回来时间": "什么时候回", "回来的时间": "什么时候回", "回的时间": "什么时候回"},
}
_SHOW = re.compile(r"(?:我?要|想)?(?:改|修改|更改|更正)(?:一下|下)?")
_PUTS_RIGHT = re.compile(
    r"[写打报填说弄记搞]错了?|[更改]正|(?:改|换)[成为到]|(?<!是)不是[^,。?吗]{1,16}?[ ,]?(?<!不)(?:是|应该)"
)
# Whoever asks or tells about the plan, or says a word of the staff's, corrects nothing of their own.
_OF_THE_STAFF = re.compile("[改变]更?措施|撤销|归.{0,4}网格")
_ABOUT_THE_PLAN = frozenset({"plan_question", "rumour_check", "contact_query", "notice_draft", "report_violation"})
# Which record is meant, kept while the writer chooses: their ids; and the words of the correction.
_WHICH = f"{OWN}which"
_WORDS = f"{OWN}words"


def in_form(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """改第3项, 改: an answer of the open form is put right; None where the message is no such thing."""
    if _SHOW.fullmatch(turn.text):
        return engine.list_items(turn, conversation, form)
    match = _ITEM.fullmatch(f"第{turn.text}项" if LISTED in form.answers and _is_number(turn.text) else turn.text)
    if match is None:
        return _by_label(turn, conversation, form)
    return _put_right(turn, conversation, form, match)


def _by_label(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """An item that was answered before, by its label, with its new value; None where the message is no such thing."""
    match = _CALLED.fullmatch(turn.text)
    if match is None:
        return None
    label = _NAME_TOO.get(match[1], match[1])
    item = next((one for one in items(turn, conversation, form.answers) if one.label == label), None)
    found = _given_anew(turn, item.slot, form.answers, match[2]) if item is not None else {}
    return engine.take(turn, conversation, form, found) if found else None


def _given_anew(turn: Turn, slot: Slot, known: Answers, said: str) -> Answers:
    """The answer to one slot in these words, as if they had answered its question."""
    found = said_of(turn, [slot], known, said)
    if slot.name in found:
        return {slot.name: found[slot.name]}
    try:
        value = slot.bare(said, turn)
        return {slot.name: slot.check(value, turn) if slot.check else value}
    except InvalidAnswer:
        return {}


def which_record(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """The answer to `which of these do you mean`; None where it is none."""
    ids, words = form.answers.get(_WHICH), str(form.answers.get(_WORDS, ""))
    if not isinstance(ids, list) or not _is_number(turn.text) or not 0 < int(turn.text) <= len(ids):
        return None
    wanted = ids[int(turn.text) - 1]
    filed = next((one for one in _filed(turn, conversation) if one.record == wanted), None)
    if filed is None or filed.fixed:
        engine.close(turn, form)
        return turn.render("correct_gone") if filed is None else filed.fixed
    return _correct_one(turn, conversation, filed, words)


def is_correction(turn: Turn) -> bool:
    """Whether a message puts something right that was said before: 写错了, 改成 …, 不是36.5是37.5, 改第3项."""
    if _OF_THE_STAFF.match(turn.text) is not None:
        return False
    if turn.reading.intent == "correct" or _ITEM.fullmatch(turn.text) is not None:
        return True
    return turn.reading.intent not in _ABOUT_THE_PLAN and _PUTS_RIGHT.search(turn.text) is not None


def is_choosing(form: OpenForm) -> bool:
    """Whether the form waits to hear which record is to be corrected."""
    return _WHICH in form.answers


def repeat_choice(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """Which records there are to choose from."""
    ids = form.answers[_WHICH]
    assert isinstance(ids, list)  # is_choosing has looked
    by_id = {one.record: one for one in _filed(turn, conversation)}
    names = [by_id[record].name for record in ids if record in by_id]
    words = turn.render("correct_which", filed=names)
    title = turn.house.words.form(conversation.name).title
    turn.asked = Asked(form, f"which {ids}", title, words, names)
    return words


def question(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """The question at which a form stands: which record is meant, its next slot, or which of its items."""
    if is_choosing(form):
        return repeat_choice(turn, conversation, form)
    return engine.repeat(turn, conversation, form) or put_list(turn, conversation, form)


def correct(turn: Turn, offered: Sequence[Conversation]) -> str | None:
    """Put right something that was filed: what the message names, else the newest that it can be about.

    None where the message only looks like a correction and there is nothing that it could correct.
    """
    able = [one for one in offered if one.amend is not None]
    named = [one for one in able if any(word in turn.text for word in one.called)]
    for conversation in named or _by_what_is_said(turn, able):
        filed = _filed(turn, conversation)
        if filed:
            return _correct_any(turn, conversation, filed)
    newest = max(
        ((one.filed_at, conversation, one) for conversation in named or able for one in _filed(turn, conversation)[:1]),
        key=lambda entry: entry[0],
        default=None,
    )
    if newest is None:
        return turn.render("correct_nothing") if turn.reading.intent == "correct" else None
    return _correct_one(turn, newest[1], newest[2], turn.text)


def _by_what_is_said(turn: Turn, able: Sequence[Conversation]) -> list[Conversation]:
    """The conversations for whose newest record the message says something new, the newest record first."""
    fitting: list[tuple[int, Conversation]] = []
    for conversation in able:
        filed = _filed(turn, conversation)
        if filed and _new_answers(turn, conversation, filed[0].answers, turn.text):
            fitting.append((filed[0].filed_at, conversation))
    return [conversation for _, conversation in sorted(fitting, key=lambda entry: entry[0], reverse=True)]


def _correct_any(turn: Turn, conversation: Conversation, filed: Sequence[Filed]) -> str:
    """One of several records of a kind: the one that is named by number, the only one, else it is asked."""
    numbered = [one for one in filed if (number := one.name.split(" ")[0]) and number in turn.text.upper()]
    open_ones = [one for one in filed if not one.fixed]
    candidates = numbered or open_ones[:5] or list(filed[:1])
    if len(candidates) == 1 or not conversation.asks_which:
        return _correct_one(turn, conversation, candidates[0], turn.text)
    chosen: Answers = {_WHICH: [one.record for one in candidates], _WORDS: turn.text}
    form = OpenForm(conversation.name, chosen, turn.now, turn.now, said_at=turn.said_at)
    conversations.save(turn.db, turn.contact.openid, form, frozenset({_WORDS}))
    return repeat_choice(turn, conversation, form)


def _correct_one(turn: Turn, conversation: Conversation, filed: Filed, text: str) -> str:
    if filed.fixed:
        return filed.fixed
    behind = turn.form.parked if turn.form is not None else None
    form = OpenForm(conversation.name, {**filed.answers, AMENDS: filed.record}, turn.now, turn.now, behind, turn.said_at)
    match = _ITEM.fullmatch(text)
    if match is not None:
        return _put_right(turn, conversation, form, match)
    new = _new_answers(turn, conversation, filed.answers, text)
    if not new:
        return engine.list_items(turn, conversation, form)
    return engine.advance(turn, conversation, with_answers(turn, conversation, form, new))


def _new_answers(turn: Turn, conversation: Conversation, known: Answers, text: str) -> Answers:
    """What a correction says that the record does not have: the new value, not the one that it withdraws."""
    slots = [slot for slot in conversation.slots if slot.only_if(known)]
    found = said_of(turn, slots, known, corrected_part(text))
    if text == turn.text and turn.reading.intent == "correct":
        found |= spontaneous(turn, slots, turn.reading.slots, known)
    new = conversation.put_right(turn, {name: value for name, value in found.items() if not name.startswith(OWN)})
    return changed(known, new)


def _put_right(turn: Turn, conversation: Conversation, form: OpenForm, match: re.Match[str]) -> str:
    """改第3项: the new value where it is said at once, else the item is asked again."""
    number = int(match[1]) if match[1].isdigit() else parse_chinese_number(match[1])
    item = next((one for one in items(turn, conversation, form.answers) if one.number == number), None)
    if item is None:
        return engine.list_items(turn, conversation, form)
    if match[2]:
        found = _given_anew(turn, item.slot, form.answers, match[2])
        if found:
            return engine.take(turn, conversation, form, found)
    if item.slot.anew is not None:
        engine.keep(turn, conversation, form, item.slot)
        return item.slot.anew(turn, form.answers)
    return engine.ask_anew(turn, conversation, form, item.slot.name)


def _is_number(text: str) -> bool:
    return re.fullmatch("[0-9]{1,2}", text) is not None


def _filed(turn: Turn, conversation: Conversation) -> Sequence[Filed]:
    return conversation.filed(turn) if conversation.filed is not None else ()
