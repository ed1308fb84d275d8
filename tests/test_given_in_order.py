"""Figures in the order of those named before, where something else is said of each between."""

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons
from tests.long_texts import grows_no_faster_than_its_length
from tests.persons_shown import shown
from tests.rows import every_row

LISTS = [
    ("我爷咳嗽，我奶拉肚子，体温分别是36.5和36.7", "爷爷 36.5 cough / 奶奶 36.7 diarrhoea"),
    ("王磊没事，李刚嗓子疼，依次36.5、37.1", "王磊 36.5 none / 李刚 37.1 sore_throat"),
    ("孩子38.3咳嗽，我和老公没事，分别是36.4和36.6", "孩子 38.3 cough / 我 36.4 none / 老公 36.6 none"),
    ("王磊没事，李刚嗓子疼，分别是365和37.1", "王磊 ?36.5 none / 李刚 37.1 sore_throat"),
    ("公公拉肚子 婆婆咳嗽 我嗓子疼 温度倒都是36点6", "公公 36.6 diarrhoea / 婆婆 36.6 cough / 我 36.6 sore_throat"),
    ("我妈咳嗽 体温都正常", "妈妈 cough"),
    # Not as many: whose they are stays open.
    ("爸妈没事，孩子咳嗽，分别是36.5、36.4", "爸爸 none / 妈妈 none / 孩子 cough"),
]


@every_row(("text", "expected"), LISTS)
def test_figures_in_order_belong_to_those_named_before(text: str, expected: str) -> None:
    assert " / ".join(shown(person) for person in find_persons(normalise(text))) == expected


@pytest.mark.parametrize("unit", ["王磊没事,分别是36.5和36.6 ", "分别是36.5和", "我妈分别"])
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    assert grows_no_faster_than_its_length(find_persons, unit)
