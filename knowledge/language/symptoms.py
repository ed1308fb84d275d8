"""Symptoms of now: which are affirmed, which are denied, and when nothing can be said (INTERFACES 5).

The sentence is read word by word with the lists of `symptoms.yaml`. A denial reaches over what follows it at
once (没发烧咳嗽), a formal one over a whole list (无发热,咳嗽,乏力), one behind a list over all of it
(发烧咳嗽都没有). What is past (昨天咳嗽), only feared (怕发烧) or asked (发烧吗) is no symptom of now; what got
better is gone. Where the words leave it open, nothing is said, and the form asks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter

from knowledge.language.pattern_table import PatternTable, hint_of
from knowledge.language.symptom_sentence import CODES, NONE, Sentence, SymptomsFound, Tag, gap_of
from knowledge.language.words import WordFound, WordListError, WordTable, load_list, words_of

__all__ = ["CODES", "NONE", "SymptomsFound", "find_symptoms"]

_FILE = "symptoms.yaml"
_PLAIN_ROLES = (
    "troubles", "general", "well", "normal", "measured", "unwell", "deny", "deny_next", "deny_list",
    "deny_behind", "affirm_behind", "hardly", "goes_on", "fever_over", "over", "fever_still", "affirm", "has", "degree",
    "now", "ongoing", "past", "maybe", "asked", "link", "list_end", "stop", "comma", "other",
)  # fmt: skip
_OF_NO_HEALTH = frozenset({"other", "stop", "comma", "past", "maybe", "asked"})
# Besides those of the symptoms: sayings that nothing is wrong, and sayings of nobody's health.
_OTHER_PATTERNS = ("well", "other")
# Of more words than this a sentence is read anew each time.
_MOST_REMEMBERED = 12


def find_symptoms(text: str) -> SymptomsFound | None:
    """The symptoms a normalised text speaks of; None when it says nothing about how somebody feels."""
    table, complaints, sayings = _knowledge()
    words = table.scan(text)
    if sayings.hint.search(text) is not None:
        said = sayings.with_found(text, words)
        if said is not words:
            return _read(text, said, complaints)
    if not words:
        return None
    if len(words) > _MOST_REMEMBERED:
        return _read(text, words, complaints)
    return _felt(tuple(_essence(text, words)))


def _read(text: str, words: Sequence[WordFound[Tag]], complaints: Mapping[tuple[str, str], str]) -> SymptomsFound | None:
    sentence = Sentence(text, words, complaints)
    sentence.read()
    return sentence.result()


def _essence(text: str, words: Sequence[WordFound[Tag]]) -> Iterator[str]:
    """What a sentence about symptoms is read by: the words of our lists, and how what stands between them counts.

    One by one what stands before a word and the word, and what stands behind the last.
    """
    behind = 0
    for start, word, _tag in words:
        yield gap_of(text[behind:start])
        yield word
        behind = start + len(word)
    yield gap_of(text[behind:])


@lru_cache(maxsize=4096)
def _felt(essence: Sequence[str]) -> SymptomsFound | None:
    """What words of our lists say, with the gaps between them: nearly everybody says the same few things."""
    table, complaints, _sayings = _knowledge()
    words: list[WordFound[Tag]] = []
    start = 0
    for place, piece in enumerate(essence):
        if place % 2:
            words.append(WordFound(start, piece, table.tag_of(piece)))
        start += len(piece)
    return _read("".join(essence), words, complaints)


def health_words(text: str) -> list[WordFound[Tag]]:
    """The words of how somebody feels in a text, and those that deny or affirm them, from left to right."""
    return [word for word in _knowledge()[0].scan(text) if word.tag[0] not in _OF_NO_HEALTH]


class _Sayings:
    """The ways of saying it that no list of words holds: patterns, each with its symptom, "well" or "other"."""

    def __init__(self, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> None:
        self._patterns = patterns
        self._table = PatternTable([pattern for _code, pattern in patterns])
        try:
            self.hint = hint_of([pattern for _code, pattern in patterns])  # most texts are passed over by it
        except ValueError as wrong:
            raise WordListError(f"{_FILE}: patterns: {wrong}") from None

    def with_found(self, text: str, words: list[WordFound[Tag]]) -> list[WordFound[Tag]]:
        """The words of a text with what the patterns find in place of the words that it covers."""
        found: list[WordFound[Tag]] = []
        for place in self._table.possible(text):
            code, pattern = self._patterns[place]
            for match in pattern.finditer(text):
                tag = ("symptoms", code) if code in CODES else (code, "")
                found.append(WordFound(match.start(), match[0], tag))
        if not found:
            return words
        covered: set[int] = set()
        for one in sorted(found, key=attrgetter("start")):
            covered.update(range(one.start, one.start + len(one.word)))
        words = [word for word in words if covered.isdisjoint(range(word.start, word.start + len(word.word)))]
        return sorted([*words, *found], key=attrgetter("start"))


@cache
def _knowledge() -> tuple[WordTable[Tag], Mapping[tuple[str, str], str], _Sayings]:
    """All words, the complaints and the patterns; raises WordListError for an unknown list or a word in two of them."""
    content = load_list(_FILE)
    if set(content) != {"symptoms", "denied", "complaints", "patterns", *_PLAIN_ROLES}:
        raise WordListError(f"{_FILE}: the lists are not the expected ones")
    tags: dict[str, Tag] = {"\n": ("stop", "")}
    for role in _PLAIN_ROLES:
        _add(tags, content[role], role, "")
    for role in ("symptoms", "denied"):
        by_code = content[role]
        if not isinstance(by_code, dict) or not set(by_code) <= {*CODES, "other"}:
            raise WordListError(f"{_FILE}: {role}: words by symptom code are expected")
        for code, words in by_code.items():
            _add(tags, words, role, "" if code == "other" else str(code))
    complaints = _complaints(content["complaints"])
    for part, ailment in complaints:
        tags.setdefault(part, ("part", ""))
        tags.setdefault(ailment, ("ailment", ""))
    return WordTable(tags), complaints, _sayings(content)


def _sayings(content: Mapping[str, object]) -> _Sayings:
    """The patterns as one; raises WordListError."""
    patterns = content["patterns"]
    if not isinstance(patterns, dict) or not set(patterns) <= {*CODES, *_OTHER_PATTERNS}:
        raise WordListError(f"{_FILE}: patterns: lists by symptom code, well and other are expected")
    try:
        return _Sayings([(code, re.compile(one)) for code, ones in patterns.items() for one in ones])
    except (re.error, TypeError) as wrong:
        raise WordListError(f"{_FILE}: patterns: {wrong}") from wrong


def _complaints(content: object) -> Mapping[tuple[str, str], str]:
    """The symptom code, or "", of every part of the body with every ailment; raises WordListError."""
    if not isinstance(content, list):
        raise WordListError(f"{_FILE}: complaints: a list is expected")
    codes: dict[tuple[str, str], str] = {}
    for complaint in content:
        if set(complaint) != {"code", "parts", "ailments"} or complaint["code"] not in {*CODES, "other"}:
            raise WordListError(f"{_FILE}: complaints: code, parts and ailments are expected")
        code = "" if complaint["code"] == "other" else complaint["code"]
        for part in words_of(complaint["parts"], f"{_FILE}: parts"):
            for ailment in words_of(complaint["ailments"], f"{_FILE}: ailments"):
                codes.setdefault((part, ailment), code)
    return codes


def _add(tags: dict[str, Tag], words: object, role: str, code: str) -> None:
    for word in words_of(words, f"{_FILE}: {role}"):
        if tags.setdefault(word, (role, code)) != (role, code):
            raise WordListError(f"{_FILE}: {word} stands in two lists")
