"""What whoever bought the things says became of them: every part is understood, or none is taken down."""

import pytest

from handlers.supplies.bought import Unread, read_bought
from handlers.supplies.items import Thing, found_in, loaded, meant, stored, with_note, words_of
from ledger.records import compact

LISTED = [Thing("东北大米", 2, "袋", "food"), Thing("鸡蛋", 30, "个", "food"), Thing("盐", None, None, "food", "")]


def became(text: str, *, agreed_before: bool = False) -> tuple[str, int | None]:
    bought = read_bought(text, LISTED, agreed_before=agreed_before)
    parts = [f"{one.item} {one.state}{' ' + one.instead if one.instead else ''}" for one in bought.things if one.state]
    return "; ".join(parts), bought.price_fen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", None)),
        ("128元", ("", 12800)),
        ("一共128.5块", ("", 12850)),
        ("齐了 花了99.99元", ("", 9999)),
        ("100 鸡蛋没了", ("鸡蛋 missing", 10000)),
        ("鸡蛋没有", ("鸡蛋 missing", None)),
        ("128元,鸡蛋没买到,盐缺货", ("鸡蛋 missing; 盐 missing", 12800)),
        ("没买到鸡蛋", ("鸡蛋 missing", None)),
        ("大米换成小米", ("东北大米 offered 小米", None)),
        ("大米没有换成小米两袋，鸡蛋卖完了", ("东北大米 offered 小米两袋; 鸡蛋 missing", None)),
    ],
)
def test_every_part_of_the_sentence_is_understood(text: str, expected: tuple[str, int | None]) -> None:
    assert became(text) == expected


def test_what_was_agreed_to_before_is_replaced_at_once() -> None:
    assert became("大米换成小米", agreed_before=True) == ("东北大米 replaced 小米", None)


@pytest.mark.parametrize("text", ["西瓜没有", "大米", "放门口了", "128元,有点贵", "西瓜换成甜瓜", "2"])
def test_what_is_not_understood_is_said_and_nothing_guessed(text: str) -> None:
    with pytest.raises(Unread):
        became(text)


def test_what_is_missing_or_not_agreed_to_is_asked_about() -> None:
    assert not read_bought("128元", LISTED, agreed_before=False).asks
    assert read_bought("鸡蛋没有", LISTED, agreed_before=True).asks
    assert read_bought("大米换成小米", LISTED, agreed_before=False).asks
    assert not read_bought("大米换成小米", LISTED, agreed_before=True).asks


def test_things_are_stored_without_what_is_not_known_and_come_back_the_same() -> None:
    kept = compact(stored(LISTED))
    assert kept == (
        '[{"item":"东北大米","quantity":2,"unit":"袋","kind":"food"},{"item":"鸡蛋","quantity":30,"unit":"个","kind":"food"},'
        '{"item":"盐","kind":"food","note":""}]'
    )
    assert loaded(kept) == LISTED
    assert words_of(LISTED) == "东北大米 2袋、鸡蛋 30个、盐"


def test_items_as_they_are_read_go_into_the_list_with_their_kind() -> None:
    found = found_in([{"item": "口罩", "quantity": 2, "unit": "盒"}, {"item": "神秘物件"}], None)
    assert [(one.item, one.kind, one.lacks_amount) for one in found] == [
        ("口罩", "medical_goods", False),
        ("神秘物件", "other", True),
    ]
    again = found_in([{"quantity": 3, "unit": "个"}], stored(found))
    assert [one.words for one in again] == ["口罩 2盒", "神秘物件 3个"]
    assert found_in([], stored(found)) == []


def test_a_name_means_the_only_thing_that_ends_so() -> None:
    assert meant("大米", LISTED) == LISTED[0]
    assert meant("米", [*LISTED, Thing("小米")]) is None
    assert meant("西瓜", LISTED) is None


@pytest.mark.parametrize(
    ("thing", "much"),
    [
        (Thing("米", 20, "袋"), False),
        (Thing("米", 21, "袋"), True),
        (Thing("鸡蛋", 180, "个"), False),
        (Thing("盐"), False),
    ],
)
def test_so_much_may_be_a_slip(thing: Thing, much: bool) -> None:
    assert thing.is_much == much


def test_a_note_is_of_the_thing_that_has_no_amount() -> None:
    noted = with_note([Thing("米", 2, "袋"), Thing("菜")], "菜", "够两天的")
    assert [one.words for one in noted] == ["米 2袋", "菜（够两天的）"]
    assert [one.lacks_amount for one in noted] == [False, False]
