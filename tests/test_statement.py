"""Statements of the ledger: what is the same at every run stands in their text, on either database."""

import re

import pytest
from sqlalchemy import bindparam, literal, select

from ledger import Ledger, Statement, inbox
from ledger.tables import account
from tests.test_indexes import statements


@pytest.mark.parametrize("said", ["it's 100 % sure", "a:b %(c)s", "%%", "back\\slash", "防控办"])
def test_a_constant_comes_back_as_it_was_written(ledger: Ledger, said: str) -> None:
    asked = Statement(select(literal(said), literal(-7), bindparam("given", type_=account.c.openid.type)))
    assert ledger.read(lambda db: db.one(asked, given="x:y %(z)s")) == (said, -7, "x:y %(z)s")


def test_no_state_and_no_limit_is_a_parameter() -> None:
    # SQLite would plan the statement anew at each run where such a parameter looks like a partial index's condition.
    held: set[type] = set()
    for _, statement in statements():
        statement.compile("sqlite")
        held |= {type(value) for value in statement.constants["sqlite"].values()}
    assert held <= {bytes, type(None)}
    assert set(re.findall(r":(\w+)", inbox._ARRIVE.compile("sqlite"))) == {"key", "openid"}
