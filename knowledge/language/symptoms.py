"""Symptoms of now: which are affirmed, which are denied, and when nothing can be said (INTERFACES 5).

The sentence is read word by word with the lists of `symptoms.yaml`. A denial reaches over what follows it at
once (没发烧咳嗽), a formal one over a whole list (无发热,咳嗽,乏力), one behind a list over all of it
(发烧咳嗽都没有). What is past (昨天咳嗽), only feared (怕发烧) or asked (发烧吗) is no symptom of now; what got
better is gone. Where the words leave it open, nothing is said, and the form asks.
"""

from collections.abc import Mapping
from functools import cache

from knowledge.language.symptom_sentence import CODES, NONE, Sentence, SymptomsFound, Tag
from knowledge.language.words import WordListError, WordTable, load_list, words_of

__all__ = ["CODES", "NONE", "SymptomsFound", "find_symptoms"]

_FILE = "symptoms.yaml"
_PLAIN_ROLES = (
    "troubles", "general", "well", "normal", "measured", "unwell", "deny", "deny_next", "deny_list",
    "deny_behind", "hardly", "goes_on", "fever_over", "over", "fever_still", "affirm", "has", "degree",
    "now", "ongoing", "past", "maybe", "asked", "link", "list_end", "stop", "comma", "other",
)  # fmt: skip
_WELL = SymptomsFound(NONE, ())


def find_symptoms(text: str) -> SymptomsFound | None:
    """The symptoms a normalised text speaks of; None when it says nothing about how somebody feels."""
    table, complaints = _knowledge()
    words = table.scan(text)
    if not words:
        return None
    if len(words) == 1 and words[0].tag[0] == "well":  # most check-ins say just that
        return _WELL
    sentence = Sentence(text, words, complaints)
    sentence.read()
    return sentence.result()


@cache
def _knowledge() -> tuple[WordTable[Tag], Mapping[tuple[str, str], str]]:
    """All words, and the complaints; raises WordListError for an unknown list or a word in two of them."""
    content = load_list(_FILE)
    if set(content) != {"symptoms", "denied", "complaints", *_PLAIN_ROLES}:
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
    return WordTable(tags), complaints


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
