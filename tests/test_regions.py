"""The table of administrative codes: complete, in order, read strictly and fast (GB/T 2260)."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from knowledge.regions import BadRegionTable, all_regions, ancestors, load_regions, region
from tests.rows import every_row


def test_the_table_has_every_province_prefecture_and_county() -> None:
    levels = Counter(one.level for one in all_regions().values())
    assert levels == {"province": 34, "prefecture": 333, "county": 2845}


@every_row(
    ("code", "name", "level", "full_name"),
    [
        ("150000", "内蒙古自治区", "province", "内蒙古自治区"),
        ("150500", "通辽市", "prefecture", "内蒙古自治区通辽市"),
        ("150522", "科尔沁左翼后旗", "county", "内蒙古自治区通辽市科尔沁左翼后旗"),
        ("110105", "朝阳区", "county", "北京市朝阳区"),
        ("429004", "仙桃市", "county", "湖北省仙桃市"),
        ("441900", "东莞市", "prefecture", "广东省东莞市"),
        ("220500", "通化市", "prefecture", "吉林省通化市"),
        ("152200", "兴安盟", "prefecture", "内蒙古自治区兴安盟"),
        ("330113", "临平区", "county", "浙江省杭州市临平区"),
        ("710000", "台湾省", "province", "台湾省"),
        ("810000", "香港特别行政区", "province", "香港特别行政区"),
        ("820000", "澳门特别行政区", "province", "澳门特别行政区"),
    ],
)
def test_a_code_gives_its_region(code: str, name: str, level: str, full_name: str) -> None:
    found = region(code)
    assert (found.code, found.name, found.level, found.full_name) == (code, name, level, full_name)


def test_the_units_above_a_code_come_from_the_province_down() -> None:
    assert [one.name for one in ancestors("150522")] == ["内蒙古自治区", "通辽市"]
    assert [one.name for one in ancestors("110105")] == ["北京市"]
    assert [one.name for one in ancestors("150500")] == ["内蒙古自治区"]
    assert ancestors("150000") == ()


@pytest.mark.parametrize("code", ["000000", "15", "150599", "1505001", "", "通辽"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(KeyError):
        region(code)
    with pytest.raises(KeyError):
        ancestors(code)


def test_a_region_contains_itself_and_what_lies_within() -> None:
    city = region("150500")
    assert city.contains(region("150522"))
    assert city.contains(city)
    assert not city.contains(region("220500"))
    assert not city.contains(region("150000"))


def test_every_region_lies_under_those_above_it() -> None:
    for one in all_regions().values():
        above = ancestors(one.code)
        assert all(outer.contains(one) for outer in above)
        assert one.full_name == "".join(outer.name for outer in above) + one.name


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "regions.csv:1: the first line"),
        ("name,code\n", "regions.csv:1: the first line"),
        ("code,name\n15000,内蒙古自治区\n", "regions.csv:2: expected six digits"),
        ("code,name\n150000 内蒙古自治区\n", "regions.csv:2: expected six digits"),
        ("code,name\n150000,\n", "regions.csv:2: expected six digits"),
        ("code,name\n１５００００,内蒙古自治区\n", "regions.csv:2: expected six digits"),
        ("code,name\n150000,内蒙古自治区\n150000,内蒙古自治区\n", "regions.csv:3: code 150000 repeats"),
        ("code,name\n150000,内蒙古自治区\n110000,北京市\n", "regions.csv:3: code 110000 repeats or stands out"),
        ("code,name\n150500,通辽市\n", "regions.csv:2: no province"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_its_line(tmp_path: Path, content: str, complaint: str) -> None:
    table = tmp_path / "regions.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(BadRegionTable, match=complaint):
        load_regions(table)


def test_the_licence_and_the_origin_stand_beside_the_data() -> None:
    folder = Path(sys.modules[load_regions.__module__].__file__ or "").parent
    assert "PUBLIC LICENSE" in (folder / "LICENCE").read_text(encoding="utf-8")
    assert "GB/T 2260" in (folder / "ORIGIN.md").read_text(encoding="utf-8")


def test_the_table_is_read_only_when_it_is_asked_for_and_in_less_than_40_ms() -> None:
    program = (
        "from evaluation.pace import idle_seconds\n"
        "from knowledge.regions import all_regions, load_regions\n"
        "from knowledge.regions.regions import TABLE\n"
        "assert all_regions.cache_info().currsize == 0\n"
        "print(idle_seconds(lambda: load_regions(TABLE)))"
    )
    folder = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.04
