"""Who has a say in notices: people of the office, with a right that holds at this moment (clause 3.3, THREATS A19, I4).

The role is looked up by the transaction that uses it, behind a lock which whoever ends the role waits for: of an approval
and the end of the approver's role exactly one comes first.
"""

from sqlalchemy import bindparam, exists, or_, select

from ledger.database import Db
from ledger.people import Recipient
from ledger.statement import Statement
from ledger.tables import console_account, role

# By which roles somebody may draft, approve, stop and withdraw.
ROLES = ("office",)

_ROLE = Statement(
    select(role.c.id)
    .where(role.c.person_id == bindparam("who"), role.c.kind == bindparam("role_kind"), role.c.until_at.is_(None))
    .with_for_update(read=True)
)
# Whoever signs in to the pages without being bound is known by the name of the account, which there is once.
_ACCOUNT = Statement(
    select(console_account.c.id)
    .where(
        console_account.c.name == bindparam("called"),
        console_account.c.role == bindparam("role_kind"),
        console_account.c.person_id.is_(None),
        console_account.c.ended_at.is_(None),
        or_(
            console_account.c.role_id.is_(None),
            exists().where(role.c.id == console_account.c.role_id, role.c.until_at.is_(None)),
        ),
    )
    .with_for_update(read=True)
)


def may(db: Db, who: Recipient, role_kind: str) -> bool:
    """Whether somebody holds this role now and it is one that has a say in notices."""
    if role_kind not in ROLES:
        return False
    if who.person_id is not None:
        return db.one(_ROLE, who=who.person_id, role_kind=role_kind) is not None
    return db.one(_ACCOUNT, called=who.name, role_kind=role_kind) is not None
