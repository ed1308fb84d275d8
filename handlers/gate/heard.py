"""What a guard on duty says in their own words is read as the gate's matter, never as a request of their own.

接班 begins it, 交班 or 接班 by another ends it. What cannot be read gets one short line of the gate; their own matters have
to be asked for plainly (我要打卡). Whoever is meant without a number is shown first, and noted on the answer.
"""

import re

from bot import conversation as engine
from bot.conversation import Conversation
from bot.offer import Command
from bot.turn import InvalidAnswer, Turn
from handlers import listening
from handlers import rights as staff_rights
from handlers.gate import again, duty, emergency, entry, forms, ill, lookup, moves, outside, passes, rights
from handlers.gate import shown as gate_shown
from handlers.logs import offer as log_offer
from knowledge.language.gate_entries import EntryFound, find_entry
from knowledge.language.symptoms import find_symptoms
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate

# Words about the open question itself.
_STEPS = re.compile(r"返回(?:上一步)?|上一步|退回|重来|重新(?:开始|填)|从头来")
_HURRY = re.compile(r"急+[!。]*")
# Their own matter, asked for plainly: 我要打卡, 打卡 36.5, 我发烧了, or an entry of the menu.
_OWN = re.compile(
    r"(?:我|俺|本人)(?:自己)?(?:的)?(?:也|还|就)?(?:要|想|得|来|给自己)?.{0,4}"
    r"(?:打卡|报备|返乡|体温|发烧|发热|咳嗽|不舒服|难受|外出申请|申请外出|申请|登记|绑定|买|家人|物资|透析|搬)(?:.*)"
    r"|(?:健康)?打卡.*|返乡报备|物资申请|外出申请",
    re.DOTALL,
)
# Answers that are no form and nobody's matter alone.
_ANSWERED = frozenset({"help", "my_records", "human_handover", "duty_log"})
_SHIFT_ENDS = re.compile(r".*(?:几点|啥时候|什么时候)(?:下班|换班|接班).*")
_OUTSIDE = re.compile(
    r"(?:看看?|查)?(?:现在|还有)?(?:谁|哪些人?|多少人?|几个人?)?还?(?:在外面?|没回来?)(?:的|了)?(?:人|名单)?[呢吗?]?"
)
_BACK_BARE = re.compile(r"(?:人|他们?|她们?)?(?:都|已经?)?回来?了?[。!]?")
# A guard's own wish, what is asked or told of, and what is wanted: none of these is somebody before the gate.
_OF_THEMSELVES = re.compile("[我俺咱]|本人")
_IS_NO_PASSAGE = re.compile("[吗么谁?]|咋|怎么|什么|啥|没有|说|听|送|缺|要(?!出|进|走|去)")
# 有人要出去, 来了个送菜的要进, 有个老头没码要出去买药.
_WOULD_PASS = re.compile(
    "(?:有|来了?|这|那|门口有?)(?:人|(?:一)?[个位辆](?:人|车)?|[两三几]个人?)[^,。;!]{0,8}?[ ,]*"
    "(?:要|想|得|急着|非要|闹着要)(?:出去|出门|出|进来|进去|进|走)[^,。;!]{0,6}[。!]?"
)
_SHORT = 18
_PLATE_ALONE = 10
_IS_BACK = re.compile(r"回来|回了|归来|刚回|到卡口了")
_WENT = re.compile(r"走了|走的|出了|出的|出去了|出来了|离开|放走|放了|已出|开走")
_WANTS_OUT = re.compile(r"(?:要|想|得|能|可以|让)(?:出|去|走)|出去|出门|没(?:有)?(?:通行码|号|码)|^出|出吗")
_COMES = re.compile(r"(?:能不能|可不可以|能|可以|让)?[要想]?进(?:[来去门入])?了?(?!口)(?:[吗不嘛]|行吗)?|探亲|来访")
_IS_THERE = re.compile(r"来了|到了|在门口")
_MISMATCH = re.compile(r".{0,6}(?:不对|不符|不是本人|不一样|对不上|多了|少了).*", re.DOTALL)


