"""The clients of a kill run: residents who check in, report a fever or a return, one push after the other."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.account import Account
from bench.referee import Filing
from bench.rehearsal import Rehearsed
from bench.talk import Pusher, Said
from bench.words import FEVERISH, HEALTHY, Resident, fever, phrase, words

# A resident's steps: what is said, and what the push must file.
Steps = Iterator[tuple[str, Filing | None]]


@dataclass(frozen=True, slots=True)
class Told:
    """One message and its fate: the reply, or None; how often the server had been killed when it came."""

    said: Said
    filing: Filing | None
    reply: str | None
    generation: int


@dataclass(frozen=True, slots=True)
class Script:
    """What each filing takes, as the rehearsal found: confirmations, and the words of a return report."""

    check_in: Rehearsed
    fever_confirmations: int
    return_report: tuple[str, ...]

    def steps(self, number: int, resident: Resident) -> Steps:
        """What resident `number` does: of ten, five check in repeatedly, three have a fever, two return."""
        if number % 10 < 5:
            return self._check_ins(number, resident)
        if number % 10 < 8:
            return self._fever(number, resident)
        return self._return(resident)

    def _check_ins(self, number: int, resident: Resident) -> Steps:
        for turn, temperature in enumerate(HEALTHY):
            filing = Filing("health_checkin", resident.name, temperature)
            confirmations = self.check_in.confirmations(turn)
            yield from _with_confirmations(phrase(number + turn, temperature), confirmations, filing)

    def _fever(self, number: int, resident: Resident) -> Steps:
        temperature = FEVERISH[number % len(FEVERISH)]
        filing = Filing("health_checkin", resident.name, temperature)
        yield from _with_confirmations(fever(temperature), self.fever_confirmations, filing)

    def _return(self, resident: Resident) -> Steps:
        *before, last = self.return_report
        for text in before:
            yield resident.say(text), None
        yield resident.say(last), Filing("return_report", resident.name)


def _with_confirmations(text: str, confirmations: int, filing: Filing) -> Steps:
    """The last of the pushes is the one that files."""
    for left in range(confirmations, -1, -1):
        yield text, filing if left == 0 else None
        text = words().confirm


class Street:
    """All clients together: they take residents from one queue, and their history is one list."""

    def __init__(
        self,
        account: Account,
        port: int,
        people: Sequence[Resident],
        script: Script,
        message_ids: Iterator[int],
        generation: Callable[[], int],
    ) -> None:
        self._account, self._port = account, port
        self._script = script
        self._message_ids = message_ids
        self._generation = generation
        self._waiting: queue.SimpleQueue[tuple[int, Resident]] = queue.SimpleQueue()
        for numbered in enumerate(people):
            self._waiting.put(numbered)
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._failures: list[BaseException] = []
        self.history: list[Told] = []

    def open(self, clients: int) -> None:
        """Let that many clients begin."""
        self._threads = [threading.Thread(target=self._client, name=f"client-{n}") for n in range(clients)]
        for thread in self._threads:
            thread.start()

    @property
    def deserted(self) -> bool:
        """Whether all residents have had their turn before the time was over, or a client broke."""
        return not any(thread.is_alive() for thread in self._threads)

    def close(self) -> None:
        """Let everybody finish the message in hand; raises what a client failed with."""
        self._closing.set()
        for thread in self._threads:
            thread.join()
        if self._failures:
            raise self._failures[0]

    def _client(self) -> None:
        pusher = Pusher(self._account, self._port, self._message_ids)
        try:
            while not self._closing.is_set():
                self._live(pusher, *self._waiting.get_nowait())
        except queue.Empty:
            return
        except BaseException as error:
            self._failures.append(error)
        finally:
            pusher.close()

    def _live(self, pusher: Pusher, number: int, resident: Resident) -> None:
        """Go through one resident's steps; whoever is not answered three times takes no further part."""
        for text, filing in self._script.steps(number, resident):
            said = pusher.compose(resident.openid, text)
            reply = pusher.deliver(said)
            self.history.append(Told(said, filing, reply, self._generation()))
            if reply is None or self._closing.is_set():
                return
