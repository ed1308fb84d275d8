"""Who is signed in to the office's pages, and how often somebody tries.

Sessions live here, not in the browser: signing out ends them, on one machine or everywhere (THREATS A14). Tries are counted
before the password is looked at, so that many at once gain nothing; strangers who try a name shut out strangers, never an
address from which its owner has signed in (A15). All moments are the machine's real clock.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.times import DAY, MINUTE
from ledger.database import Db
from ledger.statement import Statement, insert
from ledger.tables import console_session, console_try

_TOKEN_BYTES = 32
_SEEN_EVERY = MINUTE
_COUNTED_FOR = DAY
_LONGEST_WAIT = 15 * MINUTE

_S = console_session.c
_ADD = insert(console_session, "token_hash", "account_id", "address_hash", "began_at", "seen_at", "ends_at")
_HOLDS = and_(_S.ended_at.is_(None), _S.ends_at > bindparam("at"), _S.seen_at > bindparam("idle_since"))
_FIND = Statement(select(_S.account_id, _S.seen_at).where(_S.token_hash == bindparam("row"), _HOLDS))
_SEEN = Statement(update(console_session).where(_S.token_hash == bindparam("row")).values(seen_at=bindparam("at")))
_END = Statement(
    update(console_session)
    .where(_S.token_hash == bindparam("row"), _S.ended_at.is_(None))
    .values(ended_at=bindparam("at"))
)
_END_ALL = Statement(
    update(console_session)
    .where(_S.account_id == bindparam("account"), _S.ended_at.is_(None))
    .values(ended_at=bindparam("at"))
)
_OPEN = Statement(
    select(_S.began_at, _S.seen_at).where(_S.account_id == bindparam("account"), _HOLDS).order_by(_S.began_at)
)
_KNOWS = Statement(
    select(_S.token_hash).where(_S.account_id == bindparam("account"), _S.address_hash == bindparam("there")).limit(1)
)

_T = console_try.c
_STALE = _T.since_at < bindparam("stale")
_WAITS = func.coalesce(_T.blocked_until, 0) > bindparam("at")
_COUNT = Statement(
    *(
        dialect.insert(console_try)
        .values(subject_hash=bindparam("row"), failures=1, since_at=bindparam("at"))
        .on_conflict_do_update(
            index_elements=["subject_hash"],
            set_={
                "failures": case((_WAITS, _T.failures), (_STALE, 1), else_=_T.failures + 1),
                "since_at": case((_WAITS, _T.since_at), (_STALE, bindparam("at")), else_=_T.since_at),
            },
        )
        .returning(_T.failures, case((_WAITS, 1), else_=0))
        for dialect in (sqlite, postgresql)
    )
)
_TAKE_BACK = Statement(
    update(console_try).where(_T.subject_hash == bindparam("row")).values(failures=_T.failures - 1)
)
_BLOCK = Statement(
    update(console_try).where(_T.subject_hash == bindparam("row")).values(blocked_until=bindparam("until"))
)
_WAS_RIGHT = Statement(
    update(console_try)
    .where(_T.subject_hash == bindparam("row"))
    .values(
        failures=_T.failures - 1,
        blocked_until=case((_T.failures > bindparam("limit"), _T.blocked_until), else_=None),
    )
)
_CLEAR = Statement(delete(console_try).where(_T.subject_hash == bindparam("row")))


@dataclass(frozen=True, slots=True)
class Limits:
    """So many wrong tries of one name at one address, at one address, and of one name from anywhere, until it waits."""

    at_address: int
    of_address: int
    of_name: int


@dataclass(frozen=True, slots=True)
class Try:
    """Somebody tries to sign in: whether it is looked at, whether it begins a wait, what it counts to."""

    name: str
    address: str
    allowed: bool
    begins_wait: bool = False
    counts_everywhere: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds: of which account, when it began and when somebody was last there."""

    began_at: int
    seen_at: int


