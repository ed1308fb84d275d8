"""A check-in whose figure and words do not go together: 不烧 37.9, 发烧 36.2 (INTERFACES 6).

What alarms does not wait: it is filed and passed on as a fever, and asked about then. A corrected answer is the record's
next version, as any other correction is: both stay, and whoever was told is told the change.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation import Choice, Conversation, Slot, out_of_order, repeat, resume, start
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.checkins import amending
from handlers.checkins.alerts import is_fever
from handlers.checkins.filing import FILED, Judged, filed
from handlers.checkins.people import called, rows_of, strings
from knowledge.language.persons import SPEAKER, find_persons, in_usual_rows

NAME = "checkin_doubt"
# Beside the slots of a check-in: of whom a fever was denied in so many words (empty: of the writer).
DENIED = "denied"
_DOUBTS = "doubts"
_DENIES = re.compile(
    r"(?:不|没有?|没怎么|未|无)(?:发过?|高|低|再)?(?:烧|发热|热)(?![心水饭菜闹着开])|体温(?:都|也|还|很)?(?:正常|不高)"
)
_RIGHT = re.compile(r"(?:就是|是|对|没错|没打错|量的就是).{0,12}")
_WRONG = re.compile(r".{0,4}(?:打|写|说|按|看|量|报|弄)?错了?.{0,4}|不是|不对|重新?说|重说")
_ANYTHING = re.compile(r".+", re.DOTALL)
_HEALTH = frozenset({"health_checkin", "batch_checkin"})
# Forms that are over when their check-ins are filed; beside any other no question of its own is asked.
_OVER = frozenset({"health_checkin", "household_checkin", "on_behalf_which", "on_behalf_slip", "checkin_unread", NAME})


def denies_fever(text: str) -> bool:
    """Whether a text says in so many words that there is no fever."""
    return _DENIES.search(text) is not None


def denied_in(text: str) -> list[str]:
    """Of whom a normalised text denies a fever: by name, empty for the writer."""
    if not denies_fever(text):
        return []
    text = in_usual_rows(text)[0]
    found = find_persons(text)
    if not found:
        return [""]
    return ["" if one.name == SPEAKER else one.name for one in found if denies_fever(text[slice(*one.span)])]


def with_denied(turn: Turn, known: Answers) -> dict[str, Value]:
    """What the message adds to those of whom a fever was denied; nothing where it denies none."""
    denied = denied_in(turn.text)
    return {DENIED: list(dict.fromkeys([*strings(known.get(DENIED)), *denied]))} if denied else {}


def of(turn: Turn, one: Judged, answers: Answers) -> list[dict[str, Value]]:
    """The doubt that a filed check-in leaves; none for most."""
    denied = one.key in strings(answers.get(DENIED)) or _is_denied_earlier(one.key, answers)
    record = filed(answers).get(one.key)
    return [] if record is None else about(turn, one, record[0], denied=denied)


def about(turn: Turn, one: Judged, record: int, *, denied: bool) -> list[dict[str, Value]]:
    """The doubt about a record: a fever that was denied and measured, or said and not measured."""
    value, says_fever = one.checkin.temperature, "fever" in one.checkin.symptoms
    if value is None or (is_fever(turn, value) == says_fever) or (not says_fever and not denied):
        return []
    is_own = one.checkin.person_id is not None and one.checkin.person_id == turn.contact.person_id
    person = "" if is_own or one.key == "" else one.checkin.person
    return [{"record": record, "person": person, "value": f"{value:g}", "said": says_fever}]


def _is_denied_earlier(key: str, answers: Answers) -> bool:
    said = answers.get("earlier")
    rows = said if isinstance(said, list | tuple) else []
    return any(
        isinstance(one, Mapping) and one.get(DENIED) is True and key == f"{called(one)}@{one.get('date')}" for one in rows
    )


def ask_about(turn: Turn, doubts: Sequence[Mapping[str, Value]], *, may_ask: bool = True) -> str:
    """Ask about the first of the doubts, the others behind it; where another form is open, say how it is put right."""
    if not doubts:
        return ""
    is_free = turn.form is None or turn.resumed is not None or turn.form.name in _OVER
    if turn.contact.person_id is None:
        return ""  # nobody known could put it right; whoever was told finds out
    if not may_ask or not is_free:
        return turn.render("checkin_doubt_beside", **doubts[0])
    known: Answers = {_DOUBTS: [dict(one) for one in doubts], FILED: {"": [doubts[0]["record"], ""]}}
    behind, turn.resumed = turn.resumed, None
    turn.reading = replace(turn.reading, slots={})
    return start(turn, replace(checkin_doubt, prefill=lambda _turn: known), behind)


def behind(said: str, question: str) -> str:
    """A reply with the question behind it, as far as there is one."""
    return f"{said}\n{question}" if said and question else said or question


def _first(answers: Answers) -> Mapping[str, Value]:
    doubts = answers.get(_DOUBTS)
    assert isinstance(doubts, list | tuple)  # the form is begun with them
    first = doubts[0]
    assert isinstance(first, Mapping)
    return first


def _is_told_anew(answers: Answers) -> bool:
    """Whether the right figure is there, or the right word: with it nothing more is asked."""
    if "temperature" in answers or "?proposed" in answers:
        return True
    symptoms = strings(answers.get("symptoms"))
    return bool(symptoms) and ("fever" in symptoms) != bool(_first(answers)["said"])


def _has_word(answers: Answers) -> bool:
    """Whether nothing is to be measured: the figure is right, or the word was wrong."""
    has_figure = "temperature" in answers or "?proposed" in answers
    return answers.get("meant") == "yes" or (_is_told_anew(answers) and not has_figure)


def _offers(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    value = _first(answers)["value"]
    return (
        Choice("yes", turn.render("checkin_doubt_right", value=value)),
        Choice("no", turn.render("checkin_doubt_wrong")),
    )


def _bare_meant(text: str, _turn: Turn) -> Value:
    if _WRONG.fullmatch(text):
        return "no"
    if _RIGHT.fullmatch(text):
        return "yes"
    raise InvalidAnswer


def _question(turn: Turn, answers: Answers) -> dict[str, str]:
    return {"doubt": turn.render("checkin_doubt", **_first(answers))}


def _settle(turn: Turn, answers: Answers) -> str:
    """Leave the record as it is, or file its next version; then ask about the next."""
    doubts = answers[_DOUBTS]
    assert isinstance(doubts, list | tuple)
    said = _put_right(turn, answers)
    asked = ask_about(turn, [one for one in doubts[1:] if isinstance(one, Mapping)])
    return behind(said, asked)


def _put_right(turn: Turn, answers: Answers) -> str:
    first = _first(answers)
    record = next((one for one in amending.filed(turn) if one.record == first["record"]), None)
    if record is None:
        return turn.render("correct_gone")
    anew = _anew(record.answers, answers)
    if answers.get("meant") == "yes" or anew == record.answers:
        return turn.render("checkin_doubt_kept", **first)
    return amending.amend(turn, record, anew)


def _anew(before: Answers, answers: Answers) -> Answers:
    """The record's answers with what is right; whoever has no fever after all has what they said besides."""
    anew = {**before, **{name: answers[name] for name in ("temperature",) if name in answers}}
    symptoms = strings(answers.get("symptoms"))
    if symptoms == ["none"]:
        anew["symptoms"] = [one for one in strings(before.get("symptoms")) if one != "fever"] or ["none"]
    elif symptoms:
        known = [one for one in strings(before.get("symptoms")) if one != "none"]
        anew["symptoms"] = list(dict.fromkeys([*known, *symptoms]))
    return anew


