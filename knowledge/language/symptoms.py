"""Symptoms of now: which are affirmed, which are denied, and when nothing can be said (INTERFACES 5).

The sentence is read word by word with the lists of `symptoms.yaml`. A denial reaches over what follows it at
once (没发烧咳嗽), a formal one over a whole list (无发热,咳嗽,乏力), one behind a list over all of it
(发烧咳嗽都没有). What is past (昨天咳嗽), only feared (怕发烧) or asked (发烧吗) is no symptom of now; what got
better is gone. Where the words leave it open, nothing is said, and the form asks.
"""

from functools import cache

from knowledge.language.symptom_sentence import CODES, NONE, Sentence, SymptomsFound, Tag
from knowledge.language.words import WordListError, WordTable, load_list, words_of

__all__ = ["CODES", "NONE", "SymptomsFound", "find_symptoms"]

_FILE = "symptoms.yaml"
_PLAIN_ROLES = (
    "troubles", "general", "well", "normal", "measured", "unwell", "deny", "deny_next", "deny_list", "deny_behind",
    "hardly", "goes_on", "fever_over", "over", "fever_still", "affirm", "has", "now", "ongoing", "past", "maybe", "asked",
    "link", "list_end", "stop", "comma", "other",
)  # fmt: skip
_WELL = SymptomsFound(NONE, ())


def find_symptoms(text: str) -> SymptomsFound | None:
    """The symptoms a normalised text speaks of; None when it says nothing about how somebody feels."""
    words = _table().scan(text)
    if not words:
        return None
    if len(words) == 1 and words[0].tag[0] == "well":  # most check-ins say just that
        return _WELL
    sentence = Sentence(text, words)
    sentence.read()
    return sentence.result()


@cache
def _table() -> WordTable[Tag]:
    """All words of the list; raises WordListError for an unknown list or a word in two of them."""
    content = load_list(_FILE)
    if set(content) != {"symptoms", "denied", *_PLAIN_ROLES}:
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
    return WordTable(tags)


def _add(tags: dict[str, Tag], words: object, role: str, code: str) -> None:
    for word in words_of(words, f"{_FILE}: {role}"):
        if tags.setdefault(word, (role, code)) != (role, code):
            raise WordListError(f"{_FILE}: {word} stands in two lists")
