"""An announcement entered in the workbook or as a pasted table: read as it was meant, every slip told with its cell."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from app import app
from commands.announce import announce, load, write_template
from commands.announcements import listed, replayed, write_out
from commands.errors import Refused
from knowledge.announcements import Announcement, load_announcement
from knowledge.announcements.entry import BadEntry, announcement_of, read_workbook, table_of, template, written
from knowledge.announcements.entry.cells import BadCell, day, moment
from knowledge.announcements.entry.regions_named import regions_named
from knowledge.announcements.model import FollowUp
from knowledge.times import parse_moment
from tests.rows import every_row
from tests.talking import Talk

DEMO = Path(__file__).parent.parent / "knowledge" / "demo" / "announcement-14.yaml"
HEAD = {"文号": "第15号", "发布单位": "演示指挥部", "标题": "【演示】", "起用时间": "2022-01-21 00:00"}
ROW = {"地名": "通辽市开鲁县", "措施": "居家隔离", "天数": 14, "从哪天算": "离开"}


def filled(rows: list[Mapping[str, object]], head: Mapping[str, object] = HEAD, drop: str = "") -> bytes:
    """The template as somebody filled it in."""
    book = load_workbook(io.BytesIO(template()))
    lines = {cell.value: cell.row for cell in book["公告"]["A"]}
    for title, value in head.items():
        book["公告"].cell(lines[title], 2).value = value
    table = book["地区"]
    columns = {cell.value: cell.column for cell in table[1]}
    for number, row in enumerate(rows, start=2):
        for title, value in row.items():
            table.cell(number, columns[title]).value = value
    if drop:
        table.delete_cols(columns[drop])
    return saved(book)


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def faults(content: bytes) -> list[str]:
    with pytest.raises(BadEntry) as caught:
        read_workbook(content, "公告.xlsx")
    return [str(one) for one in caught.value.faults]


def test_what_was_filled_in_is_read() -> None:
    one = read_workbook(filled([ROW | {"旅居从": date(2022, 1, 10), "第几天核酸": "7、1", "路过算不算": "不算"}]), "x")
    assert (one.number, one.issuer, one.keep_old_cases, one.replaces) == ("第15号", "演示指挥部", None, None)
    assert one.effective_at == parse_moment("2022-01-21T00:00")
    area = one.areas[0]
    assert (area.code, area.name, area.places) == ("150523", "通辽市开鲁县", ())
    assert (area.measure, area.days, area.count_from, area.test_days) == ("home_quarantine", 14, "departure", (1, 7))
    assert (area.stays_from, area.stays_to, area.through_traffic) == (date(2022, 1, 10), None, "does_not_count")


def test_a_village_is_entered_by_name_or_code() -> None:
    village = {"乡镇": "演示镇", "村": "前进村"}
    one = read_workbook(filled([ROW | village, ROW | {"地名": "", "区划代码": "150523101"}]), "x")
    assert [(area.code, area.name, area.places) for area in one.areas] == [
        ("150523", "通辽市开鲁县演示镇前进村", ("演示镇", "前进村")),
        ("150523101", "内蒙古自治区通辽市开鲁县", ()),
    ]


def test_everywhere_else_and_what_follows_and_old_cases() -> None:
    row = ROW | {"地名": "全国", "之后的措施": "居家健康监测", "之后的天数": "7天"}
    one = read_workbook(filled([row], {**HEAD, "以前到的人": "还按原来的", "代替哪一号": "第14号"}), "x")
    assert (one.areas[0].code, one.areas[0].followed_by) == ("000000", FollowUp(measure="home_monitoring", days=7))
    assert (one.keep_old_cases, one.replaces) == (True, "第14号")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2022-01-21 00:00", "2022-01-21 00:00"),
        ("2022年1月20日24时", "2022-01-21 00:00"),
        ("2022年1月21日8时30分", "2022-01-21 08:30"),
        ("2022/1/21 8:30", "2022-01-21 08:30"),
        ("２０２２年１月２１日 ８：３０", "2022-01-21 08:30"),
        (datetime(2022, 1, 21, 8, 30), "2022-01-21 08:30"),
        (None, None),
    ],
)
def test_a_moment_however_it_is_written(said: object, meant: str | None) -> None:
    assert moment(said) == meant


@pytest.mark.parametrize("said", ["2022-01-21", "1月21日8时", "2022-01-21 25:00", "2022-01-20 24:30", "2022-02-30 08:00"])
def test_a_moment_that_is_not_exact_is_no_moment(said: str) -> None:
    with pytest.raises(BadCell):
        moment(said)


@pytest.mark.parametrize("said", ["2022-1-5", "2022年1月5日", "2022.01.05", "2022/1/5", datetime(2022, 1, 5)])
def test_a_day_however_it_is_written(said: object) -> None:
    assert day(said) == date(2022, 1, 5)


@every_row(
    ("change", "told"),
    [
        ({"措施": "居家"}, "「地区」第2行 G列「措施」：不认识「居家」。请从这些里选：正常出行、核酸检测、"),
        ({"措施": None}, "「地区」第2行 G列「措施」：没有写。从这些里选：正常出行、"),
        ({"措施": "=1+1"}, "「地区」第2行 G列「措施」：写的是公式。请直接写内容。"),
        ({"天数": "两周"}, "「地区」第2行 H列「天数」：“两周”不是1到60的整数。"),
        ({"天数": 0}, "「地区」第2行 H列「天数」：“0”不是1到60的整数。"),
        ({"天数": 61}, "「地区」第2行 H列「天数」：“61”不是1到60的整数。"),
        ({"天数": 7.5}, "「地区」第2行 H列「天数」：“7.5”不是1到60的整数。"),
        ({"从哪天算": None}, "「地区」第2行 I列「从哪天算」：写了天数，没有写从哪天算。"),
        ({"天数": None}, "「地区」第2行 H列「天数」：写了从哪天算，没有写天数。"),
        ({"从哪天算": "落地"}, "「地区」第2行 I列「从哪天算」：不认识「落地」。请从这些里选：到达、离开。"),
        ({"地名": "朝阳区"}, "「地区」第2行 B列「地名」：“朝阳区”不止一个：北京市朝阳区、吉林省长春市朝阳区。"),
        ({"地名": "开卤县"}, "「地区」第2行 B列「地名」：没有找到「开卤县」。请写全称，比如 通辽市开鲁县。"),
        ({"地名": None}, "「地区」第2行 B列「地名」：没有写。"),
        ({"村": "前进村"}, "「地区」第2行 C列「乡镇」：写了村，没有写乡镇。请把乡镇也写上。"),
        ({"区划代码": "1505"}, "「地区」第2行 A列「区划代码」：“1505”不是区划代码。"),
        ({"区划代码": 150599}, "「地区」第2行 A列「区划代码」：区划代码 150599 查不到。"),
        ({"区划代码": 150100}, "「地区」第2行 A列「区划代码」：代码 150100 是内蒙古自治区呼和浩特市，和地名对不上。"),
        ({"旅居从": "1月10日"}, "「地区」第2行 E列「旅居从」：“1月10日”不是日子，或者没写年份。请写成 2022-01-10。"),
        ({"旅居从": "2022-01-10", "旅居到": "2022-01-09"}, "「地区」第2行 F列「旅居到」：比「旅居从」还早。"),
        ({"之后的措施": "健康监测"}, "「地区」第2行 K列「之后的天数」：之后的措施和之后的天数要一起写。"),
        ({"之后的天数": 7}, "「地区」第2行 J列「之后的措施」：之后的措施和之后的天数要一起写。"),
        ({"措施": "正常出行"}, "「地区」第2行 G列「措施」：不采取措施，不用写天数和之后的措施。"),
        ({"第几天核酸": "一周两次"}, "「地区」第2行 L列「第几天核酸」：“一周两次”看不懂。"),
        ({"路过算不算": "可能"}, "「地区」第2行 M列「路过算不算」：不认识「可能」。请从这些里选：算、不算。"),
        ({"备注": "长" * 201}, "「地区」第2行 O列「备注」：太长了，请写在 200 个字以内。"),
    ],
)  # fmt: skip
def test_a_slip_in_a_row_is_told_with_its_cell_and_the_remedy(change: dict[str, object], told: str) -> None:
    found = faults(filled([ROW | change]))
    assert len(found) == 1
    assert found[0].startswith(told)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"文号": None}, "「公告」第1行 B列「文号」：没有写。照公告上的写。"),
        ({"起用时间": "2022-01-21"}, "「公告」第4行 B列「起用时间」：“2022-01-21”不是精确到分的时间。"),
        ({"代替哪一号": "第15号"}, "「公告」第5行 B列「代替哪一号」：代替的是自己。"),
        ({"以前到的人": "看情况"}, "「公告」第6行 B列「以前到的人」：不认识「看情况」。请从这些里选：还按原来的、"),
    ],
)
def test_a_slip_in_the_head_is_told_too(change: dict[str, object], told: str) -> None:
    found = faults(filled([ROW], {**HEAD, **change}))
    assert len(found) == 1
    assert found[0].startswith(told)


def test_every_slip_is_told_at_once_and_two_rows_of_one_place_and_time() -> None:
    found = faults(filled([ROW, ROW | {"天数": 7}, ROW | {"地名": "火星"}], {**HEAD, "标题": None}))
    assert [one.partition("：")[0] for one in found] == [
        "「公告」第3行 B列「标题」", "「地区」第3行 B列「地名」", "「地区」第4行 B列「地名」"
    ]  # fmt: skip
    assert "和第2行是同一个地方，日子也重了" in found[1]


def test_blank_rows_are_passed_over_and_rows_are_counted_as_excel_does() -> None:
    assert faults(filled([ROW, {}, ROW | {"地名": "火星"}]))[0].startswith("「地区」第4行 B列")


def test_what_is_no_table_of_ours_is_told() -> None:
    assert faults(b"no workbook") == ["「公告.xlsx」：打不开，不是 Excel 的 .xlsx 文件。请用模板另存成 .xlsx 再传。"]
    assert faults(saved(Workbook())) == [
        "「公告」：没有这张表。请用模板，不要改表名。", "「地区」：没有这张表。请用模板，不要改表名。"
    ]  # fmt: skip
    assert faults(filled([ROW], drop="措施"))[0] == "「地区」第1行：少了「措施」这一栏。请照模板把栏目名补上。"
    assert faults(filled([]))[0] == "「地区」：一个地方也没有写。请从第2行起，一个地方写一行。"
    book = load_workbook(io.BytesIO(filled([ROW])))
    book["地区"].cell(1, 20).value, book["地区"].cell(1, 21).value = "颜色", "措施"
    told = [one.partition("：")[2] for one in faults(saved(book))]
    assert [one[:12] for one in told] == ["不认识栏目「颜色」。请照", "栏目「措施」写了两次。请"]


def test_a_file_that_hides_a_document_type_or_swells_is_not_opened() -> None:
    def with_part(name: str, content: bytes) -> bytes:
        made = io.BytesIO(filled([ROW]))
        with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr(name, content)
        return made.getvalue()

    told = ["「公告.xlsx」：文件太大，或者里面有不该有的东西。请把内容贴进模板，另存成 .xlsx 再传。"]
    assert faults(with_part("xl/more.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')) == told
    assert faults(with_part("xl/more.bin", b"0" * 9 * 1024 * 1024)) == told


def test_an_announcement_comes_back_from_its_workbook_as_it_was() -> None:
    issued = load_announcement(DEMO)
    again = read_workbook(written(issued), "x")
    assert again == issued.model_copy(update={"examples": ()})


def test_the_template_explains_every_column() -> None:
    rows = list(load_workbook(io.BytesIO(template()))["填写说明"].iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]][:4] == ["文号", "发布单位", "标题", "起用时间"]
    assert len(rows) == 1 + 7 + 15
    assert all(row[2] and row[3] for row in rows)


def test_a_table_copied_from_excel_is_read_as_the_workbook_is() -> None:
    pasted = "地名\t措施\t天数\t从哪天算\r\n通辽市开鲁县\t居家隔离\t14\t离开\r\n火星\t居家隔离\t14\t离开\r\n"
    head = {"number": "第15号", "issuer": "演示指挥部", "title": "【演示】", "effective_at": "2022-01-21 00:00"}
    with pytest.raises(BadEntry) as caught:
        announcement_of(head, table_of(pasted), "公告", "粘贴的表")
    assert str(caught.value).startswith("「粘贴的表」第3行 A列「地名」：没有找到「火星」。")
    good: Announcement = announcement_of(head, table_of(pasted.replace("火星", "呼和浩特市")), "公告", "粘贴的表")
    assert [area.code for area in good.areas] == ["150523", "150100"]


@pytest.mark.parametrize(
    ("words", "full"),
    [
        ("开鲁县", ["内蒙古自治区通辽市开鲁县"]),
        ("内蒙古通辽开鲁", ["内蒙古自治区通辽市开鲁县"]),
        ("北京", ["北京市"]),
        ("天津津南区", ["天津市津南区"]),
        ("吉林", ["吉林省", "吉林省吉林市"]),
        ("月球", []),
    ],
)
def test_regions_by_whatever_the_office_calls_them(words: str, full: list[str]) -> None:
    assert [one.full_name for one in regions_named(words)] == full


def test_the_command_line_reads_writes_and_lists(talk: Talk, tmp_path: Path) -> None:
    house = talk.installation
    assert write_template(tmp_path / "空.xlsx") == str(tmp_path / "空.xlsx")
    with pytest.raises(Refused, match="File exists"):
        write_template(tmp_path / "空.xlsx")
    with pytest.raises(Refused, match="「公告」第1行 B列「文号」"):
        load(tmp_path / "空.xlsx")
    with pytest.raises(Refused, match="No such file"):
        load(tmp_path / "没有.xlsx")
    file = tmp_path / "公告.xlsx"
    file.write_bytes(filled([ROW], {**HEAD, "起用时间": "2022-01-20 08:00"}))
    with pytest.raises(Refused, match="choose --old-cases"):
        announce(house, file, "陈主任")
    assert "in force from 2022-01-20T08:00" in announce(house, file, "陈主任", "change")
    line = next(iter(listed(house, None)))
    assert '"number": "第15号"' in line and '"in_force": true' in line and '"put_in_force_by": "陈主任"' in line
    assert list(listed(house, "2022-01-20T08:30")) == []  # nobody had entered it by then
    write_out(house, "第15号", tmp_path / "出.xlsx")
    assert load(tmp_path / "出.xlsx").areas[0].code == "150523"
    with pytest.raises(Refused, match="never put in force"):
        write_out(house, "第99号", tmp_path / "无.xlsx")


def test_a_report_is_decided_again_as_of_its_day(talk: Talk, tmp_path: Path) -> None:
    house = talk.installation
    first = filled([ROW], {**HEAD, "起用时间": "2022-01-20 08:00", "以前到的人": "也按新的"})
    (tmp_path / "15.xlsx").write_bytes(first)
    announce(house, tmp_path / "15.xlsx", "陈主任")
    talk("""王阿姨: 报备 后天从开鲁县开车回来 就我自己
            王阿姨: 1
            助手: 报备好了…居家隔离14天…""")
    talk.later(hours=1)
    head = {**HEAD, "文号": "第16号", "代替哪一号": "第15号", "起用时间": "2022-01-20 08:00", "以前到的人": "也按新的"}
    (tmp_path / "16.xlsx").write_bytes(filled([ROW | {"天数": 7}], head))
    announce(house, tmp_path / "16.xlsx", "陈主任")
    assert talk.job("announcements") == 1
    shown = list(replayed(house, "F0120-01"))
    assert ['"announcement": "第15号", "same": true' in shown[0], '"announcement": "第16号", "same": true' in shown[1]] == [
        True, True
    ]  # fmt: skip
    with pytest.raises(Refused, match="no return report"):
        list(replayed(house, "F9999-99"))


def test_a_workbook_can_be_tried_and_checked_without_a_database(tmp_path: Path) -> None:
    good, bad = tmp_path / "好.xlsx", tmp_path / "坏.xlsx"
    good.write_bytes(filled([ROW]))
    bad.write_bytes(filled([ROW | {"天数": "两周"}]))
    facts = '{"sealed_place": false, "stays": [{"code": "150523", "until_on": "2022-01-22"}]}'
    call = ["decide", "return_handling", "--on", "2022-01-22", "--facts", facts, "--announcement"]
    decided = CliRunner().invoke(app, [*call, str(good)])
    assert decided.exit_code == 0, decided.output
    assert '"announcement": "第15号"' in decided.stdout
    refused = CliRunner().invoke(app, [*call, str(bad)])
    assert (refused.exit_code, "「地区」第2行 H列「天数」" in refused.output) == (2, True)
    checked = CliRunner().invoke(app, ["plan", "check", "--announcement", str(bad)])
    assert (checked.exit_code, "「地区」第2行 H列「天数」" in checked.output) == (1, True)
