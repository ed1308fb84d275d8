"""Exit requests in the middle of life: who goes, when, where to, and what is no request at all (plan 3.4.1)."""

from handlers.exits import late, own, times
from knowledge.language.normalise import normalise
from knowledge.language.reading import find_slots, read
from knowledge.language.slots import OF_TRIP_FORM
from knowledge.language.trip_slots import PRINTED, trip_slots
from tests import exit_sayings, exit_sayings_held_back
from tests.language_texts import NOW
from tests.rows import every_row
from tests.trip_labels import trip

Answer = tuple[str, list[str] | None, str, list[str] | None, dict[str, object]]
_FORM = [*PRINTED[:-1], *OF_TRIP_FORM, "name"]


def _reads(text: str, label: str) -> bool:
    found = trip_slots(normalise(text), NOW)
    return {name: found[name] for name in PRINTED if name in found} == trip(label)


def _answers(answer: Answer) -> bool:
    asked, before, text, after, others = answer
    found = find_slots(text, NOW, [asked, *(name for name in _FORM if name != asked)])
    known = {} if before is None else {"goers": [{"name": name} for name in before]}
    goers = times.goers(found, known)
    wanted = None if after is None else [{"name": name} for name in after]
    return goers == wanted and all(found.get(name) == value for name, value in others.items())


def _goes(text: str) -> bool:
    return read(text, NOW).intent == "exit_request"


@every_row(("text", "label"), exit_sayings.REQUESTS)
def test_a_sentence_says_who_goes_and_when(text: str, label: str) -> None:
    assert _reads(text, label), trip_slots(normalise(text), NOW)


@every_row("answer", exit_sayings.ANSWERS, ids=lambda answer: answer[2])
def test_an_answer_changes_who_goes_and_what_else_it_says(answer: Answer) -> None:
    assert _answers(answer), find_slots(answer[2], NOW, [answer[0], *(name for name in _FORM if name != answer[0])])


@every_row("text", exit_sayings.GOES_OUT)
def test_a_bereavement_is_heard_as_an_exit(text: str) -> None:
    reading = read(text, NOW)
    assert (reading.intent, reading.slots["reason"]) == ("exit_request", "funeral"), reading


@every_row("text", exit_sayings.STAYS)
def test_coming_home_is_no_wish_to_go_out(text: str) -> None:
    assert not _goes(text), read(text, NOW)


@every_row("text", exit_sayings.LATE)
def test_whoever_is_late_says_so(text: str) -> None:
    assert late.commands[0].pattern.fullmatch(normalise(text))


@every_row("text", exit_sayings.NOT_THIS_TIME)
def test_not_going_once_is_not_a_new_request(text: str) -> None:
    assert own.NOT_THIS_TIME.fullmatch(normalise(text))


def _score(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_what_nobody_tuned_to_is_read_nearly_as_well() -> None:
    held = exit_sayings_held_back
    assert len(held.REQUESTS) + len(held.ANSWERS) >= 40
    assert _score([_reads(text, label) for text, label in held.REQUESTS]) > 0.7
    assert _score([_answers(answer) for answer in held.ANSWERS]) > 0.7
    assert _score([*map(_goes, held.GOES_OUT), *(not _goes(text) for text in held.STAYS)]) > 0.7
    assert _score([late.commands[0].pattern.fullmatch(normalise(text)) is not None for text in held.LATE]) > 0.6
    assert _score([own.NOT_THIS_TIME.fullmatch(normalise(text)) is not None for text in held.NOT_THIS_TIME]) > 0.6
