"""Tables with a column for each complaint that is ticked or not."""

from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons
from tests.persons_shown import shown
from tests.rows import every_row

TABLES = [
    ("姓名,体温,咳嗽,乏力\n王敏,36.5,否,否\n李波,37.2,是,否", "王敏 36.5 none / 李波 37.2 cough"),
    ("姓名 体温 发热 咳嗽\n王敏 36.5 无 无\n李波 37.6 有 有", "王敏 36.5 none / 李波 37.6 fever,cough"),
    ("姓名|体温|咳嗽\n王敏|36.5|×\n李波|36.7|√", "王敏 36.5 none / 李波 36.7 cough"),
    ("姓名|体温|咳嗽\n王敏|36.5|✗\n李波|36.7|√", "王敏 36.5 none / 李波 36.7 cough"),
    ("姓名,体温,头疼\n王敏,36.5,否\n李波,36.6,是", "王敏 36.5 none / 李波 36.6"),
    ("姓名,体温,症状,接触史\n王敏,36.5,无,无\n李波,37.3,咳嗽,无", "王敏 36.5 none / 李波 37.3 cough"),
    ("王敏,36.5,无,无\n李波,37.3,咳嗽,无\n(姓名,体温,症状,接触史)", "王敏 36.5 none / 李波 37.3 cough"),
    # No ticks, or no table.
    ("姓名,体温,症状\n王敏,36.5,无\n李波,37.2,咳嗽", "王敏 36.5 none / 李波 37.2 cough"),
    ("姓名,体温,咳嗽\n王敏,36.5,偶尔\n李波,36.6,否", "王敏 36.5 / 李波 36.6"),
    ("姓名:王敏\n体温:36.5\n咳嗽:否", "王敏 36.5 none"),
]


@every_row(("text", "expected"), TABLES)
def test_ticks_are_read_as_the_complaints_they_stand_for(text: str, expected: str) -> None:
    assert " / ".join(shown(person) for person in find_persons(normalise(text))) == expected
