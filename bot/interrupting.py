"""What a message inside a form is rather than an answer: a question about the plan, or how somebody is.

A question that takes any words (where to, where, why) would take these too. Whoever asks is answered and asked again;
whoever is ill is looked after, whatever the form wanted to know.
"""

import re

from bot import conversation as engine
from bot.answers import answers_of, changed, said_of
from bot.form import Conversation, Slot
from bot.turn import Turn
from knowledge.answers import the_answers
from knowledge.language.feelings import find_feeling, is_practical
from knowledge.language.reading import Reading, read_as
from knowledge.language.symptoms import NONE, find_symptoms
from ledger.conversations import OpenForm

# Readings that ask, and begin nothing.
_PLAN = "plan_question"
_ASKS = frozenset({_PLAN, "contact_query", "testing_info"})
CHECKIN = "health_checkin"
_ASKING = re.compile(
    r"谁|哪|什么|啥|几[点天个号]|多[少久]|怎么|咋|为何|吗|呢|[?]|能不能|行不行|可不可以|是不是|要不要|有没有|([^不])不\1"
)
_HOW_MANY = re.compile("[0-9一二两三四五六七八九十俩仨几和跟]|自己|独自")
# 后天行不行: another answer, put as a question.
_PROPOSES = re.compile("(?:行|可以|成|中)(?:吗|么|不行?|不)?[?]*$|改|换")
_OF_TESTS = re.compile("核酸|采样|检测|抗原|[做测捅]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REGISTERS = re.compile("登记|绑定|注册|户口|搬|住")
# 他住我家 says where somebody else lives: with whoever writes, who is no other for it.
_LIVES_WITH_THE_WRITER = re.compile(r"[^,。 ]{0,6}(?:住|搁|在|回)(?:[我俺咱](?:们)?)(?:家|这|那屋|屋)[儿里边]?[了呢啊吧]?")
# What the name of whoever is ill gives by the way.
_WHO = frozenset({"goers", "persons", "party_size"})
# So many things that only another form asks for make a message that form's.
_TELLING = 2
# The kinds of slots that take nearly any words, or what stands by the way in a question: 永茂社区是谁负责.
_TAKES_MUCH = frozenset({"text", "place", "region", "name"})


def asks_something(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether a message plainly asks about the plan, a contact or the tests, and does not answer the form's question."""
    if turn.reading.intent not in _ASKS or not turn.reading.is_plain or turn.taps:
        return False
    slot = conversation.missing(form.answers)
    if slot is not None and slot.takes_questions:
        return False
    return _takes_much(slot) or not engine.answers_the_question(turn, conversation, form)


def asks_of_the_plan(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether a message that answers nothing asks what the plan says, or is known not to say: 那啥时候解封啊.

    However unsure its reading is, where a form asks for a place or a name: there a question is no slip of the pen. Where it
    asks for a number or a choice, of what reads as a question sooner than as anything else.
    """
    if turn.taps or _ASKING.search(turn.text) is None:
        return False
    if turn.reading.intent not in _ASKS and not _takes_much(conversation.missing(form.answers)):
        return False
    found = the_answers().answer(turn.message.text or turn.text)
    return found.answered or found.silence is not None


def asks_whom_or_when(turn: Turn) -> bool:
    """Whether a message that answers nothing asks after tests or whom to turn to, however unsure: 那我要不要做核酸."""
    if turn.reading.intent not in _ASKS - {_PLAN} or turn.taps or _ASKING.search(turn.text) is None:
        return False
    return turn.reading.intent != "testing_info" or _OF_TESTS.search(turn.text) is not None


def tells_of_another(turn: Turn, conversation: Conversation, form: OpenForm, other: Conversation) -> bool:
    """Whether a message tells two things at least that only another form asks for: 后天从呼市坐K1302回来,永茂6号楼.

    Where a form asks for a reason in any words, they may be that.
    """
    slot = conversation.missing(form.answers)
    if slot is None or slot.kind == "text":
        return False
    mine = {slot.name for slot in conversation.slots}
    theirs = {slot.name for slot in other.slots}
    return len((turn.reading.slots.keys() & theirs) - mine) >= _TELLING


def only_asks(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether the form would take a question, of whatever kind, for the words that it asks for (你们几点下班).

    Or for how many there are, of whom it says nothing: 有人陪我妈看病行吗.
    """
    slot = conversation.missing(form.answers)
    if slot is None or slot.takes_questions or turn.taps or _ASKING.search(turn.text) is None:
        return False
    if slot.kind == "count":
        return turn.reading.intent in _ASKS and _HOW_MANY.search(turn.text) is None
    if slot.kind != "text":
        return False
    value = answers_of(turn, conversation, form, slot).get(slot.name)
    return isinstance(value, str) and _ASKING.search(value) is not None


def asks_of_another_matter(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether a message asks something that the form is not about: 今天有没有新增 changes no day of arriving."""
    slot = conversation.missing(form.answers)
    if turn.taps or slot is None or slot.takes_questions or turn.reading.intent in conversation.intents:
        return False
    if _ASKING.search(turn.text) is None or (not turn.reading.is_sure and _PROPOSES.search(turn.text) is not None):
        return False
    if engine.answers_the_question(turn, conversation, form):
        return False
    # Only a day stands by the way in a question of anything; who goes, an hour, a place are said for the form's sake.
    new = changed(form.answers, said_of(turn, conversation.slots, form.answers))
    return all(isinstance(value, str) and _DAY.fullmatch(value) is not None for value in new.values())


def is_no_place(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether a message tells how somebody is where the form takes any words: 发烧了 is no destination."""
    slot = conversation.missing(form.answers)
    return turn.reading.intent == CHECKIN and _takes_much(slot) and slot is not None and not slot.takes_questions


def finds_it_hard(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether somebody says how hard it is, plainly or in a word of feeling; 车次我不知道哇 is a worry about a trip.

    就我一个人 tells a form that asks how many come, whenever it is said.
    """
    if turn.reading.is_plain:
        return True
    if find_feeling(turn.text) is None or is_practical(turn.text):
        return False
    said = said_of(turn, conversation.slots, form.answers)
    return not any(slot.kind == "count" and slot.name in said for slot in conversation.slots)


def as_illness(turn: Turn, conversation: Conversation) -> Reading | None:
    """The message read as how somebody is, where it names a symptom that somebody has; None for all else.

    For messages that answered nothing, however unsure it was what they are: 头晕恶心 to a question for a name.
    """
    found = find_symptoms(turn.text) if not conversation.asks_how_one_is else None
    if found is None or not (found.troubles or (found.symptoms or NONE) != NONE):
        return None
    return read_as(turn.text, turn.said_time, CHECKIN)


def is_only_ill(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether a message says nothing else than who has which symptom: 我妈头晕恶心 sends nobody on a trip."""
    if turn.taps or as_illness(turn, conversation) is None:
        return False
    slot = conversation.missing(form.answers)
    if slot is None:
        return not said_of(turn, conversation.slots, form.answers).keys() - _WHO
    return not answers_of(turn, conversation, form, slot).keys() - _WHO


def says_who_they_are(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether what sounds like registering gives the form what it asks for anyway: 我要登记,我叫林秀.

    Where a name is asked for, a name alone registers nobody, whoever's it is: 我妈叫赵玉芬.
    """
    if turn.reading.intent != "register":
        return False
    if _LIVES_WITH_THE_WRITER.fullmatch(turn.text) is not None:
        return True
    slot = conversation.missing(form.answers)
    if slot is not None and slot.kind == "name" and _REGISTERS.search(turn.text) is None:
        return True
    return bool(changed(form.answers, said_of(turn, conversation.slots, form.answers)))


def _takes_much(slot: Slot | None) -> bool:
    return slot is not None and slot.kind in _TAKES_MUCH
