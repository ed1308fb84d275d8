"""What a message is about: one of the intents of INTERFACES.md 5, with confidence and reasons.

`intents.yaml` lists words by concept and says which concepts speak for which intent; grammars add concepts that no
word list can hold (a temperature, several people, an origin). What labelled texts have taught (leanings.py) is added to
that, and the lead over the others is the confidence. Nothing is hidden: every reason can be printed.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from knowledge.language.evidence import Evidence
from knowledge.language.leanings import Leanings, runs, share, unpacked
from knowledge.language.supply_words import plain_goods
from knowledge.language.words import WordListError, WordTable, load_list, words_of

INTENTS = (
    "return_report", "health_checkin", "batch_checkin", "supply_request", "exit_request", "psych_support",
    "testing_info", "report_violation", "rumour_check", "plan_question", "contact_query", "my_records", "cancel",
    "correct", "help", "greeting", "register", "duty_log", "disinfection_log", "notice_draft", "digest",
    "human_handover", "out_of_scope",
)  # fmt: skip
OUT_OF_SCOPE = "out_of_scope"
_OWN, _BATCH = INTENTS.index("health_checkin"), INTENTS.index("batch_checkin")
LEANINGS = Path(__file__).parent / "leanings.txt"
_FILE = "intents.yaml"
# What an intent must outweigh to be believed at all; lower, and the message is taken as not ours.
_NOTHING_SAID = 1.4
# How much one point of weight of a line is worth beside what was learned, in its hundredths (evaluation/learning.py).
_LINE_WORTH = 20
_SHOWN = 5
# Hundredths by which an intent must be behind the likeliest to count for nothing in how likely that is: e to the -12.
_NEGLIGIBLE = 1200
_BY_WHOM = "by whom it lists"


@dataclass(frozen=True, slots=True)
class Decision:
    """The likeliest intent, how sure it is (0 to 1), and the next likely ones for a question back."""

    intent: str
    confidence: float
    others: tuple[tuple[str, float], ...]


class Reasons(NamedTuple):
    """Why: the words that were found, the lines of evidence that speak for it, and the learned runs that do so most."""

    words: tuple[str, ...]
    lines: tuple[str, ...]
    learned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of evidence: the intent, what it is worth, and how it is printed."""

    intent: str
    place: int  # of the intent in INTENTS
    weight: float
    printed: str


class _Weighed(NamedTuple):
    """What the lines of evidence are worth for each intent, in hundredths, and which lines they are.

    `learned` is what was learned of the concepts, packed as leanings.py does, `signs` of how many.
    """

    worth: tuple[int, ...]
    learned: int
    signs: int
    lines: tuple[_Line, ...]


class _Conditions(NamedTuple):
    """When a line counts, with its concepts as bits, so that most lines are passed over after a comparison or two.

    `needed`: all of these must hold. `either`: one of each of these. `barred`: none of these may; so also those of the
    first condition that are looked up before the one in hand, since the line has been counted with them already.
    """

    barred: int
    needed: int
    either: tuple[int, ...]
    line: _Line


@dataclass(frozen=True, slots=True)
class _Knowledge:
    bits: Mapping[str, int]
    tags: Mapping[str, int]
    words: WordTable[int]
    lines: Mapping[int, Sequence[_Conditions]]  # by each bit of the first condition
    hidden: int
    leanings: Leanings


def decide(text: str, evidence: Evidence | None = None, learned: tuple[int, int] | None = None) -> Decision:
    """The intent of a normalised text. `evidence` may carry what the caller knows, such as that staff is writing.

    `learned` is what `intent_leanings` say of the text, where they were asked already.
    """
    evidence = evidence if evidence is not None else Evidence(text)
    weighed = _weighed(_found(text, evidence)[0])
    worth, signs = learned or intent_leanings().lean_text(text, staff=evidence.staff)
    counts = share(signs + weighed.signs)
    taught = unpacked(worth + weighed.learned, len(INTENTS))
    sums = [line + counts * one for line, one in zip(weighed.worth, taught, strict=True)]
    if evidence.lists_others is not None:  # a check-in either way: whom it lists tells which
        low, high = sorted((sums[_OWN], sums[_BATCH]))
        sums[_OWN], sums[_BATCH] = (low, high) if evidence.lists_others else (high, low)
    return _conclude(sums)


def intent_leanings() -> Leanings:
    """What labelled texts taught of intents."""
    return _knowledge().leanings


def weigh_lines(text: str, evidence: Evidence) -> tuple[Sequence[int], Sequence[str]]:
    """What the lines of evidence are worth for each intent of INTENTS, in hundredths, and the concepts that were found."""
    found = _found(text, evidence)[0]
    return _weighed(found).worth, _concepts(found)


def reasons(text: str, evidence: Evidence, intent: str) -> Reasons:
    """Why a normalised text is taken for this intent."""
    found, words = _found(text, evidence)
    lines = tuple([line.printed for line in _weighed(found).lines if line.intent == intent])
    if evidence.lists_others is not None and intent == INTENTS[_BATCH if evidence.lists_others else _OWN]:
        lines += (_BY_WHOM,)
    learned = _knowledge().leanings.strongest(runs(text, staff=evidence.staff), INTENTS.index(intent), _SHOWN)
    return Reasons(tuple(words), lines, tuple([f"{run!r} {weight / 100:+g}" for run, weight in learned]))


def _found(text: str, evidence: Evidence) -> tuple[int, list[str]]:
    knowledge = _knowledge()
    said, words = _said(knowledge, text)
    return said | _grammatical(knowledge, evidence, said, words), words


