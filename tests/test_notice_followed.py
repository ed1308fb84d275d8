"""What follows a notice is told once, to every grid however many doors there are, and a look at it writes nothing."""

from knowledge.notices.audience import living_in
from knowledge.times import HOUR
from ledger import Db, Ledger, notices, people, places
from ledger.notices import Notice
from ledger.notices import followed as notice_followed
from ledger.people import accounts
from tests.notice_office import SETTINGS, approved, content, crowd, officer
from tests.test_notice_filling import LATER, fill_all
from tests.town import NOW, found

SOON = LATER + HOUR
MANY = 2_001


def shown(template: str, **facts: object) -> str:
    """The words of a list, as far as they are counted here."""
    return f"{template} {facts.get('doors')} {facts.get('people')} {facts.get('more')}"


def worker(db: Db, name: str, home: str) -> None:
    """Somebody who answers for a building."""
    person_id = people.add(db, name=name, phone=None, place_id=None, now=NOW, filed_by="test")
    accounts.bind(db, f"o-{name}", person_id)
    people.grant(db, person_id, "grid_worker", places.ensure(db, home).id, None, NOW)


def due(ledger: Ledger, one: Notice) -> list[notice_followed.Due]:
    """What is due of a notice now."""
    stands = ledger.read(lambda db: notices.by_row(db, one.row))
    assert stands is not None
    return ledger.read(lambda db: notice_followed.due(db, shown, SETTINGS, stands, SOON))


def sent_to_many(ledger: Ledger) -> Notice:
    """A notice for more people in one building than are looked at in one go, and for three in the last one."""
    found(ledger)
    for number in (6, 9):
        ledger.transact(lambda db, number=number: worker(db, f"网格员{number}", f"永茂社区/{number}号楼"))  # type: ignore[misc]
    crowd(ledger, 0, visited=MANY, home="永茂社区/6号楼")
    for home in ("永茂社区/9号楼/1单元/101", "永茂社区/9号楼/1单元/101", "永茂社区/9号楼"):
        crowd(ledger, 0, visited=1, home=home)
    words = content(audience=living_in("永茂社区"))
    one = ledger.transact(lambda db: approved(db, officer(db, "陈主任", "o-陈"), officer(db, "刘主任", "o-刘"), words))
    fill_all(ledger)
    return one


def test_beyond_two_thousand_doors_each_grid_gets_its_list_once(ledger: Ledger) -> None:
    one = sent_to_many(ledger)
    first = {message.to.name: message.body for message in due(ledger, one)}
    assert first == {
        "网格员6": f"notice_for_worker 1 {MANY} 0",
        "网格员9": "notice_for_worker 2 3 0",
        "陈主任": "notice_sent_told None None None",
        "刘主任": "notice_sent_told None None None",
    }
    found = due(ledger, one)
    assert all(ledger.transact(lambda db, each=each: notice_followed.tell(db, one, each, SOON)) for each in found)  # type: ignore[misc]
    assert due(ledger, one) == []


def test_nothing_is_told_of_what_was_withdrawn_since_somebody_looked(ledger: Ledger) -> None:
    found(ledger)
    crowd(ledger, 1, visited=1)
    author, other = ledger.transact(lambda db: (officer(db, "陈主任", "o-陈"), officer(db, "刘主任", "o-刘")))
    ledger.transact(lambda db: worker(db, "网格员6", "永茂社区/6号楼"))
    one = ledger.transact(lambda db: approved(db, author, other, content(audience=living_in("永茂社区"))))
    fill_all(ledger)
    (message,) = due(ledger, one)
    assert ledger.transact(lambda db: notices.withdraw(db, one, author, "office", SOON)).done
    assert not ledger.transact(lambda db: notice_followed.tell(db, one, message, SOON))
