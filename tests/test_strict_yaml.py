"""Strict YAML: what may be written, and how each slip is refused with file, line, key and remedy."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge import strict_yaml
from knowledge.strict_model import Frozen, Refused, StrictModel, Words, load_model
from knowledge.strict_yaml import MAX_BYTES, BadFile, Problem, read_document
from tests.processes import PROJECT


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "page.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def refused(folder: Path, text: str | bytes) -> Problem:
    with pytest.raises(BadFile) as caught:
        read_document(write(folder, text))
    assert "\n" not in str(caught.value)
    [problem] = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a: 永茂", {"a": "永茂"}),
        ("a: true", {"a": True}),
        ("a: null", {"a": None}),
        ("a: 37", {"a": 37}),
        ("a: -3", {"a": -3}),
        ("a: 37.3", {"a": 37.3}),
        ("a: 2022-01-20", {"a": date(2022, 1, 20)}),
        ('a: "3.2"', {"a": "3.2"}),
        ("a: '07:30'", {"a": "07:30"}),
        ('a: "yes"', {"a": "yes"}),
        ('a: ""', {"a": ""}),
        ("a: 3.4.1", {"a": "3.4.1"}),
        ("a: 2号村", {"a": "2号村"}),
        ("a: 14天集中隔离", {"a": "14天集中隔离"}),
        ("a: K1302", {"a": "K1302"}),
        ("a: none", {"a": "none"}),
        ("a: [1, 2]", {"a": (1, 2)}),
        ("a: []", {"a": ()}),
        ("a: {b: {c: 1}}", {"a": {"b": {"c": 1}}}),
        ("- 1\n- two", (1, "two")),
        ("a: |\n  两行\n  话\n", {"a": "两行\n话\n"}),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_what_may_be_written_is_read_as_it_looks(tmp_path: Path, written: str, read: object) -> None:
    assert read_document(write(tmp_path, written)).content == read


@pytest.mark.parametrize(
    ("written", "line", "key", "fault"),
    [
        ("a: 1\non: 2022-01-20", 2, "on", "means true, false or null"),
        ("a:\n  b: yes", 2, "a.b", "means true, false or null"),
        ("a: No", 1, "a", "means true, false or null"),
        ("a: y", 1, "a", "means true, false or null"),
        ("a: TRUE", 1, "a", "means true, false or null"),
        ("a: ~", 1, "a", "means true, false or null"),
        ("a:\nb: 1", 1, "a", "has no value"),
        ("a: 012", 1, "a", "several things"),
        ("a: 1_000", 1, "a", "several things"),
        ("a: 16:00", 1, "a", "several things"),
        ("a: 1e3", 1, "a", "several things"),
        ("a: 0x1F", 1, "a", "several things"),
        ("a: .5", 1, "a", "several things"),
        ("a: +5", 1, "a", "several things"),
        ("a: .nan", 1, "a", "several things"),
        ("a: -.inf", 1, "a", "several things"),
        ("a: 2022-1-5", 1, "a", "several things"),
        ("a: 2022-01-20 08:00", 1, "a", "several things"),
        ("a: 2022-01-20T08:00:00Z", 1, "a", "several things"),
        ("a: 2022-02-30", 1, "a", "no day of the calendar"),
        ("a: [1,\n  [2, off]]", 2, "a[2][2]", "means true, false or null"),
        ("3.2: x", 1, "3.2", "not as a word"),
        ("2022-01-20: x", 1, "2022-01-20", "not as a word"),
        ("true: x", 1, "true", "not as a word"),
        ("[a, b]: x", 1, "", "no word"),
        ("a: 1\nb: 2\na: 3", 3, "a", "stands here and in line 1"),
        ("x:\n  - a: 1\n    a: 1", 3, "x[1].a", "stands here and in line 2"),
        ("a: &one 1", 1, "", "anchor"),
        ("a: {b: 1}\nc: *one", 2, "", "anchor or alias"),
        ("a:\n  <<: {b: 1}", 2, "a", "merge key"),
        ("a: !!python/object:os.system x", 1, "", "tag"),
        ("a: !!str 3", 1, "", "tag"),
        ("a: [1", 1, "", "not readable as YAML"),
        ("a: 1\n\tb: 2", 2, "", "not readable as YAML"),
        ("a: 1\n b: 2", 2, "", "not readable as YAML"),
        ("a: 1\n---\nb: 2", 2, "", "not readable as YAML"),
        ("a: \x07", 1, "", "not readable as YAML"),
        ("", 1, "", "empty"),
        ("# only a comment\n", 1, "", "empty"),
        (b"a: 1\nb: \xff\xfe", 2, "", "not UTF-8"),
        ("[" * 5000, 1, "", "nested deeper"),
        ("a: " + "x" * MAX_BYTES, 1, "", "larger than"),
    ],
)
def test_what_yaml_would_misread_is_refused_at_its_line(
    tmp_path: Path, written: str | bytes, line: int, key: str, fault: str
) -> None:
    problem = refused(tmp_path, written)
    assert (problem.line, problem.key) == (line, key)
    assert fault in problem.fault
    assert problem.remedy
    assert problem.file.endswith("page.yaml")


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"nowhere\.yaml:1: cannot be read"):
        read_document(tmp_path / "nowhere.yaml")


def test_the_message_reads_as_one_line(tmp_path: Path) -> None:
    file = write(tmp_path, "a: 1\nb: no")
    with pytest.raises(BadFile) as caught:
        read_document(file)
    expected = f'{file}:2: b: `no` means true, false or null in YAML; write true, false or null, or "no" if it is text'
    assert str(caught.value) == expected


class Row(StrictModel):
    """A row of the page below."""

    number: Words
    days: int | None = None

    def model_post_init(self, _: object) -> None:
        if self.days == 13:
            raise Refused("is unlucky", "take 14", ("days",))


class Page(StrictModel):
    """A page with rows."""

    title: Words
    rows: tuple[Row, ...] = ()
    notes: Frozen[str, Words] | None = None


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        load_model(write(folder, text), Page)
    return [f"{problem.line} {problem.key}: {problem.fault}; {problem.remedy}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("rows: []", ["1 title: is missing; write `title:` there"]),
        (
            "title: x\nrows:\n  - number: a\n    dayz: 3",
            ["4 rows[1].dayz: is not a known key; did you mean `days`? known here: number, days"],
        ),
        (
            "title: x\nrows:\n  - number: 3.2",
            ["3 rows[1].number: must be text; write it in quotes, or YAML takes it for a number or a day"],
        ),
        ("title: true", ["1 title: must be text; write a text"]),
        (
            "title: x\nrows:\n  - {number: a, days: seven}",
            ["3 rows[1].days: input should be a valid integer; correct the value"],
        ),
        ("title: x\nrows:\n  - {number: a, days: 13}", ["3 rows[1].days: is unlucky; take 14"]),
        ('title: " x"', ["1 title: is empty or has blanks at its ends; write the text without them"]),
        (
            "title: x\nnotes:\n  a: 1",
            ["3 notes.a: must be text; write it in quotes, or YAML takes it for a number or a day"],
        ),
        (
            "titel: x\nrows:\n  - {}",
            [
                "1 title: is missing; write `title:` there",
                "1 titel: is not a known key; did you mean `title`? known here: title, rows, notes",
                "3 rows[1].number: is missing; write `number:` there",
            ],
        ),
    ],
)
def test_a_model_s_complaints_name_line_key_and_remedy(tmp_path: Path, written: str, expected: list[str]) -> None:
    assert complaints(tmp_path, written) == expected


def test_the_text_of_several_faults_is_the_first_with_their_number(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"title: is missing.* \(and 1 more\)$"):
        load_model(write(tmp_path, "rows:\n  - {}"), Page)


def test_what_was_loaded_cannot_be_changed(tmp_path: Path) -> None:
    page, document = load_model(write(tmp_path, "title: x\nnotes: {a: b}"), Page)
    assert isinstance(page.notes, Mapping)
    with pytest.raises(TypeError):
        page.notes["a"] = "c"  # type: ignore[index]
    with pytest.raises(ValidationError, match="frozen"):
        page.title = "y"
    assert document.line(("notes", "a")) == 2
    assert document.line(("notes", "unknown", 3)) == 2


def test_both_parsers_of_yaml_read_every_file_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted(file for room in ("knowledge", "handlers") for file in (PROJECT / room).rglob("*.yaml"))
    assert strict_yaml._ComposerInC is not None

    def read() -> list[tuple[object, object]]:
        found: list[tuple[object, object]] = []
        for file in files:
            try:
                document = read_document(file)
            except BadFile as bad:  # lists of words are read less strictly than this
                found.append((str(bad), None))
            else:
                found.append((document.content, document.lines))
        return found

    in_c = read()
    monkeypatch.setattr(strict_yaml, "_ComposerInC", None)
    assert read() == in_c


@pytest.mark.parametrize(
    "written", ["a: {b: 1}\t", "a: [b?]", "a:\tb", "a: 'b?'", "? a", "a:\n\ufeff  - b", "a: |#b", "a: {b: \n}"]
)
def test_what_one_parser_reads_more_freely_is_read_by_the_other(
    tmp_path: Path, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "page.yaml"
    file.write_text(written, encoding="utf-8")

    def outcome() -> object:
        try:
            return read_document(file).content
        except BadFile as bad:
            return str(bad)

    by_default = outcome()
    monkeypatch.setattr(strict_yaml, "_ComposerInC", None)
    assert outcome() == by_default
