"""What is asked about in a rumour 求证 (clauses 3.3, 4.4): the words without who said so and without `is it true`.

Whoever asks the same on the same day is joined with whoever asked before: only words that are the same to the letter are
the same question. 解封 and 封, tomorrow and the day after are never taken for one another. The words: `rumours.yaml`.
"""

import re
from functools import cache

from knowledge.language.words import WordListError, either, load_list, words_of

_FILE = "rumours.yaml"
_SIGNS = re.compile(r"[\s,.。，!！?？:：;；~、…\"'“”「」()（）《》\-]+")
# Fewer characters tell nothing that could be asked of somebody.
_LEAST = 2


def asked_about(text: str) -> str:
    """What a normalised text asks about, without frames, signs and particles at the end; empty where nothing is left."""
    frames, particles = _words()
    left = _SIGNS.sub("", particles.sub("", _SIGNS.sub(" ", frames.sub(" ", text)).strip()))
    return left if len(left) >= _LEAST else ""


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The frames, and the particles where a piece of the sentence ends; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    if set(content) != {"frames", "particles"}:
        raise WordListError(f"{_FILE}: exactly frames and particles are expected")
    particles = either(words_of(content["particles"], f"{_FILE}: particles"))
    return re.compile(either(words_of(content["frames"], f"{_FILE}: frames"))), re.compile(rf"{particles}+(?=\s|$)")
