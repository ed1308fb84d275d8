"""反映情况: what somebody tells of others who break the rules, by one sentence where it says what and where.

At most the place is asked for. Whoever tells it stays hidden from everybody who sees to it; whoever says 匿名 leaves no
name at all (docs/decisions/0025).
"""

from bot.conversation import Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.said_back import as_written
from handlers.violations import own
from handlers.violations.filing import file_report
from handlers.violations.where import joined, names_place, where_of
from knowledge.language.violations import read_violation

_INTENT = "report_violation"
_LEAST, _LONGEST_PLACE = 2, 60
# What a message may be read as that only says where something is (老王头家那边).
_SAYS_WHERE = frozenset({_INTENT, "out_of_scope", "register", "correct"})


def _said(turn: Turn) -> Answers:
    """What the sentence says that opens the matter; nothing where it only says that there is one."""
    if turn.reading.intent != _INTENT or not read_violation(turn.text).says_something:
        return {}
    return _read(turn)


def _read(turn: Turn) -> Answers:
    """The words with what they say: where it is, as far as it is known which community that is in, and whether unnamed."""
    found = read_violation(turn.text)
    where = where_of(turn, found)
    answers: dict[str, Value] = {"what": as_written(turn, turn.text)}
    if where.spot:
        answers["spot" if where.is_whole else "half"] = where.spot
    if found.is_anonymous is not None:
        answers["anonymous"] = found.is_anonymous
    return answers


def _in_words(text: str, turn: Turn) -> Value:
    if len(text) < _LEAST or text.isdigit():
        raise InvalidAnswer
    return as_written(turn, text)


def _spot(text: str, turn: Turn) -> Value:
    """Any words that name a place, and such as ask for nothing else (我的记录)."""
    if not _LEAST <= len(text) <= _LONGEST_PLACE:
        raise InvalidAnswer
    if not names_place(text) and turn.reading.intent not in _SAYS_WHERE:
        raise InvalidAnswer
    return text


def _aside(turn: Turn, known: Answers, found: Answers) -> tuple[str, Answers]:
    """The first words say where it is too; the answer to where goes with what was said of it before."""
    if "what" in found:
        return "", {**_read(turn), **found}
    if isinstance(found.get("spot"), str):
        return "", {**found, "spot": joined(turn, str(known.get("half", "")), str(found["spot"]))}
    return "", found


violation_report = Conversation(
    name="violation_report",
    intents=(_INTENT,),
    slots=(
        Slot("what", "text", bare=_in_words, private=True, takes_questions=True),
        Slot("spot", "text", bare=_spot, optional=True, private=True),
        Slot("half", "text", asked=False, private=True),
        Slot("anonymous", "choice", asked=False),
    ),
    prefill=_said,
    aside=_aside,
    finish=file_report,
    called=("反映",),
    asks_which=False,
    filed=own.filed,
    put_right=own.put_right,
    amend=own.amend,
    withdraw=own.withdraw,
)
