"""Pushes one message after the other, as the platform does for one person, and binds the people of a run.

The platform's side: an answer is whole, 200 and sealed for this account, or it is none; what is not
answered within 5 s or answered otherwise is sent again with the same MsgId, three times in all (doc:
被动回复用户消息).
"""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.account import Account, BadAnswer, Sealer
from bench.assistant import Assistant
from bench.lane import DEADLINE_SECONDS
from bench.load import ACKNOWLEDGED, Job, Measured, Order
from bench.servers import HOST, PROJECT, Failed
from bench.words import Resident, invitations

_TRIES = 3
# Between two tries. The platform's own pause after a refused connection is not documented.
_PAUSE_SECONDS = 1.5
_BINDING_LANES = 16


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a person, as it is pushed each time. `said_at` is in seconds UTC."""

    openid: str
    text: str
    msg_id: int
    said_at: int


class Pusher:
    """One connection over which messages are pushed one at a time."""

    def __init__(self, account: Account, port: int, message_ids: Iterator[int]) -> None:
        self._sealer = Sealer(account)
        self._connection = http.client.HTTPConnection(HOST, port, timeout=DEADLINE_SECONDS)
        self._message_ids = message_ids

    def compose(self, openid: str, text: str) -> Said:
        """A new message, said now."""
        return Said(openid, text, next(self._message_ids), int(time.time()))

    def push(self, said: Said) -> str | None:
        """Push once: the words of the reply, "" for `success`, None where nothing was acknowledged."""
        query, body = self._sealer.text_push(
            said.openid, said.text, said.msg_id, said_at=said.said_at, at=int(time.time())
        )
        try:
            self._connection.request("POST", f"/wechat?{query}", body, {"Content-Type": "text/xml"})
            answer = self._connection.getresponse()
            received = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return None
        if answer.status != http.client.OK:
            return None
        try:
            return self._sealer.open_reply(said.openid, received)
        except BadAnswer:
            return None

    def deliver(self, said: Said) -> str | None:
        """Push up to three times, as the platform does; None where no try was acknowledged."""
        for left in range(_TRIES - 1, -1, -1):
            reply = self.push(said)
            if reply is not None:
                return reply
            if left:
                time.sleep(_PAUSE_SECONDS)
        return None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def generate(job: Job) -> Measured:
    """Run a job in a load generator of its own process; raises Failed."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        cwd=PROJECT,
        input=job.model_dump_json().encode(),
        capture_output=True,
        check=False,
    )
    if ran.returncode:
        raise Failed(f"the load generator ended with {ran.returncode}: {ran.stderr.decode()[-2000:]}")
    return Measured.model_validate_json(ran.stdout)


def bind(assistant: Assistant, people: Sequence[Resident], message_ids: Iterator[int]) -> None:
    """Invite everybody and let each send 绑定 with the code; raises Failed where one was not acknowledged."""
    codes = assistant.command("invite", "--file", "-", lines=invitations(people))
    if len(codes) != len(people):
        raise Failed(f"{len(people)} were invited and {len(codes)} codes came back")
    orders = [
        Order(openid=resident.openid, text=f"绑定 {line['code']}", msg_id=next(message_ids))
        for resident, line in zip(people, codes, strict=True)
    ]
    lanes = [orders[lane::_BINDING_LANES] for lane in range(_BINDING_LANES)]
    job = Job(
        host=HOST,
        port=assistant.server.port,
        account=assistant.account,
        seconds=0.0,
        lanes=lanes,
        send_all=True,
    )
    outcomes = generate(job).counted()
    if sum(outcomes[name] for name in ACKNOWLEDGED) != len(people):
        raise Failed(f"not everybody could be bound: {dict(outcomes)}")


def bind_staff(assistant: Assistant, openid: str, role: str, scope: str, name: str, pusher: Pusher) -> None:
    """Invite and bind one member of staff; raises Failed."""
    line = {"role": role, "scope": scope, "name": name}
    code = assistant.command("invite", "--file", "-", lines=[line])[0]["code"]
    if pusher.deliver(pusher.compose(openid, f"绑定 {code}")) is None:
        raise Failed(f"the {role} could not be bound")
