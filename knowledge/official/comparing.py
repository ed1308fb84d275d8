"""What differs between two official texts, clause by clause: added, removed, changed, moved to another number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.official.clauses import OfficialClause
from knowledge.official.lines import bare

# Typed otherwise, the words are the same.
_SAME_MARKS = str.maketrans("（），；：．", "(),;:.")
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)[、.]?|[0-9]{1,2}[、.](?![0-9]))"
)
# A clause that is so much the same under its id stayed; one that is so much the same under another has moved.
_STILL, _MOVED = 0.5, 0.7
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")


@dataclass(frozen=True, slots=True)
class Changed:
    """A clause whose words changed, and the id that it had: the sentences that went, and those that came."""

    was: str
    clause: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Clauses by id, in the order of the texts. `moved`: the same words, or nearly, under another id: old and new."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]
    moved: tuple[tuple[str, str], ...]

    @property
    def touched(self) -> tuple[str, ...]:
        """The ids under which something else is said than before, or nothing any more."""
        before = (*self.removed, *(one.clause for one in self.changed), *(old for old, _ in self.moved))
        return tuple(dict.fromkeys((*before, *self.added, *(new for _, new in self.moved))))


def compare(before: Mapping[str, OfficialClause], now: Mapping[str, OfficialClause]) -> Differences:
    """What is otherwise now than before; blanks, kinds of brackets and the printed number count for nothing."""
    old = {clause: _plain(one.words) for clause, one in before.items()}
    new = {clause: _plain(one.words) for clause, one in now.items()}
    moved = _moved(old, new)
    came = set(moved.values())
    stayed = {clause: clause for clause in new if clause in old and clause not in moved and clause not in came}
    return Differences(
        added=tuple(clause for clause in new if clause not in came and (clause not in old or clause in moved)),
        removed=tuple(clause for clause in old if clause not in moved and (clause not in new or clause in came)),
        changed=tuple(
            _changed(was, clause, before[was].words, now[clause].words)
            for was, clause in (*stayed.items(), *moved.items())
            if old[was] != new[clause]
        ),
        moved=tuple(moved.items()),
    )


def _moved(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Where what a clause said stands now, for those that say it under another id: word for word, else nearly so."""
    by_words = {words: clause for clause, words in new.items() if old.get(clause) != words}
    moved = {clause: by_words[words] for clause, words in old.items() if new.get(clause) != words and words in by_words}
    free = [clause for clause in new if clause not in moved.values() and new[clause] != old.get(clause)]
    for clause, words in old.items():
        if clause in moved or new.get(clause) == words or _alike(words, new.get(clause, "")) >= _STILL:
            continue
        nearest = max(free, key=lambda one: _alike(words, new[one]), default=None)
        if nearest is not None and nearest != clause and _alike(words, new[nearest]) >= _MOVED:
            moved[clause] = nearest
            free.remove(nearest)
    return {clause: moved[clause] for clause in old if clause in moved}


def _alike(one: str, other: str) -> float:
    """How much of two texts is the same, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def sentences(words: str) -> tuple[str, ...]:
    """A text sentence by sentence, as it is written."""
    return tuple(one.strip() for one in _SENTENCE.findall(words) if one.strip())


def _changed(was: str, clause: str, before: str, now: str) -> Changed:
    old, new = sentences(before), sentences(now)
    gone: list[str] = []
    came: list[str] = []
    matcher = SequenceMatcher(None, [_plain(one) for one in old], [_plain(one) for one in new], autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what != "equal":
            gone += old[old_from:old_to]
            came += new[new_from:new_to]
    return Changed(was, clause, tuple(gone), tuple(came))


def _plain(words: str) -> str:
    return _NUMBER.sub("", bare(words).translate(_SAME_MARKS))
