"""What an account may see and do: the same as in the chat, place by place and group by group (ledger/people/rights.py).

A scope is a path that goes into the query itself; whoever has none finds nothing.
"""

from ledger import Db, handovers
from ledger.console.accounts import Account
from ledger.handovers import Handover
from ledger.people import rights as reached

OFFICE = tuple(reached.OFFICE)
FINDS_PEOPLE = (*OFFICE, *reached.LOOKS_AFTER_PEOPLE)
TAKES_ALERTS = (*OFFICE, "group_member")


def scopes(db: Db, account: Account) -> list[str]:
    """The paths within which the account looks after people; for the office, the whole subdistrict."""
    return reached.scopes(db, [account.held])


def groups(account: Account) -> list[str | None]:
    """The groups whose alerts the account may take; None stands for all that are no group's alone (the office)."""
    return reached.groups([account.held])


def led(account: Account) -> list[str]:
    """The paths of the sealed places whose task force the account belongs to."""
    return [account.path] if account.role == "task_force_leader" and account.path else []


def handover(db: Db, account: Account, number: int) -> Handover | None:
    """The handover or complaint with this number where it is one of the account's groups'."""
    found = (handovers.get(db, number, group) for group in groups(account))
    return next((one for one in found if one is not None), None)
