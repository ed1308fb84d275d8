"""`ask`: questions about the plan, one a line; the answers as JSON, one object a line (INTERFACES.md 4).

It needs neither secrets nor a database: everything is in the knowledge, and what may be said beside it in config.yaml.
"""

import json
from collections.abc import Iterable, Iterator
from typing import TextIO

from commands.errors import Refused
from knowledge.answers import Answers, Known, the_answers
from knowledge.settings import BadConfig, Settings, load_settings
from knowledge.strict_yaml import BadFile


def ask(source: TextIO, out: TextIO) -> None:
    """Print the answer to each line of `source`, in order and at once. Raises Refused where config or lists are wrong."""
    try:
        answers, beside = the_answers(), known(load_settings())
    except (BadConfig, BadFile) as wrong:
        raise Refused(" ".join(str(wrong).split())) from None
    for line in answered(answers, source, beside):
        out.write(f"{line}\n")
        out.flush()


def known(settings: Settings) -> Known:
    """What may be said beside the plan."""
    return Known(
        duty_phone=settings.office.duty_phone or "",
        psychology=str(settings.office.hotlines.psychology.number),
        fever_celsius=f"{settings.health.fever_celsius:g}",
        fever_source=settings.health.fever_source,
    )


def answered(answers: Answers, lines: Iterable[str], beside: Known) -> Iterator[str]:
    """The line of JSON for each question; an empty line is a question that nothing answers."""
    for line in lines:
        question = line.rstrip("\r\n")
        found = answers.answer(question)
        shown = {
            "question": question,
            "answered": found.answered,
            "clauses": list(found.clauses),
            "answer": answers.words(found, beside),
        }
        yield json.dumps(shown, ensure_ascii=False)
