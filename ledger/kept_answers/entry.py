"""What the office enters as a kept answer, from the chat or the pages: what may be wrong with it, and how it is cleaned."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from knowledge.language.reasons import says_something
from knowledge.rules import Decision, Rulebook, decide
from knowledge.times import from_ms
from ledger.asked import masked
from ledger.kept_answers import LONGEST, LONGEST_QUESTION, KeptAnswer
from ledger.kept_answers.moves import Content

MOST_WORDINGS = 20
# How what was answered before quotes the question (knowledge/answers/words, handlers/replies).
_QUOTED = re.compile(r"您问的(?:是)?「(.+?)」")
Word = Callable[[str, str], str]
_FARTHEST = timedelta(days=366)


def last_day(today: date, days: int) -> str:
    """The last day (ISO) on which an answer is told for which nobody said until when."""
    return (today + timedelta(days=days)).isoformat()


def cleaned(content: Content) -> Content:
    """Without the phones and ID numbers of whoever asked, and each wording once; the answer's numbers are the office's."""
    others = tuple(dict.fromkeys(masked(" ".join(one.split())) for one in content.wordings if one.strip()))
    question = masked(" ".join(content.question.split()))
    wordings = tuple(one for one in others if one != question)
    return replace(content, question=question, wordings=wordings, answer=content.answer.strip())


def fault(content: Content, today: date) -> str:
    """What is wrong with it, empty where nothing is: question, question_long, answer, answer_long, wordings or day."""
    if not says_something(content.question):
        return "question"
    if any(len(one) > LONGEST_QUESTION for one in (content.question, *content.wordings)):
        return "question_long"
    if not says_something(content.answer):
        return "answer"
    if len(content.answer) > LONGEST:
        return "answer_long"
    if len(content.wordings) > MOST_WORDINGS:
        return "wordings"
    return "" if today <= date.fromisoformat(content.ends_on) <= today + _FARTHEST else "day"


def may_be_told(rules: Rulebook, today: date) -> Decision:
    """Whether it may be told to many before another person of the office has agreed: the rule of clause 3.3 decides."""
    return decide(rules, "publication", today, {"about_epidemic": True, "approved": False})


def question_in(text: str) -> str:
    """The question in the words of a handover: what the assistant could not answer, else its first line."""
    quoted = _QUOTED.search(text)
    return quoted[1] if quoted is not None else text.partition("\n")[0]


def facts(kept: KeptAnswer, word: Word) -> dict[str, object]:
    """A kept answer as templates show it to staff; `word` gives the word of a value of a closed list."""
    return {
        "number": kept.number,
        "version": kept.version,
        "status": kept.status,
        "question": kept.question,
        "wordings": kept.other_wordings,
        "answer": kept.answer,
        "place": kept.address.replace("/", ""),
        "who": kept.filed_by,
        "approved_by": kept.approved_by,
        "sent_back": kept.sent_back,
        "ended_by": kept.ended_by,
        "used": kept.used,
        **moment_facts(kept, word),
    }


def moment_facts(kept: KeptAnswer, word: Word) -> dict[str, object]:
    """When it was approved and until when it is told, in words."""
    approved, ends = from_ms(kept.approved_at or kept.filed_at).date(), date.fromisoformat(kept.ends_on)
    return {"approved_on": _day(approved, word), "ends_on": _day(ends, word)}


def _day(day: date, word: Word) -> str:
    return word("day", "date").format(month=day.month, day=day.day)
