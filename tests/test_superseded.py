"""What was planned once, or was so another time, gives way to what holds now (returns 3.2, exits 3.4.1)."""

from collections.abc import Mapping

import pytest
from hypothesis import given

from knowledge.language.normalise import normalise
from knowledge.language.reading import read
from knowledge.language.superseded import as_it_stands
from knowledge.language.trip_slots import printed_trip_slots
from tests.language_texts import NOW, any_text, time_of_growing_texts
from tests.rows import every_row

# Of each text the slots in which an earlier plan and the one that holds differ.
TRIPS: list[tuple[str, Mapping[str, object]]] = [
    ("透析改时间了,以前一三五上午,现在二四六下午,还是附属医院", {"recurrence": ["TU", "TH", "SA"]}),
    ("昨天申请的25号去市医院,没赶上,那个作废,现在报27号上午的,做胃镜", {"leave_at": "2022-01-27"}),
    ("我婆婆透析,以前是一三五,这个月改二四六,我老公送她去", {"recurrence": ["TU", "TH", "SA"]}),
    ("去年申请过一次那次是去沈阳这次是去长春看眼睛,22号去,24号回", {"destination": "长春"}),
    ("本来后天早上去医院,现在改下午3点去", {"leave_at": "2022-01-22T15:00", "return_by": None}),
    ("本来26号上午去医院,现在改下午3点去,5点回", {"leave_at": "2022-01-26T15:00", "return_by": "2022-01-26T17:00"}),
    ("原定后天去医院,改上午8点走", {"leave_at": "2022-01-22T08:00"}),
    ("上回25号去的医院,这回下午3点去", {"leave_at": "2022-01-20T15:00"}),
    ("本来后天去医院,现在改今天下午3点去", {"leave_at": "2022-01-20T15:00"}),
    ("明天开车蒙G12345去医院,外出的是我爸", {"leave_at": "2022-01-21", "plate": "蒙G12345"}),
    ("本来明天开车蒙G12345去医院,现在改后天去", {"leave_at": "2022-01-22", "plate": "蒙G12345"}),
    ("本来开车蒙G12345去医院,现在改打车去", {"plate": None}),
    ("先去市医院取病历,取病历是今天上午不算,要批的是明天去沈阳看病", {"destination": "沈阳", "leave_at": "2022-01-21"}),
]
RETURNS: list[tuple[str, Mapping[str, object]]] = [
    ("先说明天回,车票没抢着,现在是大后天,23号,从保定,坐火车", {"arrive_date": "2022-01-23"}),
    ("昨天报的是今天从长春回,走不成,改明天坐火车,当天到", {"arrive_date": "2022-01-21"}),
    ("上个月25号我从石家庄回来过一次。这回是从太原回,坐高铁,明天下午到", {"arrive_date": "2022-01-21"}),
    ("往年都是从广州回,今年不在广州了,换到佛山顺德干活,25号坐飞机回", {"arrive_date": "2022-01-25"}),
    ("原先定的我和媳妇一块回,她厂子不放人,就我自己先回,26号到,坐火车,从烟台", {"party_size": 1}),
    ("单位提前放假,票从25改到了23,还是从宁波,飞机,两口人", {"arrive_date": "2022-01-23", "party_size": 2}),
    ("原说今天到家的,堵在锦州了,22号中午到,从廊坊出发的,开车", {"arrive_date": "2022-01-22"}),
]
ORIGINS = [
    ("上个月25号我从石家庄回来过一次。这回是从太原回,坐高铁,明天下午到", "140100"),
    ("往年都是从广州回,今年不在广州了,换到佛山顺德干活,25号坐飞机回", "440606"),
    ("昨天报的是今天从长春回,走不成,改明天坐火车,当天到", "220100"),
    ("铁西回来的,沈阳铁西,不是四平那个,昨天到,自己开车", "210106"),
    ("孩子他爸在内蒙古乌海煤矿,明天坐飞机先到呼和,后天呼和坐火车回来", "150300"),
]


@every_row(("text", "slots"), TRIPS)
def test_the_errand_that_holds_is_read(text: str, slots: Mapping[str, object]) -> None:
    found = printed_trip_slots(normalise(text), NOW)
    assert {name: found.get(name) for name in slots} == slots


@every_row(("text", "slots"), RETURNS)
def test_the_journey_that_holds_is_read(text: str, slots: Mapping[str, object]) -> None:
    found = read(text, NOW).slots
    assert {name: found.get(name) for name in slots} == slots


@every_row(("text", "code"), ORIGINS)
def test_a_journey_begins_where_it_does_now(text: str, code: str) -> None:
    origin = read(text, NOW).slots.get("origin")
    assert isinstance(origin, dict)
    assert origin["code"] == code


@pytest.mark.parametrize("text", ["明天去市医院复查", "现在就走", "改成后天吧", "以前在沈阳打工", "这次去长春"])
def test_without_something_earlier_and_a_turn_all_of_it_holds(text: str) -> None:
    assert as_it_stands(text) == text


@given(any_text)
def test_every_word_keeps_its_place(text: str) -> None:
    current = as_it_stands(text)
    assert len(current) == len(text)
    assert all(now in {said, " "} for now, said in zip(current, text, strict=True))


def test_the_time_grows_with_the_length_only() -> None:
    assert time_of_growing_texts(as_it_stands) < 8
