"""`doctor`: what is configured, reachable and missing, a line each (INTERFACES 4). It changes nothing.

`ok` is in order, `look` is for somebody to look at, `FAIL` is something without which `serve` does not do its work.
"""

import errno
import os
import socket
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import certifi
import redis
import urllib3
from sqlalchemy.exc import SQLAlchemyError
from urllib3.exceptions import HTTPError

from bot.sending.client import fetch_stable_token
from bot.sending.fates import SendError
from bot.sending.token_shelf import connect
from bot.sending.wire import Wire
from commands.errors import Refused
from commands.ledger import open_existing
from commands.remedies import remedy
from commands.templates import differences, fetch_keys, subscription_forms, template_forms, without_template
from commands.wiring import announcements_in_force, machine_clock
from knowledge.announcements import in_force
from knowledge.official import BadText, Shelf
from knowledge.plan import load_plan
from knowledge.settings import Account, BadConfig, Settings
from knowledge.strict_yaml import BadFile
from knowledge.times import SECOND, iso, to_ms
from ledger import Busy, Db, coverage, facts, inbox, job_standing, schema
from ledger.backups import shelf
from ledger.console import accounts as console_accounts
from ledger.database import create_ledger_engine
from ledger.keys import BadKeys, key_file, load_or_create
from ledger.outbox import endpoint_rests, subscriptions
from ledger.outbox import settling as outbox_settling
from ledger.schema import State
from scheduler import backup
from scheduler.jobs import JOBS