def begin(db: Db, account_id: int, address: str, now: int, ends_at: int) -> str:
    """Sign an account in; returns what the browser keeps, which is stored nowhere."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.run(
        _ADD,
        token_hash=_token_hash(db, token),
        account_id=account_id,
        address_hash=_subject(db, "", address),
        began_at=now,
        seen_at=now,
        ends_at=ends_at,
    )
    return token


def find(db: Db, token: str, now: int, idle: int) -> tuple[int, bool] | None:
    """(account, whether to note that somebody was there) of a session that holds; None where it does not."""
    row = db.one(_FIND, row=_token_hash(db, token), at=now, idle_since=now - idle)
    return None if row is None else (int(row[0]), now - int(row[1]) >= _SEEN_EVERY)


def seen(db: Db, token: str, now: int) -> None:
    """Somebody was there."""
    db.run(_SEEN, row=_token_hash(db, token), at=now)


def end(db: Db, token: str, now: int) -> None:
    """Sign out."""
    db.run(_END, row=_token_hash(db, token), at=now)


def end_all(db: Db, account_id: int, now: int) -> int:
    """Sign an account out everywhere; returns of how many sessions."""
    return db.run(_END_ALL, account=account_id, at=now)


def of_account(db: Db, account_id: int, now: int, idle: int) -> list[Session]:
    """Where an account is signed in at this moment."""
    return [Session(*row) for row in db.all(_OPEN, account=account_id, at=now, idle_since=now - idle)]


def begin_try(db: Db, name: str, address: str, account_id: int | None, limits: Limits, now: int) -> Try:
    """Count a try before anything is looked at; it is taken back where it was right (`was_right`).

    Counting and seeing whether it has to wait is one statement, which holds the row: of many at the same moment each sees
    what the one before it came to. Where it has to wait it counts nowhere.
    """
    is_known = account_id is not None and _knows(db, account_id, address)
    counted: list[tuple[bytes, int, int]] = []
    for subject, limit in _counted(name, address, limits, everywhere=not is_known):
        row = _subject(db, *subject)
        failures, waits = db.all(_COUNT, row=row, at=now, stale=now - _COUNTED_FOR)[0]
        if waits:
            db.run_many(_TAKE_BACK, [{"row": before} for before, _, _ in counted])
            return Try(name, address, allowed=False)
        counted.append((row, int(failures), limit))
    for row, failures, limit in counted:
        if failures >= limit:
            db.run(_BLOCK, row=row, until=now + min(_LONGEST_WAIT, MINUTE << min(failures - limit, 4)))
    begins_wait = any(failures == limit for _, failures, limit in counted)
    return Try(name, address, allowed=True, begins_wait=begins_wait, counts_everywhere=not is_known)


def was_right(db: Db, tried: Try, limits: Limits) -> None:
    """The try was right: it does not count, and the name may be tried here as often as at first."""
    for (name, address), limit in _counted(tried.name, tried.address, limits, everywhere=tried.counts_everywhere):
        if name and address:
            db.run(_CLEAR, row=_subject(db, name, address))
        else:
            db.run(_WAS_RIGHT, row=_subject(db, name, address), limit=limit)


def _counted(name: str, address: str, limits: Limits, *, everywhere: bool) -> list[tuple[tuple[str, str], int]]:
    """What is counted with which limit; of an address that the owner uses, not what others try elsewhere."""
    counted = [((name, address), limits.at_address), (("", address), limits.of_address)]
    return [*counted, ((name, ""), limits.of_name)] if everywhere else counted


def _knows(db: Db, account_id: int, address: str) -> bool:
    return db.one(_KNOWS, account=account_id, there=_subject(db, "", address)) is not None


def _token_hash(db: Db, token: str) -> bytes:
    return db.keys.hash(b"console session:" + token.encode())


def _subject(db: Db, name: str, address: str) -> bytes:
    return db.keys.hash(f"console try:{len(name)}:{name}{address}".encode())
