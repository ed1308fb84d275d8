"""The evaluation counts what it says it counts, on texts that are labelled as INTERFACES.md 5 has it."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

import evaluation
from evaluation.cases import KEPT_BACK, SETS, Case, load
from evaluation.learning.intents import taught
from evaluation.scoring import Value, score, values
from knowledge.language.intents import INTENTS
from knowledge.language.leanings import packed, unpacked
from knowledge.language.normalise import normalise
from knowledge.language.reading import Reading, read
from knowledge.times import SHANGHAI

_OPEN = Path(evaluation.__file__).parent / "texts/open"
_OPENED_WHOLE = (
    *("fresh", "strange", "ordinary", "later", "written", "told", "both", "people"),
    *("households", "medicine", "usual", "spoken"),
    *("home", "shapes", "goers", "daily", "ways", "border"),
)
NOW = datetime(2022, 1, 20, 9, 0, tzinfo=SHANGHAI)
SLOTS = {
    "return_report": "name phone origin arrive_date arrive_time transport transport_no party_size"
    " community building unit room",
    "health_checkin": "temperature symptoms contact_history persons",
    "batch_checkin": "temperature symptoms contact_history persons",
    "supply_request": "items urgency for_special medicine address",
    "exit_request": "reason leave_at return_by destination persons plate recurrence",
}


def case(intent: str, slots: Mapping[str, object]) -> Case:
    return Case.model_validate({"text": "…", "now": NOW, "intent": intent, "slots": slots})


def reading(intent: str, slots: Mapping[str, object]) -> Reading:
    return Reading("…", intent, 1.0, slots)  # type: ignore[arg-type]


def test_slots_are_compared_value_by_value() -> None:
    slots = {
        "temperature": 36.5,
        "symptoms": ["cough", "fever"],
        "origin": {"code": "150100", "name": "呼和浩特市"},
        "persons": [{"name": "王桂芝", "temperature": 37, "symptoms": ["none"]}],
        "address": {"room": "301"},
    }
    assert set(values(slots)) == {
        Value("temperature", "", "36.5"),
        Value("symptoms", "", "cough"),
        Value("symptoms", "", "fever"),
        Value("origin", "", "150100"),
        Value("persons.name", "王桂芝", "王桂芝"),
        Value("persons.temperature", "王桂芝", "37"),
        Value("persons.symptoms", "王桂芝", "none"),
        Value("address.room", "", "301"),
    }


def test_a_missed_and_an_invented_value_count_against_a_reading() -> None:
    meant = [case("health_checkin", {"temperature": 36.5, "symptoms": ["cough"]}), case("help", {})]
    read_as = [reading("health_checkin", {"temperature": 36.5, "contact_history": True}), reading("greeting", {})]
    found = score(meant, read_as)
    assert (found.accuracy, found.by_intent["help"], found.confusions) == (0.5, (1, 0), [(("help", "greeting"), 1)])
    assert (found.slots.right, found.slots.invented, found.slots.missed) == (1, 1, 1)
    assert found.slots.f1 == 0.5


def test_slots_count_only_where_an_intent_has_any() -> None:
    found = score([case("correct", {"temperature": 36.4})], [reading("correct", {"temperature": 36.5})])
    assert (found.slots.right, found.slots.invented, found.slots.missed) == (0, 0, 0)


@pytest.mark.parametrize("which", SETS)
def test_labels_use_the_names_of_the_interface(which: str) -> None:
    for one in load(which):  # type: ignore[arg-type]
        allowed = {*SLOTS.get(one.intent, "").split(), "confirm"}
        assert set(one.slots) <= allowed, one.text


def test_there_are_texts_enough_and_a_third_is_kept_back() -> None:
    kept = [*load("kept_back"), *load("kept_back_slots")]
    # Of texts that were read once before anything was mended by them, and opened whole, none is kept back.
    files = [file for end in _OPENED_WHOLE for file in _OPEN.glob(f"*_{end}.jsonl")]
    fresh = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)
    written = len(load("open")) - fresh + len(kept)
    assert written >= 1_200
    assert 0.3 < len(kept) / written < 0.36
    assert {one.intent for one in kept} == set(INTENTS)


def test_nothing_that_is_kept_back_may_be_learned_from() -> None:
    def bare(text: str) -> str:
        return re.sub(r"[^\w]", "", normalise(text))

    learned = {bare(one.text) for one in taught()}
    kept = {bare(one.text) for which in KEPT_BACK for one in load(which)}
    assert not {text for text in kept & learned if len(text) > 6}


def test_what_is_kept_back_stays_understood() -> None:
    kept = load("kept_back")
    found = score(kept, [read(one.text, one.now.astimezone(SHANGHAI), one.role) for one in kept])
    assert found.accuracy > 0.93
    assert found.slots.f1 > 0.9


def test_packed_weights_add_up() -> None:
    first, second = {0: -3, 4: 500, 22: -70}, {0: 1, 3: -2, 22: 71}
    assert unpacked(packed(first) + packed(second), 23) == [-2, 0, 0, -2, 500, *[0] * 17, 1]
