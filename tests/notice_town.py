"""An office of two and two people in 老区社区, for conversations about notices."""

import pytest

from ledger import Db, people, places
from tests.talking import Talk
from tests.test_exit_request import bind

TEXT = "明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼"
DRAFT = f"公告草稿 {TEXT}"


@pytest.fixture
def office(talk: Talk) -> Talk:
    """陈主任 and 刘干事 are the office; 赵大爷 of 老区社区 has an account, 钱大娘 has none."""
    bind(talk, "刘干事", "office")
    bind(talk, "赵大爷", "resident", "老区社区/1号楼/1单元/101", home="老区社区/1号楼/1单元/101")
    settle(talk, "钱大娘", "老区社区/1号楼/1单元/102")
    return talk


def settle(talk: Talk, name: str, home: str) -> None:
    """Somebody who has no account."""

    def work(db: Db) -> None:
        place_id = places.ensure(db, home).id
        people.add(db, name=name, phone=None, place_id=place_id, now=talk.clock[0], filed_by="test")

    talk.installation.ledger.transact(work)
