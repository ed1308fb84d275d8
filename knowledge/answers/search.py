"""Search of clauses: an in-memory FTS5 index over 1- and 2-character grams, with the words that people use for the plan's.

Chinese has no blanks between words, so every text is cut into single characters and pairs before it is indexed, and a
question likewise before it is looked up. `sayings.yaml` holds what the office can edit.
"""

import math
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from knowledge.answers.model import Sayings, each
from knowledge.language.words import WordTable
from knowledge.plan.model import Clause, Plan

# A question longer than this says what it asks for in so many characters, or not at all.
_LONGEST = 200
_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
# How much a hit is worth in the title, in the words by which people ask for the clause, in its statement, in its facts.
_WEIGHTS = (2.0, 3.0, 1.5, 1.0)
# What the plan's words for one that is said otherwise are worth together, in words of the question itself.
_MEANT = 4.0
_ELSEWHERE, _AT_LARGE = "elsewhere", "at large"


class Hit(NamedTuple):
    """A clause that a search found, and how well it fits (more is better; comparable within one search alone)."""

    clause: str
    score: float


class Asked(NamedTuple):
    """A question ready to be looked up.

    `grams` are of its own words, `meant` those of the plan's words for each of them that says it in another way; `rarity`
    says of each gram of the plan how few clauses have it. `anchors`: how many words in it are the plan's or stand for
    them; `at_large`: how many are of the matter at large; `elsewhere`: how many are of matters that are none of the
    plan's; `known`: which share (0 to 1) of its content is made of pairs of characters that the plan has.
    """

    grams: tuple[str, ...]
    rarity: Mapping[str, float]
    meant: tuple[tuple[str, ...], ...]
    anchors: int
    at_large: int
    elsewhere: int
    known: float


class Index:
    """The clauses of a plan, found by what people ask. May be used from any thread."""

    def __init__(self, plan: Plan, sayings: Sayings) -> None:
        noise = each(sayings.noise)
        self._noise = WordTable({word: True for word in noise if len(word) > 1})
        self._empty = frozenset(word for word in noise if len(word) == 1)
        own = {**dict.fromkeys(each(sayings.matter), _AT_LARGE), **dict.fromkeys(_own_words(plan, sayings), "")}
        self._said = WordTable({**own, **_expansions(sayings), **_elsewhere(sayings)})
        self._lock = threading.Lock()
        counts = Counter[str]()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute("CREATE VIRTUAL TABLE clause USING fts5 (id UNINDEXED, title, asked, statement, facts)")
        for clause in plan.clauses.values():
            columns = (
                clause.title,
                sayings.asked.get(clause.id, ""),
                clause.statement,
                _facts(clause, plan.head.actors),
            )
            grams = [list(grams_of(column)) for column in columns]
            counts.update(set(chain(*grams)))
            row = (clause.id, *(" ".join(column) for column in grams))
            self._database.execute("INSERT INTO clause VALUES (?,?,?,?,?)", row)
        self._rarity = {gram: math.log(len(plan.clauses) / count) for gram, count in counts.items()}

    def asked(self, text: str) -> Asked:
        """A normalised question as it is looked up."""
        text = text[:_LONGEST].lower()
        found = self._said.scan(text)
        tags = Counter(one.tag for one in found)
        said = [one for one in found if one.tag != _ELSEWHERE]
        covered = bytearray(len(text))
        for one in said:
            covered[one.start : one.start + len(one.word)] = b"\1" * len(one.word)
        bare = list(text)
        for noise in self._noise.scan(text):
            for place in range(noise.start, noise.start + len(noise.word)):
                if not covered[place]:
                    bare[place] = " "
        rest = "".join(bare)
        grams = [gram for gram in grams_of(rest) if gram not in self._empty]
        meant = tuple(dict.fromkeys(tuple(grams_of(one.tag)) for one in said if one.tag not in ("", _AT_LARGE)))
        known = [gram for gram in dict.fromkeys(grams) if gram in self._rarity]
        anchors, share = len(said) - tags[_AT_LARGE], self._known_share(rest, covered)
        return Asked(tuple(known), self._rarity, meant, anchors, tags[_AT_LARGE], tags[_ELSEWHERE], share)

    def search(self, asked: Asked, limit: int = 3) -> list[Hit]:
        """The clauses that fit best, the best first; empty where nothing of the question stands in the plan."""
        fits: dict[str, float] = {}
        for grams, worth in ((asked.grams, 1.0), *((grams, _MEANT / len(grams)) for grams in asked.meant)):
            for clause, fit in self._look_up(grams):
                fits[clause] = fits.get(clause, 0.0) + worth * fit
        best = sorted(fits, key=fits.__getitem__, reverse=True)[:limit]
        return [Hit(clause, fits[clause]) for clause in best]

    def _look_up(self, grams: Sequence[str]) -> list[tuple[str, float]]:
        """Every clause with any of the grams, and how well it fits."""
        if not grams:
            return []
        query = " OR ".join(f'"{gram}"' for gram in grams)
        weights = ",".join(map(str, (0.0, *_WEIGHTS)))
        statement = f"SELECT id, -bm25(clause, {weights}) FROM clause WHERE clause MATCH ?"
        with self._lock:
            return self._database.execute(statement, (query,)).fetchall()

    def _known_share(self, text: str, covered: bytearray) -> float:
        """Of the characters that say something, the share within a pair that the plan or the lists know."""
        content = known = 0
        for run in _RUN.finditer(text):
            for place in range(run.start(), run.end()):
                if text[place] in self._empty and not covered[place]:
                    continue
                content += 1
                pairs = (text[place - 1 : place + 1] if place > run.start() else "", text[place : place + 2])
                known += bool(covered[place]) or any(len(pair) == 2 and pair in self._rarity for pair in pairs)
        return known / content if content else 0.0


def _expansions(sayings: Sayings) -> Mapping[str, str]:
    """The words of the plan for each word that people say; one that stands in several lines stands for all of them."""
    plan_words: dict[str, str] = {}
    for same in sayings.same:
        for said in each(same.said):
            plan_words[said.lower()] = f"{plan_words.get(said.lower(), '')} {same.plan}".strip()
    return plan_words


def _own_words(plan: Plan, sayings: Sayings) -> Iterator[str]:
    """The plan's own words: those by which one asks for a clause, and the things, people and groups that it lists."""
    for words in sayings.asked.values():
        yield from (word.lower() for word in each(words))
    for clause in plan.clauses.values():
        yield from (covered for fact in clause.facts for covered in fact.covers)
    yield from (group.name for group in plan.groups)


def _elsewhere(sayings: Sayings) -> Mapping[str, str]:
    return dict.fromkeys((word.lower() for word in each(sayings.elsewhere)), _ELSEWHERE)


def _facts(clause: Clause, actors: Mapping[str, str]) -> str:
    words: list[str] = []
    for fact in clause.facts:
        words += [fact.what, fact.said, *fact.covers, *(actors[one] for one in (*fact.who, *fact.to_whom))]
    return " ".join(words)


def grams_of(text: str) -> Iterator[str]:
    """Single characters and pairs of each run of characters; a run of letters or digits as one."""
    for run in _RUN.findall(text.lower()):
        if run[0].isascii():
            yield run
            continue
        yield from run
        yield from (run[place : place + 2] for place in range(len(run) - 1))


def pairs(texts: Iterable[str]) -> set[str]:
    """The pairs of characters in texts: what of a passage a question can share."""
    return {gram for text in texts for gram in grams_of(text) if len(gram) > 1}