@lru_cache(maxsize=4096)
def _weighed(found: int) -> _Weighed:
    """What concepts, as bits, are worth: a message holds few of them, and most messages hold the same ones."""
    knowledge = _knowledge()
    scores = [0.0] * len(INTENTS)
    scores[INTENTS.index(OUT_OF_SCOPE)] = _NOTHING_SAID
    counted: list[_Line] = []
    rest, missing = found, ~found
    while rest:
        bit = rest & -rest
        rest ^= bit
        for barred, needed, either, line in knowledge.lines.get(bit, ()):
            if needed & missing or barred & found:
                continue
            for alternatives in either:
                if not alternatives & found:
                    break
            else:
                scores[line.place] += line.weight
                counted.append(line)
    worth = tuple([round(score * _LINE_WORTH) for score in scores])
    return _Weighed(worth, *knowledge.leanings.lean_on(_concepts(found)), tuple(counted))


def _concepts(found: int) -> list[str]:
    return [concept for concept, bit in _knowledge().bits.items() if bit & found & ~_knowledge().hidden]


def _said(knowledge: _Knowledge, text: str) -> tuple[int, list[str]]:
    words, concepts = knowledge.words.union(text, knowledge.hidden)
    said = 0
    for bits in concepts:
        said |= bits
    return said, words


def _grammatical(knowledge: _Knowledge, evidence: Evidence, said: int, words: Sequence[str]) -> int:
    """The concepts that grammars find; the costly ones only where a word makes them possible."""
    bits, text = knowledge.bits, evidence.text
    found = 0
    for concept in evidence.concepts(lambda name: bool(bits[name] & said), said == 0):
        found |= bits[concept]
    bare = text.strip("!。~,. ")
    if said & bits["nothing"] and knowledge.tags.get(bare, 0) & bits["nothing"]:
        found |= bits["nothing_only"]
    if said & bits["greeting"]:
        greetings = {word for word in words if knowledge.tags[word] & bits["greeting"]}
        if sum(len(word) for word in greetings) + 2 >= len(bare):
            found |= bits["greeting_only"]
    return found


def _conclude(sums: Sequence[float]) -> Decision:
    ranked = sorted(sums, reverse=True)
    highest = ranked[0]
    total = 0.0
    for one in ranked:
        if highest - one > _NEGLIGIBLE:
            break
        total += math.exp((one - highest) / 100)
    places: list[int] = []
    for one in ranked[:4]:
        place = sums.index(one)
        while place in places:  # two that are worth the same, in the order of INTENTS
            place = sums.index(one, place + 1)
        places.append(place)
    best, *others = [(INTENTS[place], round(math.exp((sums[place] - highest) / 100) / total, 2)) for place in places]
    return Decision(*best, tuple(others))


@cache
def _knowledge() -> _Knowledge:
    """The lists, loaded when the first message is read; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    concepts, evidence = content.get("concepts"), content.get("evidence")
    if set(content) != {"concepts", "evidence"} or not isinstance(concepts, dict) or not isinstance(evidence, dict):
        raise WordListError(f"{_FILE}: exactly concepts and evidence are expected")
    names = [*concepts, *(name for name in Evidence.CONCEPTS if name not in concepts)]
    bits = {name: 1 << place for place, name in enumerate(names)}
    table: dict[str, int] = {}
    for concept, words in concepts.items():
        for word in words_of(words, f"{_FILE}: {concept}"):
            table[word] = table.get(word, 0) | bits[concept]
    for name in plain_goods():
        table.setdefault(name, bits["goods"])
    lines: dict[int, list[_Conditions]] = {}
    for intent, entries in evidence.items():
        if intent not in INTENTS or not isinstance(entries, list):
            raise WordListError(f"{_FILE}: {intent} is no intent, or its evidence no list")
        for entry in entries:
            for bit, conditions in _line(intent, entry, bits):
                lines.setdefault(bit, []).append(conditions)
    return _Knowledge(bits, table, WordTable(table), lines, bits["hidden"], Leanings(LEANINGS, INTENTS))


def _line(intent: str, entry: object, bits: Mapping[str, int]) -> Iterator[tuple[int, _Conditions]]:
    """The conditions of one line, under each concept that its first one names."""
    where = f"{_FILE}: {intent}"
    if not isinstance(entry, dict) or not {"has", "weight"} <= set(entry) <= {"has", "not", "weight"}:
        raise WordListError(f"{where}: has, weight and perhaps not are expected")
    if not isinstance(entry["weight"], (int, float)):
        raise WordListError(f"{where}: a weight is a number")
    has = words_of(entry["has"], where)
    alternatives = [re.split(r"\|", one) for one in has]
    without = words_of(entry.get("not", []), where)
    unknown = {name for names in (*alternatives, without) for name in names} - set(bits)
    if unknown or not alternatives:
        raise WordListError(f"{where}: unknown concepts {sorted(unknown)}")
    masks = tuple([sum(bits[name] for name in set(names)) for names in alternatives])
    barred = sum(bits[name] for name in set(without))
    weight = float(entry["weight"])
    line = _Line(intent, INTENTS.index(intent), weight, f"{' + '.join(has)} {weight:+g}")
    needed = sum({mask for mask in masks[1:] if mask.bit_count() == 1})
    either = tuple([mask for mask in masks[1:] if mask.bit_count() > 1])
    for bit in bits.values():
        if bit & masks[0]:
            yield bit, _Conditions(barred | (masks[0] & (bit - 1)), needed, either, line)
