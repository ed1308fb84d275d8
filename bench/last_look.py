"""After a kill run: last start, ledger, repetitions with old MsgIds, ledger again, verdict."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.assistant import Assistant
from bench.referee import Pushed, Snapshot, Verdict, judge, snapshot
from bench.residents_at_work import Told
from bench.talk import Pusher
from bench.words import FEVERISH, MEDICAL_GROUP

# What is repeated: the filings that were never answered, the last messages before each kill, and some others.
_LAST_BEFORE_KILL = 20
_OTHERS_REPEATED = 500


def last_look(
    assistant: Assistant, history: Sequence[Told], apart: set[str], clients: int, ids: Iterator[int]
) -> Verdict:
    assistant.server.kill()
    assistant.server.start()
    assistant.server.wait_until_ready()
    before = _snapshot(assistant, apart)
    repeated = _repeat(assistant, _worth_repeating(history), clients, ids)
    after = _snapshot(assistant, apart)
    pushed = [
        Pushed(told.said.msg_id, told.filing, told.reply, repeated.get(told.said.msg_id)) for told in history
    ]
    return judge(pushed, before, after)


def _snapshot(assistant: Assistant, apart: set[str]) -> Snapshot:
    return snapshot(
        assistant.ledger("health_checkin", versions=True),
        assistant.ledger("return_report", versions=True),
        assistant.ledger("alert"),
        assistant.ledger("audit"),
        assistant.ledger("delivery"),
        alarms_from=FEVERISH[0],
        staffed={MEDICAL_GROUP},
        apart=apart,
    )


def _worth_repeating(history: Sequence[Told]) -> list[Told]:
    """What is pushed once more at the end: a repetition of any of these must change nothing.

    An unanswered step that files nothing is left out, since its answer would carry a form on for which
    nobody is there.
    """
    unanswered = [told for told in history if told.reply is None and told.filing is not None]
    answered = [told for told in history if told.reply is not None]
    by_generation: dict[int, list[Told]] = {}
    for told in answered:
        by_generation.setdefault(told.generation, []).append(told)
    near = [told for generation in by_generation.values() for told in generation[-_LAST_BEFORE_KILL:]]
    others = answered[:: max(1, len(answered) // _OTHERS_REPEATED)]
    return list({told.said.msg_id: told for told in (*unanswered, *near, *others)}.values())


def _repeat(assistant: Assistant, chosen: Sequence[Told], clients: int, ids: Iterator[int]) -> dict[int, str]:
    """Push messages once more with their old MsgIds; what each was answered."""
    answers: dict[int, str] = {}

    def push_all(share: Sequence[Told]) -> None:
        pusher = Pusher(assistant.account, assistant.server.port, ids)
        for told in share:
            reply = pusher.deliver(told.said)
            if reply is not None:
                answers[told.said.msg_id] = reply
        pusher.close()

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(push_all, [chosen[lane::clients] for lane in range(clients)]))
    return answers
