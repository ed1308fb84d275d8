"""Somebody in a check-in of several whose figure was not understood: asked for at once, the next behind it.

我36.4 闺女36.7 我爸365 files two and asks whether 36.5 was meant for the third; the answer (对, 36.5) is then his alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation import Conversation, Slot, start
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.checkins.days import DAY
from handlers.checkins.doubts import behind
from handlers.checkins.filing import says_nothing
from handlers.checkins.people import rows_of
from handlers.checkins.said import everybody, file_all

NAME = "checkin_unread"
_WAITING = "waiting"
_YES = frozenset({"对", "是", "是的", "对的", "嗯", "没错"})
_NO = frozenset({"不对", "不是", "错了", "不"})


def ask(turn: Turn, answers: Answers) -> str:
    """The question about the first of those whose figure was not understood; empty where there is none to put."""
    rows = rows_of(answers)  # whoever speaks of themselves alone has been asked by the form itself
    is_free = turn.form is None or turn.resumed is not None or turn.form.name == "health_checkin"
    if not rows or turn.contact.person_id is None or not is_free:
        return ""
    unread = [one for one in everybody(turn, answers) if says_nothing(one.checkin) and one.key and "@" not in one.key]
    figures = {row.get("name"): row.get("confirm") for row in rows}
    waiting: list[Value] = []
    for one in unread:
        known: dict[str, Value] = {"name": one.key, "person": one.checkin.person_id, "called": one.checkin.person}
        waiting.append({**known, "figure": _figure(figures, one.key)})
    return _ask_first(turn, waiting, answers.get(DAY))


def _figure(figures: Mapping[Value, Value], name: str) -> Value:
    """What looked like a slip (365), as it may have been meant."""
    proposed = figures.get(name)
    return proposed.get("temperature") if isinstance(proposed, Mapping) else None


def _ask_first(turn: Turn, waiting: Sequence[Value], day: Value) -> str:
    if not waiting:
        return ""
    known: Answers = {_WAITING: list(waiting), **({"day": day} if day is not None else {})}
    parked, turn.resumed = turn.resumed, None
    turn.reading = replace(turn.reading, slots={})
    return start(turn, replace(checkin_unread, prefill=lambda _turn: known), parked)


def _waiting(answers: Answers) -> list[Mapping[str, Value]]:
    waiting = answers.get(_WAITING)
    return [one for one in waiting if isinstance(one, Mapping)] if isinstance(waiting, list | tuple) else []


def _may_be_slip(answers: Answers) -> bool:
    return _waiting(answers)[0].get("figure") is not None and "temperature" not in answers


def _is_open(answers: Answers) -> bool:
    return answers.get("meant") != "yes" and ("temperature" in answers or answers.get("symptoms") is None)


def _bare_meant(text: str, _turn: Turn) -> Value:
    if text in _YES:
        return "yes"
    if text in _NO:
        return "no"
    raise InvalidAnswer


def _facts(_turn: Turn, answers: Answers) -> dict[str, str]:
    first = _waiting(answers)[0]
    return {"name": str(first.get("called")), "value": f"{first['figure']:g}" if first.get("figure") is not None else ""}


def _file(turn: Turn, answers: Answers) -> str:
    """File what is right for the one who was asked about, and ask about the next."""
    first, *others = _waiting(answers)
    temperature = first.get("figure") if answers.get("meant") == "yes" else answers.get("temperature")
    row: dict[str, Value] = {
        "name": first.get("name"),
        "person": first.get("person"),
        "temperature": temperature,
        "symptoms": answers.get("symptoms") or [],
        "complaints": answers.get("complaints") or [],
    }
    day = answers.get("day")
    said = file_all(turn, {"persons": [row], **({DAY: day} if day is not None else {})}, may_ask=False)
    return behind(said, _ask_first(turn, others, day))


checkin_unread = Conversation(
    name=NAME,
    asks_how_one_is=True,
    intents=(),
    slots=[
        Slot("meant", "choice", choices=("yes", "no"), bare=_bare_meant, facts=_facts, only_if=_may_be_slip),
        Slot("temperature", "temperature", facts=_facts, only_if=_is_open, optional=True),
        Slot("symptoms", "symptoms", asked=False),
        Slot("complaints", "words", reads=("troubles",), asked=False),
    ],
    finish=_file,
)