OK, LOOK, FAIL = "ok", "look", "FAIL"
# A push whose time is further from the machine's clock is refused.
_CLOCK_LIMIT_SECONDS = 300
_CLOCK_LOOK_SECONDS = 30
_ANSWER_SECONDS = 5.0
_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: how it stands, what was looked at, and what was found."""

    level: str
    what: str
    says: str


def run(settings: Settings) -> bool:
    """Print a line for each check; False where something that `serve` needs is missing. Never prints secrets."""
    missing: list[str] = []
    for finding in findings(settings):
        print(f"{finding.level:<5} {finding.what:<15} {finding.says}", flush=True)
        if finding.level == FAIL:
            missing.append(finding.what)
    if missing:
        print(f"`serve` does not do its work before this is mended: {', '.join(missing)}", file=sys.stderr)
    return not missing


def findings(settings: Settings) -> Iterator[Finding]:
    """Every check, in the order in which one needs the other."""
    account = _account(settings)
    yield _configuration(settings)
    yield _data_folder(settings)
    yield _keys(settings)
    yield _plan(settings)
    yield from _database(settings)
    yield _redis(settings)
    if account is not None:
        yield from _platform(settings, account)
    else:
        yield _templates(settings, [])
    yield _mass_sends(settings)
    yield _questions(settings)
    yield _clock(settings, account is not None)
    yield _port(settings)


def _account(settings: Settings) -> Account | None:
    try:
        return settings.require_account()
    except BadConfig:
        return None


def _configuration(settings: Settings) -> Finding:
    try:
        account = settings.require_account()
    except BadConfig as missing:
        return Finding(FAIL, "configuration", str(missing))
    note = "" if settings.environment == "production" else f", environment {settings.environment}"
    return Finding(OK, "configuration", f"account {account.app_id}, mode {settings.wechat.mode}{note}")


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.exists():
        above = next(parent for parent in folder.parents if parent.exists())
        if os.access(above, os.W_OK | os.X_OK):
            return Finding(OK, "data folder", f"{folder}: is made at the first start")
        return Finding(FAIL, "data folder", f"{folder}: does not exist, and {above} may not be written to")
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x" * 4096)
            probe.flush()
    except OSError as error:
        return Finding(FAIL, "data folder", f"{folder}: cannot be written to ({error.strerror})")
    return Finding(OK, "data folder", str(folder))


def _plan(settings: Settings) -> Finding:
    """Which plan is served, and whether its official text may be quoted."""
    try:
        plan = load_plan(settings.plan.folder)
        text = Shelf.of(settings.data_dir, plan).in_force(plan)
    except BadText as bad:
        return Finding(LOOK, "plan", f"its official text is not quoted: {bad}")
    except BadFile as bad:
        return Finding(FAIL, "plan", str(bad))
    quoted = f"quoted from {text.file}" if text is not None else "no official text (`plan import`)"
    return Finding(OK, "plan", f"{plan.head.number}, {quoted}")


def _keys(settings: Settings) -> Finding:
    if settings.keys.seal is not None:
        return Finding(OK, "keys", "given by the environment")
    path = key_file(settings.data_dir)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        load_or_create(settings.data_dir)
    except FileNotFoundError:
        return Finding(OK, "keys", "are made at the first start")
    except (OSError, BadKeys) as error:
        return Finding(FAIL, "keys", str(error))
    if mode & 0o077:
        return Finding(LOOK, "keys", f"{path}: others may read it (mode {mode:04o}); chmod 600 it")
    return Finding(OK, "keys", str(path))


def _database(settings: Settings) -> Iterator[Finding]:
    engine = create_ledger_engine(settings.database_url)
    where = engine.url.set(password=None, query={}).render_as_string()
    try:
        state = schema.state(engine)
    except SQLAlchemyError as error:
        yield Finding(FAIL, "database", f"{where}: cannot be used ({type(error).__name__}); check HEXI_DATABASE__URL")
        return
    finally:
        engine.dispose()
    if state is not State.CURRENT:
        says = {
            State.NONE: (OK, "nothing there yet: the first `serve` makes it"),
            State.OLDER: (LOOK, "an older schema: `serve` brings it up to date"),
            State.NEWER: (FAIL, "belongs to a newer program: use that one"),
        }[state]
        yield Finding(says[0], "database", f"{where}: {says[1]}")
        return
    yield Finding(OK, "database", f"{where}: schema {schema.newest_revision()}")
    try:
        ledger = open_existing(settings)
    except (Refused, BadKeys, Busy) as error:
        yield Finding(FAIL, "ledger", str(error))
        return
    try:
        yield from ledger.read(lambda db: list(_ledger(settings, db)))
    except Busy as busy:
        yield Finding(FAIL, "ledger", str(busy))
    finally:
        ledger.close()


def _ledger(settings: Settings, db: Db) -> Iterator[Finding]:
    yield _count("parked messages", inbox.parked(db), "failed three times and wait for a person")
    yield _count("deliveries", outbox_settling.unknown(db), "may or may not have arrived: ask the people concerned")
    yield _subscriptions(settings, subscriptions.counts(db))
    yield _resting(endpoint_rests.resting(db, _application_time(settings, db)))
    leaderless = coverage.places_without_lead(db)
    yield _gap("leads", leaderless, "every community and village has one", "nobody leads")
    unattended = [f"{one.community} ({one.people} people)" for one in coverage.people_without_grid_worker(db)]
    yield _gap("grid workers", unattended, "everybody who is registered has one", "no grid worker for")
    yield _console(settings, console_accounts.state(db, machine_clock()))
    yield _jobs(settings, db)
    yield _backup(settings)
    current = in_force(announcements_in_force(db), _application_time(settings, db))
    if not current:
        yield Finding(LOOK, "announcements", "none in force: every return report is left to a person to decide")
    else:
        yield Finding(OK, "announcements", f"in force: {_some(f'{one.issuer} {one.number}' for one in current)}")


def _jobs(settings: Settings, db: Db) -> Finding:
    """Whether what is done by the clock was done (THREATS F19)."""
    names = [job.name for job in JOBS if job.name != backup.job.name or settings.backup.passphrase is not None]
    found = job_standing.standing(db, names)
    if not found:
        return Finding(OK, "jobs", "none was due yet")
    if job_standing.is_silent(found, _application_time(settings, db)):
        newest = iso(max(one.due_at for one in found))
        return Finding(LOOK, "jobs", f"none has run since {newest}: start `serve`, or `scheduler` on one host")
    troubles = [f"{one.job} {one.status} (due {iso(one.due_at)})" for one in found if one.is_trouble]
    if troubles:
        return Finding(LOOK, "jobs", f"{_some(troubles)}; `job NAME` runs one now")
    return Finding(OK, "jobs", f"{len(found)} were due, none failed or was missed")


def _backup(settings: Settings) -> Finding:
    if settings.backup.passphrase is None:
        return Finding(LOOK, "backup", "none is made: set HEXI_BACKUP__PASSPHRASE, or HEXI_BACKUP__PASSPHRASE_FILE")
    there = shelf.on(settings.data_dir)
    newest = f"the newest is of {next(iter(there))}" if there else "none yet"
    return Finding(OK, "backup", f"each night at {settings.scheduler.backup:%H:%M}; {newest}")


def _console(settings: Settings, state: console_accounts.State) -> Finding:
    """Where the office's pages are reached, and whether anybody can sign in."""
    where = settings.console.address or "on this machine alone (console.address is not set)"
    if not state.accounts:
        return Finding(OK, "console", f"{where}: no accounts yet; `account NAME --role office` makes the first")
    counts = f"{state.accounts} accounts, {state.set_up} set up, {state.can_be_set_up} with a link that works"
    if not state.set_up + state.can_be_set_up:
        return Finding(LOOK, "console", f"{where}: {counts}: nobody can sign in; `account` gives another link")
    return Finding(OK, "console", f"{where}: {counts}")


