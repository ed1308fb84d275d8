"""What is asked often and is no matter of the plan: the weather, a sick cow, the heating bill (`off_topic.yaml`).

Said only of texts whose intent is out_of_scope: which kind it is decides the words in which it is put aside, nothing more.
"""

from functools import cache
from typing import Literal, cast, get_args

from knowledge.language.words import WordListError, WordTable, load_list, words_of

Topic = Literal["weather", "animals", "bills", "papers", "shopping", "leisure"]
_FILE = "off_topic.yaml"


def off_topic(text: str) -> Topic | None:
    """The kind of a normalised text that is out of scope; None where it is none of the known ones."""
    found = _table().scan(text)
    return found[0].tag if found else None


@cache
def _table() -> WordTable[Topic]:
    """The words by kind; raises WordListError with what is wrong."""
    content, topics = load_list(_FILE), get_args(Topic)
    if set(content) != set(topics):
        raise WordListError(f"{_FILE}: {', '.join(topics)} are expected")
    words: dict[str, Topic] = {}
    for topic in topics:
        for word in words_of(content[topic], f"{_FILE}: {topic}"):
            if word in words:
                raise WordListError(f"{_FILE}: {word} stands in two kinds")
            words[word] = cast("Topic", topic)
    return WordTable(words)
