"""What the ledger says: whether it can be used, what waits in it for a person, and whether the clock's work was done."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from commands.doctor.finding import FAIL, LOOK, OK, Finding, count, gap, some
from commands.errors import Refused
from commands.ledger import open_existing
from commands.templates import subscription_forms
from commands.wiring import announcements_in_force, machine_clock
from knowledge.announcements import in_force
from knowledge.settings import Settings
from knowledge.times import iso
from ledger import Busy, Db, coverage, facts, inbox, job_standing, schema
from ledger.backups import shelf
from ledger.console import accounts as console_accounts
from ledger.database import create_ledger_engine
from ledger.keys import BadKeys
from ledger.outbox import endpoint_rests, subscriptions
from ledger.outbox import settling as outbox_settling
from ledger.schema import State
from scheduler import backup
from scheduler.jobs import JOBS


def database(settings: Settings) -> Iterator[Finding]:
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
    yield count("parked messages", inbox.parked(db), "failed three times and wait for a person")
    yield count("deliveries", outbox_settling.unknown(db), "may or may not have arrived: ask the people concerned")
    yield _subscriptions(settings, subscriptions.counts(db))
    yield _resting(endpoint_rests.resting(db, _application_time(settings, db)))
    leaderless = coverage.places_without_lead(db)
    yield gap("leads", leaderless, "every community and village has one", "nobody leads")
    unattended = [f"{one.community} ({one.people} people)" for one in coverage.people_without_grid_worker(db)]
    yield gap("grid workers", unattended, "everybody who is registered has one", "no grid worker for")
    yield _console(settings, console_accounts.state(db, machine_clock()))
    yield _jobs(settings, db)
    yield _backup(settings)
    current = in_force(announcements_in_force(db), _application_time(settings, db))
    if not current:
        yield Finding(LOOK, "announcements", "none in force: every return report is left to a person to decide")
    else:
        yield Finding(OK, "announcements", f"in force: {some(f'{one.issuer} {one.number}' for one in current)}")


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
        return Finding(LOOK, "jobs", f"{some(troubles)}; `job NAME` runs one now")
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