def _hurry(turn: Turn, _match: re.Match[str]) -> str | None:
    """急 alone, with cold fingers: what 急救 is."""
    mine = rights.gates(turn)
    return emergency.let_out(turn, mine[0], "", turn.now) if mine else None


def heard(turn: Turn) -> str | None:
    """What a guard on duty says; None for anybody else."""
    if not turn.contact.is_staff:  # before any look at the ledger: most messages come from residents
        return None
    form = turn.form
    if not duty.is_on_duty(turn):
        return _off_duty(turn)
    if (form is not None and form.name not in forms.NAMES) or _is_for_others(turn):
        return None
    question = _QUESTIONS.get(form.name) if form is not None else None
    if form is not None and question is not None:
        if _is_answer(turn, question):
            return None
        said = _at_check(turn) if question is passes.gate_check else None
        return said or _read(turn) or engine.wrong(turn, question, form)
    if _OWN.fullmatch(turn.text):
        return None
    return _read(turn) or listening.goes_on(turn) or turn.render("gate_on_shift")


def _off_duty(turn: Turn) -> str | None:
    """That 接班 comes first, where a guard of a sealed gate tells of somebody or a vehicle that wants in or out."""
    words, mine = turn.text, rights.gates(turn)
    if turn.form is not None or not mine or mine[0].seal is None or _OF_THEMSELVES.search(words) is not None:
        return None
    if find_symptoms(words) is not None or _IS_NO_PASSAGE.search(words) is not None:
        return None  # whoever is ill, what is asked and what is asked for is heard as from anybody
    found = find_entry(words)
    is_plate_alone = found.plate is not None and len(words) <= _PLATE_ALONE
    if is_plate_alone or _WOULD_PASS.fullmatch(words) is not None:
        return turn.render("gate_on_duty_first", place=mine[0].spoken)
    is_somebody_known = found.door is not None or lookup.titled(words) != ""
    if is_somebody_known and len(words) <= _SHORT and _WANTS_OUT.search(words) is not None:
        return turn.render("gate_on_duty_first", place=mine[0].spoken)
    return None


def _is_for_others(turn: Turn) -> bool:
    """What is answered without a form, what belongs into a log, and what a guard who looks after households reports."""
    intent = turn.reading.intent
    if turn.form is None and turn.text in engine.YES:
        return True
    if log_offer.is_log(turn):
        return True
    is_answered = intent in _ANSWERED and turn.reading.is_plain and not _SHIFT_ENDS.fullmatch(turn.text)
    return is_answered or (intent == "batch_checkin" and staff_rights.looks_after_people(turn))


def _is_answer(turn: Turn, question: Conversation) -> bool:
    """Whether the words answer the open question of the gate."""
    slot = question.missing(turn.form.answers) if turn.form is not None else None
    if slot is None or _STEPS.fullmatch(turn.text):
        return True
    if turn.text.isdigit():
        return 0 < int(turn.text[:3]) <= len(slot.choices)
    try:
        slot.bare(turn.text, turn)
    except InvalidAnswer:
        words = turn.house.words.form(question.name).slots[slot.name].choices
        return turn.text in [words[name] for name in slot.choices]
    return True


def _at_check(turn: Turn) -> str | None:
    """What does not fit, said at once: 车不对 蒙K11111."""
    form = turn.form
    if form is None or "answer" in form.answers or _MISMATCH.fullmatch(turn.text) is None:
        return None
    known = {**form.answers, "answer": "mismatch", "what": turn.text[:200]}
    engine.close(turn, form)
    return passes.gate_check.finish(turn, passes.gate_check.applicable(known))


