"""Before anything is measured: does each wording really file its record, and after how many more pushes?

A figure for a check-in that files nothing would be worthless, so everything that a run says is said before
by people who take no further part, and the ledger is looked at.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.assistant import Assistant
from bench.servers import Failed
from bench.talk import Pusher
from bench.words import FEVERISH, HEALTHY, Resident, fever, phrase, return_answer, words

_MOST_CONFIRMATIONS = 3


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How many confirmations a check-in needs: the first of a day, and one more on the same day."""

    first: int
    again: int

    def confirmations(self, done_before: int) -> int:
        """For somebody who has filed `done_before` check-ins today."""
        return self.again if done_before else self.first


def people_needed() -> int:
    """How many residents `rehearse` takes for itself."""
    return len(words().check_in)


def rehearse(assistant: Assistant, people: Sequence[Resident], pusher: Pusher) -> Rehearsed:
    """Try every wording on `people` (one each, bound already); raises Failed where one files nothing."""

    def round_of(before: int) -> dict[Resident, str]:
        # Another temperature each time, so that a second check-in says something else than the first.
        return {
            resident: phrase(number, HEALTHY[(number + before) % len(HEALTHY)])
            for number, resident in enumerate(people)
        }

    return Rehearsed(
        first=_confirmations(assistant, round_of(0), pusher, before=0),
        again=_confirmations(assistant, round_of(1), pusher, before=1),
    )


def rehearse_fever(assistant: Assistant, resident: Resident, pusher: Pusher) -> int:
    """How many confirmations a check-in with fever needs; raises Failed where it files nothing."""
    return _confirmations(assistant, {resident: fever(FEVERISH[0])}, pusher, before=0)


def rehearse_return(assistant: Assistant, resident: Resident, pusher: Pusher) -> tuple[str, ...]:
    """What is said, push by push, until a return report is on record (for `Resident.say`); raises Failed."""
    script, heard = [words().return_report.opening], ""
    for _ in range(words().return_report.at_most):
        reply = pusher.deliver(pusher.compose(resident.openid, resident.say(script[-1])))
        if any(record["filed_by"] == resident.name for record in assistant.ledger("return_report")):
            return tuple(script)
        heard += f"\n  {script[-1]!r} was answered {reply!r}"
        script.append(return_answer(reply or ""))
    raise Failed(f"no return report came of this:{heard}")


def filed(assistant: Assistant) -> Counter[str]:
    """How many check-ins of each person are on record, replaced ones included."""
    return Counter(str(record["person"]) for record in assistant.ledger("health_checkin", versions=True))


def _confirmations(assistant: Assistant, said: Mapping[Resident, str], pusher: Pusher, *, before: int) -> int:
    replies = {
        resident: pusher.deliver(pusher.compose(resident.openid, text)) for resident, text in said.items()
    }
    for confirmed in range(_MOST_CONFIRMATIONS + 1):
        on_record = filed(assistant)
        missing = [resident for resident in said if on_record[resident.name] <= before]
        if not missing:
            return confirmed
        if len(missing) < len(said):
            raise Failed(f"some wordings have filed by now, these have not: {_heard(missing, said, replies)}")
        for resident in missing:
            replies[resident] = pusher.deliver(pusher.compose(resident.openid, words().confirm))
    raise Failed(
        f"no check-in on record after {_MOST_CONFIRMATIONS} confirmations: {_heard(said, said, replies)}"
    )


def _heard(
    people: Sequence[Resident] | Mapping[Resident, str],
    said: Mapping[Resident, str],
    replies: Mapping[Resident, str | None],
) -> str:
    return "".join(f"\n  {said[resident]!r} was answered {replies[resident]!r}" for resident in people)
