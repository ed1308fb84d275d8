"""What the official text says of an answer, in a short quote: a sentence, or a part of a long one cut at its pauses."""

import re

from knowledge.answers.search import pairs
from knowledge.official import OfficialText
from knowledge.official.comparing import sentences

# A quote of this length fits beside the plain words on a phone.
_SHORT = 70
# A sentence that shares fewer pairs of characters with the plain words says something else.
_ALIKE = 2
_PAUSE = re.compile(r"[^，,：:]+[，,：:]?")
_LEFT_OUT = "……"


def quote(official: OfficialText | None, clause: str, plain: str) -> str:
    """The sentence of the clause that says the same as `plain`; empty where there is no text, or it says nothing of it."""
    part = official.clauses.get(clause) if official is not None else None
    if part is None:
        return ""
    wanted = pairs([plain])
    shared = {sentence: len(pairs([sentence]) & wanted) for sentence in sentences(part.words)}
    nearest = max(shared, key=shared.__getitem__)
    if shared[nearest] < _ALIKE:
        return ""
    return nearest if len(nearest) <= _SHORT else _part(nearest, wanted)


def _part(sentence: str, wanted: set[str]) -> str:
    """Of a long sentence the pieces in a row, as many as are short together, that share most with what is wanted."""
    pieces = _PAUSE.findall(sentence)
    best, most = (0, 1), -1
    for begin in range(len(pieces)):
        end = begin + 1
        while end < len(pieces) and len("".join(pieces[begin : end + 1])) <= _SHORT:
            end += 1
        count = len(pairs(["".join(pieces[begin:end])]) & wanted)
        if count > most:
            best, most = (begin, end), count
    begin, end = best
    shown = "".join(pieces[begin:end])
    before = _LEFT_OUT if begin else ""
    return f"{before}{shown.rstrip('，,：:')}{_LEFT_OUT}" if end < len(pieces) else f"{before}{shown}"