def _read(turn: Turn) -> str | None:
    """The gate's matter in the words; None where there is none."""
    words = turn.text
    mine = rights.gates(turn)
    found = find_entry(words)
    if _OUTSIDE.fullmatch(words) or _BACK_BARE.fullmatch(words):
        everybody = lookup.outside(turn)
        is_back = _BACK_BARE.fullmatch(words) is not None and len(everybody) == 1
        return outside.show(turn, *everybody[0]) if is_back else _list_outside(turn, everybody)
    return passing(turn, mine, words, found) or _named(turn, mine, words, found)


def passing(turn: Turn, mine: list[Gate], words: str, found: EntryFound) -> str | None:
    """Somebody, or a vehicle, who goes in or out."""
    feverish = ill.answer(turn, mine[0], words, found)
    if feverish is not None:
        return feverish
    if _IS_BACK.search(words) or (_COMES.search(words) and _meant_outside(turn, words, found)):
        return _back(turn, words, found)
    if _WENT.search(words) or (_WANTS_OUT.search(words) and not _COMES.search(words)):
        return _out(turn, mine, words, found)
    comes = _COMES if _COMES.search(words) else _IS_THERE if found.kind is not None else None
    if comes is not None and comes.search(words) and (rest := comes.sub(" ", words, count=1).strip()):
        return entry.comes_in(turn, mine[0], rest)
    return None


def _back(turn: Turn, words: str, found: EntryFound) -> str:
    known = _meant_outside(turn, words, found)
    if len(known) == 1:
        return outside.show(turn, *known[0], found.temperature)
    if known:
        return _which(turn, known)
    return turn.render("gate_not_outside", who=lookup.titled(words) or found.name or found.plate or "")


def _meant_outside(turn: Turn, words: str, found: EntryFound) -> list[tuple[Gate, Shown]]:
    is_named = found.plate or found.door or found.name or lookup.titled(words)
    return lookup.meant(turn, words, found, frozenset({"out", "overdue"})) if is_named else []


def _out(turn: Turn, mine: list[Gate], words: str, found: EntryFound) -> str | None:
    visitor = find_entry(_WENT.sub(" ", words))
    left = entry.goes_out(turn, mine, visitor) if visitor.plate or visitor.name else None
    if left is not None:
        return left
    is_named = bool(found.plate or found.door or found.name or lookup.titled(words))
    known = lookup.meant(turn, words, found) if is_named else []
    if len(known) == 1:
        return passes.check(turn, known[0][1].called, look_only=True)
    if known:
        return _which(turn, known)
    if mine[0].seal is None:
        return turn.render("gate_unsealed", place=mine[0].spoken)
    if _WENT.search(words):
        return turn.render("gate_went_unnoted") if is_named else None
    return turn.render("gate_no_pass", leader=rights.leader_words(turn, mine[0]), door=found.door or "")


def _named(turn: Turn, mine: list[Gate], words: str, found: EntryFound) -> str | None:
    """A vehicle, a name or a door and nothing besides."""
    known = lookup.meant(turn, words, found) if found.plate or found.door or lookup.titled(words) or found.name else []
    if len(known) == 1:
        return passes.check(turn, known[0][1].called)
    if known:
        return _which(turn, known)
    return turn.render("gate_in_or_out", plate=found.plate) if found.plate and mine else None


def _which(turn: Turn, known: list[tuple[Gate, Shown]]) -> str:
    found = [{"called": shown.called, **gate_shown.facts(turn, shown.exit, None)} for _, shown in known]
    return turn.render("gate_which_of_them", found=found)


def _list_outside(turn: Turn, everybody: list[tuple[Gate, Shown]]) -> str:
    out = [
        {
            "called": shown.called,
            "back_by": gate_shown.moment_words(turn, shown.exit.back_due_at) if shown.exit.has_return else "",
            "late": moves.late_by(turn, shown.exit) > 0,
            **gate_shown.facts(turn, shown.exit, None),
        }
        for _, shown in everybody
    ]
    return turn.render("gate_outside_list", out=out)


_QUESTIONS = {one.name: one for one in (passes.gate_check, again.gate_again, outside.gate_outside, entry.gate_entry)}
commands = (Command("gate_hurry", _HURRY, _hurry),)
