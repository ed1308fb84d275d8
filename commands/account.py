"""`account`: who may sign in to the office's pages; prints a one-time link, alone on one line (INTERFACES 4)."""

from commands.errors import Refused
from commands.wiring import Installation, machine_clock
from knowledge.settings import Settings
from knowledge.times import MINUTE
from ledger import Db, audit
from ledger.console import accounts as console_accounts
from ledger.console import credentials as console_credentials
from ledger.console import sessions as console_sessions
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.people.invitations import BadInvitation, Wanted
from ledger.places import UnknownPlace
from ledger.records import compact

_ACTOR = "command line"


def make(house: Installation, name: str, role: str | None, scope: str | None, now: int | None = None) -> str:
    """Make the account, or make it anew: what held before is void at once. Returns the link. Raises Refused.

    `now` is the machine's clock (ms UTC), in tests another.
    """
    if role is None:
        raise Refused("--role is missing: say which role, such as --role office")
    if not name.strip() or not name.isprintable() or len(name) > 40:
        raise Refused("the name must be one line of at most 40 characters")
    wanted = Wanted(role, name.strip(), scope or None)
    groups = frozenset(group.id for group in house.house.plan.groups)
    now = machine_clock() if now is None else now

    def work(db: Db) -> str:
        try:
            account_id = console_accounts.make(db, wanted, groups, now)
        except BadInvitation as error:
            raise Refused(str(error)) from None
        except UnknownPlace as error:
            raise Refused(f"scope {error}") from None
        console_sessions.end_all(db, account_id, now)
        detail = compact({"role": role, "scope": scope})
        audit.note(db, house.clock(), None, _ACTOR, "account made", f"console_account:{account_id}", detail)
        return _link(db, account_id, now, house.settings.console.link_minutes)

    return f"{address(house.settings)}/console/set-up/{house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)}"


def link_for(house: Installation, name: str, minutes: int) -> str | None:
    """Another link for an account that is there; the old password holds until it is used. None without such an account."""

    def work(db: Db) -> str | None:
        account_id = console_accounts.id_of(db, name)
        return _link(db, account_id, machine_clock(), minutes) if account_id is not None else None

    token = house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)
    return f"{address(house.settings)}/console/set-up/{token}" if token is not None else None


def end(house: Installation, name: str) -> str:
    """End an account: nobody signs in with it any more, and whoever was is signed out. Raises Refused."""
    now = machine_clock()

    def work(db: Db) -> None:
        account_id = console_accounts.id_of(db, name)
        if account_id is None or not console_accounts.end(db, name, now):
            raise Refused(f"{name}: has no account")
        console_sessions.end_all(db, account_id, now)
        audit.note(db, house.clock(), None, _ACTOR, "account ended", f"console_account:{account_id}")

    house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)
    return f"ended: {name}"


def address(settings: Settings) -> str:
    """Where the pages are reached: as it is configured, else on this machine."""
    return settings.console.address or f"http://127.0.0.1:{settings.server.port}"


def _link(db: Db, account_id: int, now: int, minutes: int) -> str:
    # pyotp loads only where a link is made.
    from console.second_factor import new_secret

    return console_credentials.add_link(db, account_id, new_secret(), now, minutes * MINUTE)
