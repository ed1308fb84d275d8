"""`chat`: talk to the assistant in the terminal, through the same path as a push: signed, encrypted, decrypted, booked.

The records are real ones of the installation's ledger. What it sends to this account beside the replies is shown too.
"""

import secrets
import sys
import time
from dataclasses import replace
from functools import partial

from bot.door.envelope import Account as DoorAccount
from bot.door.envelope import Envelope
from bot.door.webhook import Webhook
from bot.sending.notice_gate import Kept, NoticeGate
from bot.sending.outcomes import Outcome
from commands.errors import Refused
from commands.invite import invite
from commands.local_push import LocalPlatform
from commands.wiring import Installation, build_desk, machine_clock, open_installation, open_ledger
from knowledge.settings import Settings
from knowledge.times import SECOND, parse_moment
from ledger import Db, Ledger, people, schema
from ledger.outbox import Outgoing
from ledger.outbox import claims as outbox_claims
from ledger.outbox import settling as outbox_settling
from ledger.people.invitations import Wanted

_LEASE = 60 * SECOND
# Whoever pipes a long conversation in wants an answer to every line: nobody floods anybody at a terminal of their own.
_LINES_PER_MINUTE = 1_000_000


def chat(settings: Settings, role: str, at: str | None) -> None:
    """Answer each line of standard input until it ends. Raises Refused."""
    if role not in people.ROLES:
        raise Refused(f"--as {role}: one of {', '.join(people.ROLES)}")
    limits = settings.limits.model_copy(update={"messages_per_minute": _LINES_PER_MINUTE})
    settings = settings.model_copy(update={"limits": limits})
    ledger = open_ledger(settings)
    try:
        schema.migrate(ledger.engine)
        _talk(_with_clock(open_installation(settings, ledger), at), role)
    finally:
        ledger.close()


def _with_clock(installation: Installation, at: str | None) -> Installation:
    """The installation with a clock that begins at `at` where that is given. Raises Refused."""
    if at is None:
        return installation
    try:
        ahead = parse_moment(at) - machine_clock()
    except ValueError:
        raise Refused(f"--at {at}: must be a time such as 2022-01-20T18:00") from None
    return replace(installation, clock=lambda: machine_clock() + ahead)


def _talk(installation: Installation, role: str) -> None:
    clock = installation.clock
    account = DoorAccount(
        app_id="wx" + secrets.token_hex(8),
        token=secrets.token_hex(8),
        aes_key=secrets.token_hex(22)[:43],
        original_id="gh_" + secrets.token_hex(6),
        mode="secure",
    )
    envelope = Envelope(account, installation.ledger.keys.hash_key)
    webhook = Webhook(envelope, build_desk(installation).answer, installation.metrics)
    gate = NoticeGate(installation.ledger, installation.settings.notices, clock=clock)
    platform = LocalPlatform(account, webhook, openid=f"terminal-{role}", clock=clock)
    for line in _greeting(installation, role):
        _show(platform.say(line))
    interactive = sys.stdin.isatty()
    while True:
        if interactive:
            sys.stdout.write("> ")
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            _show(platform.say(line.rstrip("\n")))
            _show_sent(installation.ledger, gate, platform.openid, clock())


def _greeting(installation: Installation, role: str) -> list[str]:
    """What binds a staff member's terminal: an invitation used at once. A resident starts as anybody does: unknown."""
    if role == "resident":
        return []
    first = installation.house.plan.places[0].name
    scope = {
        "grid_worker": f"{first}/1网格",
        "group_member": "medical",
        "community_lead": first,
        "task_force_leader": first,
        "gate_guard": first,
    }.get(role)
    title = installation.house.words.render("terminal_name", role=role)
    return [f"绑定 {invite(installation, [Wanted(role, title, scope)])[0]}"]


def _show(words: str) -> None:
    for line in words.splitlines():
        sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


def _show_sent(ledger: Ledger, gate: NoticeGate, openid: str, now: int) -> None:
    """Claim and show what waits in the outbox for this terminal, and for nobody else."""
    lease = f"chat-{time.monotonic_ns()}"
    for row in ledger.transact(lambda db: outbox_claims.claim_for(db, openid, now, lease, _LEASE)):
        try:
            _show(f"（另发来）\n{gate.words(row)}")
        except Kept as kept:
            ledger.transact(partial(_keep, Outcome(row, kept.verdict, error=kept.why), now))
        else:
            ledger.transact(partial(_settle, row, now))


def _keep(outcome: Outcome, now: int, db: Db) -> None:
    outcome.settle(db, now)


def _settle(row: Outgoing, now: int, db: Db) -> None:
    outbox_settling.settle_sent(db, row, "custom", "", now)
