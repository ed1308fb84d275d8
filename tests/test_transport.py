"""Trains, flights, cars and the rest, and number plates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language.transport import find_plate, find_transport
from tests.language_texts import any_text, time_of_growing_texts
from tests.rows import every_row

# Text; kind and number, "-" where the text leaves it open.
JOURNEYS = [
    ("先飞沈阳再换高铁", "- -"),
    ("先坐飞机到沈阳,换乘高铁", "- -"),
    ("先坐火车到长春又换大巴", "- -"),
    ("本来坐火车,换高铁了", "train -"),
    ("坐的D26", "train D26"),
    ("坐飞机到成都,又从成都坐火车", "- -"),
    ("厦门飞的航班熔断了,改成26日高铁到", "train -"),
    ("先飞沈阳再坐车", "- -"),
    ("后天早上六点四十到通辽火车站", "train -"),
    ("从盘锦过来,开两台车,总共六个人", "car -"),
    ("坐他的车从长春回来", "car -"),
    ("我老公跑滴滴的,刚从沈阳送客回来", "car -"),
    ("打滴滴从沈阳回来", "other -"),
    ("拉一车大葱从沈阳往回走", "car -"),
    ("拉两车煤从大同回来", "car -"),
    ("坐动车转汽车", "- -"),
    ("坐飞机到沈阳再坐车", "- -"),
    ("坐飞机到沈阳再坐车回来", "- -"),
    ("先开车到的站,换了两回,反正都是火车", "train -"),
    ("从沈阳再从长春,全程高铁,我哥开车接站", "train -"),
    ("哥俩换着开 一宿没睡", "car -"),
    ("一车五口人", "car -"),
    ("跑大车的 拉完苞米往回返", "car -"),
    ("卧铺大客", "bus -"),
    ("都是火车上的人,我坐飞机回", "- -"),
    ("后天从呼市坐K1302回来", "train K1302"),
    ("后天从呼市坐k1302回来", "train K1302"),
    ("坐G123次高铁", "train G123"),
    ("坐火车,车次K1302", "train K1302"),
    ("K 1302", "train K1302"),
    ("坐D2回来", "train D2"),
    ("d2次", "train D2"),
    ("K43", "train K43"),
    ("坐Z14回来", "train Z14"),
    ("4001次", "train 4001"),
    ("6082次列车", "train 6082"),
    ("C1234", "train C1234"),
    ("Z112转K1302", "train -"),
    ("14点开车的K1302", "train K1302"),
    ("坐动车", "train -"),
    ("绿皮车", "train -"),
    ("坐卧铺", "train -"),
    ("买的硬座", "train -"),
    ("坐飞机", "flight -"),
    ("CA1234", "flight CA1234"),
    ("mu5100航班", "flight MU5100"),
    ("航班号CZ6101", "flight CZ6101"),
    ("3U8888", "flight 3U8888"),
    ("9c8821", "flight 9C8821"),
    ("从三亚飞回来", "flight -"),
    ("自驾", "car -"),
    ("开车回来", "car -"),
    ("自己开车", "car -"),
    ("私家车", "car -"),
    ("开货车", "car -"),
    ("大货车司机", "car -"),
    ("搭老乡的车", "car -"),
    ("坐朋友顺风车", "car -"),
    ("骑电动车", "car -"),
    ("坐大巴", "bus -"),
    ("客车", "bus -"),
    ("长途车", "bus -"),
    ("卧铺大巴", "bus -"),
    ("坐汽车回来", "bus -"),
    ("拼车", "car -"),
    ("我们公司班车拉我们回去", "bus -"),
    ("打车", "other -"),
    ("出租车", "other -"),
    ("网约车", "other -"),
    ("我打车去火车站", "other -"),
    ("步行", "other -"),
    ("坐大客回梅林村", "bus -"),
    ("后天 大客", "bus -"),
    ("坐长途回来", "bus -"),
    ("坐巴士", "bus -"),
    ("从深圳飞的", "flight -"),
    ("25号飞", "flight -"),
    ("坐南航", "flight -"),
    ("D字头动车", "train -"),
    ("z字头的火车", "train -"),
    ("买的站票", "train -"),
    ("动卧", "train -"),
    ("硬座慢车", "train -"),
    ("大挂车", "car -"),
    ("开厢货", "car -"),
    ("拉煤的", "car -"),
    ("从临沂拉板材回来", "car -"),
    ("我这车拉苞米", "car -"),
    ("租车往回开", "car -"),
    ("车是我家的", "car -"),
    ("拼车回来", "car -"),
    ("搭便车", "car -"),
    ("刚下高速", "car -"),
    ("骑摩托", "car -"),
    ("坐客轮", "other -"),
    ("坐火车,我爸开车去接站", "train -"),
    # several kinds, and what stays open
    ("坐大客到大连 又坐火车", "- -"),
    ("从成都飞呼和浩特再转火车", "- -"),
    ("我开车把她从四平接回来", "car -"),
    ("我们三口人一台车从通化回", "car -"),
    ("两辆车五个人", "car -"),
    ("从寿光拉鸡蛋回来", "car -"),
    ("搭老王的车", "car -"),
    ("坐二舅车回", "car -"),
    ("包了个出租", "other -"),
    ("长途卧铺", "bus -"),
    ("飞机到沈阳再转一趟", "- -"),
    ("坐火车到长春再倒", "- -"),
    ("坐火车到沈阳再倒一趟火车", "train -"),
    ("坐火车在哈尔滨倒车", "train -"),
    ("飞机转火车", "- -"),
    ("飞机到沈阳转K1302", "- K1302"),
    ("飞机CA1111,然后火车K1302", "- -"),
    ("坐K1302到通辽再打车回家", "- K1302"),
    ("顺风车", "car -"),
    # denied, fallen through, changed
    ("不坐火车,自驾", "car -"),
    ("没买到火车票,开车回", "car -"),
    ("火车停运了,坐大巴", "bus -"),
    ("原来买的火车票,改自驾了", "car -"),
    ("后天早上六点四十到通辽火车站", "train -"),
    ("23号从大连回 下午3点到火车站", "train -"),
    ("自己开车从北京回 22号 先到高铁站还车", "car -"),
    ("从赤峰开车回 22号 送孩子到通辽火车站", "car -"),
    ("22号到通辽高铁站 我弟开车来的", "car -"),
]

NO_JOURNEYS = [
    "明天从广州走 晚上到火车站坐车",
    "送孩子到通辽火车站",
    "23号从大连回 先到火车站",
    "打车站出来往家走",
    "饭店轮着开门",
    "单位派一辆车送两个人",
    "三个人要坐两趟车",
    "大客户",
    "牛奶",
    "开始",
    "拉肚子",
    "飞快",
    "火车站",
    "汽车站",
    "机场",
    "车票",
    "不开车",
    "没有坐飞机",
    "G45高速",
    "D2栋",
    "T2航站楼",
    "Z2-301",
    "C1驾照",
    "维生素D3",
    "KN95口罩",
    "N95",
    "听说K95要涨价",
    "最后一针12月1号打的",
    "T36.5",
    "体温t365",
    "每天3次",
    "5次",
    "蒙G12345",
    "住出租屋",
    "特快专递",
    "永茂6号楼2单元301",
    "今天没有发烧",
    "13800138000",
    "",
]

PLATES = [
    ("蒙G12345", "蒙G12345"),
    ("蒙g·12345", "蒙G12345"),
    ("蒙G.12345", "蒙G12345"),
    ("车牌蒙G 12345", "蒙G12345"),
    ("蒙 G12345", "蒙G12345"),
    ("蒙G-1234a", "蒙G1234A"),
    ("自己的车 蒙G22335", "蒙G22335"),
    ("自己开车,鲁B88K12", "鲁B88K12"),
    ("京A12345和蒙G54321", "京A12345"),
    ("辽A·D12345", "辽AD12345"),
    ("蒙gf12345", "蒙GF12345"),
    ("吉A1234挂", "吉A1234挂"),
    ("粤Z1234港", "粤Z1234港"),
    ("g12345", None),
    ("蒙G123", None),
    ("蒙G123456", None),
    ("蒙GABCDE", None),
    ("蒙G1234O", None),
    ("蒙12345", None),
    ("吉G123次", None),
    ("", None),
]


@every_row(("text", "journey"), JOURNEYS)
def test_the_kind_and_number_of_a_journey_are_read(text: str, journey: str) -> None:
    found = find_transport(text)
    assert found is not None
    assert f"{found.kind or '-'} {found.number or '-'}" == journey


@every_row("text", NO_JOURNEYS)
def test_stations_buildings_and_temperatures_are_no_journey(text: str) -> None:
    assert find_transport(text) is None


@every_row(("text", "plate"), PLATES)
def test_a_plate_is_read_in_capitals_without_dot_or_blank(text: str, plate: str | None) -> None:
    found = find_plate(text)
    assert (found.value if found is not None else None) == plate


@settings(max_examples=200, deadline=None)
@given(st.sampled_from("GDCZTK"), st.integers(100, 9999), st.booleans())
def test_a_train_that_is_printed_parses_back(letter: str, number: int, is_small: bool) -> None:
    said = f"{letter}{number}".lower() if is_small else f"{letter}{number}"
    for text in (f"坐{said}回来", f"{said}次", f"明天 坐 {said}次 到"):
        found = find_transport(text)
        assert found is not None, text
        assert (found.kind, found.number) == ("train", f"{letter}{number}"), text


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["CA", "MU", "CZ", "HU", "3U", "9C", "ZH"]), st.integers(1000, 9999))
def test_a_flight_that_is_printed_parses_back(airline: str, number: int) -> None:
    for text in (f"坐{airline}{number}回来", f"{airline.lower()} {number}", f"航班{airline}{number},下午到"):
        found = find_transport(text)
        assert found is not None, text
        assert (found.kind, found.number) == ("flight", f"{airline}{number}"), text


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from("蒙辽吉黑京津冀"),
    st.sampled_from("ABCDEFGH"),
    st.from_regex(r"[A-HJ-NP-Z0-9]{2}[0-9]{3}", fullmatch=True),
)
def test_a_plate_that_is_printed_parses_back(province: str, city: str, figures: str) -> None:
    for text in (
        f"{province}{city}{figures}",
        f"车牌{province}{city}·{figures}",
        f"我的车是{province} {city} {figures.lower()},",
    ):
        found = find_plate(text)
        assert found is not None, text
        assert found.value == f"{province}{city}{figures}", text


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_no_text_raises_and_what_is_found_stands_in_it(text: str) -> None:
    for found in (find_transport(text), find_plate(text)):
        assert found is None or 0 <= found.span[0] < found.span[1] <= len(text)


@pytest.mark.parametrize("find", [find_transport, find_plate])
def test_long_texts_take_linear_time(find: object) -> None:
    assert callable(find)
    assert time_of_growing_texts(find) < 10