def _application_time(settings: Settings, db: Db) -> int:
    offset = int(facts.get(db, facts.CLOCK_OFFSET) or 0) if settings.clock is not None else 0
    return machine_clock() + offset


def _count(what: str, count: int, meaning: str) -> Finding:
    return Finding(LOOK, what, f"{count} {meaning}") if count else Finding(OK, what, "none to look at")


def _gap(what: str, missing: list[str], none_says: str, some_say: str) -> Finding:
    return Finding(LOOK, what, f"{some_say} {_some(missing)}") if missing else Finding(OK, what, none_says)


def _some(names: Iterable[str]) -> str:
    known = list(names)
    more = f" and {len(known) - _NAMES_SHOWN} more" if len(known) > _NAMES_SHOWN else ""
    return ", ".join(known[:_NAMES_SHOWN]) + more


def _redis(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return Finding(OK, "redis", "not configured: everything is in this process")
    try:
        with connect(settings.redis_url) as shared:
            shared.ping()
    except redis.RedisError as error:
        says = f"does not answer ({type(error).__name__}): each process looks after itself meanwhile"
        return Finding(LOOK, "redis", says)
    return Finding(OK, "redis", "answers")


def _platform(settings: Settings, account: Account) -> Iterator[Finding]:
    """Whether the platform gives a token, and whether its templates are those that are configured."""
    differ: list[str] = []
    wire = Wire(settings.wechat.api_base_url, read_seconds=settings.sender.request_seconds)
    try:
        grant = fetch_stable_token(wire, account.app_id, account.app_secret, False)
        yield Finding(OK, "platform", f"{settings.wechat.api_base_url} gave a token for {grant.seconds} s")
        differ = _template_differences(settings, wire, grant.value)
    except SendError as error:
        if error.errcode is None:
            says = f"{settings.wechat.api_base_url} does not answer: nothing can be sent ({error.errmsg})"
            yield Finding(LOOK, "platform", says)
        else:
            yield Finding(FAIL, "platform", remedy(error))
    finally:
        wire.close()
    yield _templates(settings, differ)


def _template_differences(settings: Settings, wire: Wire, token: str) -> list[str]:
    forms = template_forms(settings)
    if not forms:
        return []
    try:
        return differences(forms, fetch_keys(wire, token))
    except SendError as error:
        return [f"the platform does not say which there are ({error})"]


def _templates(settings: Settings, differ: list[str]) -> Finding:
    forms = template_forms(settings)
    trouble = "; ".join(
        filter(None, [*differ, without_template(forms, settings.sender.wait_for_contact_minutes.alert)])
    )
    return Finding(LOOK if trouble else OK, "templates", trouble or f"for {', '.join(forms)}")


def _subscriptions(settings: Settings, agreed: dict[str, int]) -> Finding:
    """Which purposes have a subscription message, and how many accounts agreed to each."""
    forms = subscription_forms(settings)
    if not forms:
        return Finding(
            OK, "subscriptions", "none configured: templates alone reach whoever has not written for 48 hours"
        )
    says = ", ".join(f"{purpose}: {agreed.get(form.template_id, 0)} agreed" for purpose, form in forms.items())
    unused = set(agreed) - {form.template_id for form in forms.values()}
    return Finding(OK, "subscriptions", f"{says}; {len(unused)} of other templates" if unused else says)


def _resting(resting: dict[str, int]) -> Finding:
    """Which endpoints of the platform are not asked at the moment."""
    if not resting:
        return Finding(OK, "quotas", "none used up")
    says = ", ".join(f"{channel} until {iso(until)}" for channel, until in sorted(resting.items()))
    return Finding(LOOK, "quotas", f"used up, nothing leaves by it: {says}")


def _mass_sends(settings: Settings) -> Finding:
    if settings.notices.mass_sends:
        return Finding(OK, "mass sends", "bring a notice to whom nothing else reaches: verified accounts only")
    return Finding(OK, "mass sends", "off (notices.mass_sends): whom nothing else reaches is visited")


def _questions(settings: Settings) -> Finding:
    if settings.conversation.tappable_questions:
        return Finding(OK, "questions", "can be tapped: only a verified account may send such messages")
    return Finding(OK, "questions", "are answered by typing: conversation.tappable_questions is off")


def _clock(settings: Settings, configured: bool) -> Finding:
    now = machine_clock()
    rehearsal = f"; the application's began at {iso(settings.clock)}" if settings.clock is not None else ""
    theirs = _platform_time(settings.wechat.api_base_url) if configured else None
    if theirs is None:
        return Finding(OK, "clock", f"{iso(now)}, compared with nobody's{rehearsal}")
    off = round((now - theirs) / SECOND)
    says = f"{iso(now)}, {abs(off)} s {'ahead of' if off > 0 else 'behind'} the platform's{rehearsal}"
    if abs(off) > _CLOCK_LIMIT_SECONDS:
        return Finding(FAIL, "clock", f"{says}: every push is refused; set the clock (NTP)")
    return Finding(LOOK if abs(off) > _CLOCK_LOOK_SECONDS else OK, "clock", says)


def _platform_time(base_url: str) -> int | None:
    """The platform's time (ms UTC, to the second) by the date of its answer; None where it gives none."""
    try:
        with urllib3.PoolManager(ca_certs=certifi.where()) as pool:
            answer = pool.request("HEAD", f"{base_url}/", timeout=_ANSWER_SECONDS, retries=False, redirect=False)
        return to_ms(parsedate_to_datetime(answer.headers["Date"]))
    except (HTTPError, KeyError, ValueError):
        return None


def _port(settings: Settings) -> Finding:
    host, port = settings.server.host, settings.server.port
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and _is_ours(host, port):
            return Finding(OK, "port", f"{where}: a running assistant listens there")
        return Finding(FAIL, "port", f"{where}: cannot be listened on ({error.strerror}); set HEXI_SERVER__PORT")
    return Finding(OK, "port", f"{where}: free" if port else f"{host}: any free one")


def _is_ours(host: str, port: int) -> bool:
    try:
        with urllib3.PoolManager() as pool:
            answer = pool.request("GET", f"http://{host}:{port}/healthz", timeout=_ANSWER_SECONDS, retries=False)
    except HTTPError:
        return False
    return answer.data.strip() == b"ok"