def _says_more(found: Mapping[str, object]) -> bool:
    """Whether something else is felt (喘不上气), without a figure: that waits for no question and is filed beside."""
    felt = found.get("symptoms")
    return "temperature" not in found and isinstance(felt, list | tuple) and not {"none", "fever"}.issuperset(felt)


checkin_doubt = Conversation(
    name=NAME,
    asks_how_one_is=True,
    intents=(),
    slots=[
        Slot(
            "meant",
            "choice",
            offers=_offers,
            bare=_bare_meant,
            facts=_question,
            only_if=lambda answers: not _is_told_anew(answers),
        ),
        Slot("temperature", "temperature", only_if=lambda answers: not _has_word(answers)),
        Slot("symptoms", "symptoms", asked=False),
    ],
    finish=_settle,
)


def answering(*offered: Conversation) -> Command:
    """The answer to a small question about a check-in that would otherwise be read as a check-in of its own (38.2)."""
    by_name = {one.name: one for one in offered}

    def run(turn: Turn, _match: re.Match[str]) -> str | None:
        form = turn.form
        if form is None or form.name not in by_name or turn.reading.intent not in _HEALTH or rows_of(turn.reading.slots):
            return None
        if form.name == NAME and _says_more(turn.reading.slots):
            return None
        conversation = by_name[form.name]
        then = out_of_order(turn, conversation, form)
        return resume(turn, conversation, form) if then is form else repeat(turn, conversation, form)

    return Command("checkin_answer", _ANYTHING, run, staff_only=False)
