"""The data dictionary describes every table and column, and none that there is not."""

import re
from pathlib import Path

import pytest

from ledger.tables import metadata

_PAGE = (Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
_COMMON = "What"  # the section "What every record has", by its first word
_SECTIONS = {title.split()[0]: text for title, text in re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", _PAGE, re.MULTILINE)}
_RECORDS = [table.name for table in metadata.sorted_tables if "original_id" in table.c]


def _described(section: str) -> list[tuple[str, str]]:
    rows = re.findall(r"^\| ([a-z0-9_]+) \| (.*) \|$", _SECTIONS[section], re.MULTILINE)
    return [(column, meaning) for column, meaning in rows if column != "column"]


def test_every_table_has_its_section_and_no_other_is_there() -> None:
    assert sorted(_SECTIONS) == sorted([*metadata.tables, _COMMON])


@pytest.mark.parametrize("table", metadata.tables)
def test_every_column_is_described_in_order_with_what_it_means(table: str) -> None:
    own = _described(table)
    names = [column for column, _ in own]
    if table in _RECORDS:
        assert "A record." in _SECTIONS[table]
        names = [column for column, _ in _described(_COMMON)] + names
    assert names == [column.name for column in metadata.tables[table].columns]
    assert all(len(meaning) > 3 for _, meaning in own)


@pytest.mark.parametrize("table", metadata.tables)
def test_every_table_says_who_sees_it_and_how_long_it_is_kept(table: str) -> None:
    assert "**Seen by**" in _SECTIONS[table]
    assert "**Kept**" in _SECTIONS[table]


def test_the_records_with_the_common_columns_are_the_ones_named() -> None:
    assert sorted(re.findall(r"`([a-z_]+)`", _SECTIONS[_COMMON].split("A correction")[0])) == sorted(_RECORDS)


def test_everything_sealed_is_said_to_be() -> None:
    for table in metadata.tables:
        for column, meaning in _described(table):
            if column.endswith("_sealed"):
                assert "sealed" in meaning
