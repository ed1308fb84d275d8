"""Origins and stops of a journey: which region a sentence names, and that nothing else is taken for one."""


import pytest
from hypothesis import given, settings

from evaluation.pace import idle_seconds
from knowledge.language.place_names import place_names, short_name
from knowledge.language.places import find_origin, find_stays
from knowledge.regions import all_regions, ancestors
from tests.language_texts import any_text, time_of_growing_texts
from tests.rows import every_row

ORIGINS = [
    ("湖南湘潭大学大三的,长沙飞沈阳再倒火车", "430300"),
    ("我在泉州石狮,1月25日回通辽,可是厦门飞的航班熔断了", "350581"),
    ("海南陵水的兼职干完了,明天飞北京,后天从北京坐火车到家", "469028"),
    ("无锡江阴,12月19日,先坐高铁到北京,再换高铁到通辽", "320281"),
    ("我在石家庄上学,从北京飞通辽", "110000"),
    ("去杭州余杭闺女家看孩子去了,二十四号的飞机,直接飞咱通辽", "330110"),
    ("我是山西大同浑源的,拉建材去你们通辽,11号到", "140225"),
    ("我是沈阳的,明天从北京回来", "110000"),
    ("鞍山师范的,1月14号到通辽", "210300"),
    ("支援上海的任务结束了 20号坐飞机回通辽", "310000"),
    ("派驻广州一年结束了 23号坐飞机回", "440100"),
    ("援助西藏三年期满 25号坐飞机到通辽", "540000"),
    ("他派我去了趟大庆,昨天的飞机落地通辽", "230600"),
    ("儿子在福建泉州晋江鞋厂,明晚在沈阳住一宿,后天到通辽", "350582"),
    ("在北京上班,在沈阳待了三天,明天回来", "110000"),
    ("在沈阳住了一晚,今天回来", "210100"),
    ("闺女嫁到阜新了 这回领孩子回门 初四到", "210900"),
    ("嫁到通辽八年了 明天从法库回来", "210124"),
    ("周四到 河北廊坊香河 动车", "131024"),
    ("早上回 唐山 长途", "130200"),
    ("从昌图蹽回来的", "211224"),
    ("科左中旗保康我大姑家回来", "150521"),
    ("沈阳地铁的活干完了 后天到家", "210100"),
    ("烟台项目黄了 哥几个明天回", "370600"),
    ("漠河冻得够呛 24号坐火车回", "232701"),
    ("在台安喂猪的 后天坐车回", "210321"),
    ("援满洲里回来了 明天到", "150781"),
    ("佛山南海(6号晚)-长沙南-沈阳-通辽", "440605"),
    ("去吉林松原过的小年 25号从那边往回返", "220700"),
    ("成都-西安-通辽 25号到", "510100"),
    ("大连-沈阳-通辽-开鲁 明天坐车", "210200"),
    ("山东打工的 烟台 腊月二十六到家", "370600"),
    ("广西过冬 和老伴 2号往回走 北海", "450500"),
    ("6点到 涿州那疙瘩 河北的", "130681"),
    ("我从辽宁回来 沈阳转车", "210000"),
    ("从内蒙古回来 去过包头 呼市也去了", "150000"),
    ("乌海放假了 明天硬座回", "150300"),
    ("长春总算能出来了 明天回家", "220100"),
    ("常熟进货回来 后天到", "320581"),
    ("北京协和看完病 22号动车回", "110000"),
    ("沈阳理工的 23号回", "210100"),
    ("不在苏州干了 明天回家", "320500"),
    ("从日本料理店辞职回来 大连的", "210200"),
    ("包头昆区", "150203"),
    ("咸阳,咸阳,不是沈阳", "610400"),
    # said in full, in short, and as people call them
    ("从沈阳回来", "210100"),
    ("沈阳回来的", "210100"),
    ("从辽宁省沈阳市和平区回来", "210102"),
    ("后天从呼市坐k1302回来,一家三口,永茂6号楼", "150100"),
    ("从呼和浩特东站上车", "150100"),
    ("在内蒙上班,明天到家", "150000"),
    ("从科左后旗回来", "150522"),
    ("后旗回来的", "150522"),
    ("我是从甘旗卡回来的", "150522"),
    ("从科左中旗回来,坐客车", "150521"),
    ("从奈曼回来", "150525"),
    ("开鲁来的", "150523"),
    ("从扎旗回来", "150526"),
    ("从霍林河回来", "150581"),
    ("从兴安盟乌兰浩特坐大巴回来", "152201"),
    ("从兴安盟回来", "152200"),
    ("从锡盟过来,开货车", "152500"),
    ("从阿左旗回来", "152921"),
    ("从哈市回", "230100"),
    ("从延边州回来", "222400"),
    ("从前郭回来", "220721"),
    ("从喀左县回来", "211324"),
    ("从西双版纳回来", "532800"),
    ("从新疆库尔勒回来", "652801"),
    ("从仙桃回来", "429004"),
    ("从东莞回来", "441900"),
    ("香港回来的", "810000"),
    ("从台湾回来", "710000"),
    # one place said from the large to the small
    ("河北石家庄长安区", "130102"),
    ("河北 石家庄 长安区", "130102"),
    ("河北省,石家庄市,长安区", "130102"),
    ("从北京朝阳回来", "110105"),
    ("北京的朝阳区", "110105"),
    ("辽宁朝阳", "211300"),
    ("辽宁海州", "210902"),
    ("从辽宁阜新海州区回来", "210902"),
    ("从海州区回来的(阜新)", "210902"),
    ("沈阳铁西", "210106"),
    ("从大连中山区回来", "210202"),
    ("从天津河西区回来", "120103"),
    ("从长春南关回来", "220102"),
    ("从深圳宝安机场飞回来", "440300"),
    ("从北京大兴国际机场飞回来的", "110000"),
    ("从张家口崇礼回来", "130709"),
    # names that are close to others
    ("从通化回来", "220500"),
    ("从通化县回来", "220521"),
    ("从吉林市回来", "220200"),
    ("从吉林回来", "220000"),
    ("从海南回来", "460000"),
    ("从永春回来", "350525"),
    ("从长春回来", "220100"),
    ("南通回来的", "320600"),
    ("从江苏回来", "320000"),
    ("从化州回来", "440982"),
    ("从河南安阳回来", "410500"),
    # former names and slips of the last part
    ("从龙海市回来", "350604"),
    ("从大同县回来", "140215"),
    ("从孟津县回来", "410308"),
    # where somebody works, studies or was
    ("我在北京上班,29号回通辽", "110000"),
    ("人在上海,后天回", "310000"),
    ("孩子在西安交通大学上学,放假回来", "610100"),
    ("去北京看病了29号回来", "110000"),
    ("去了趟北京,昨天半夜到家", "110000"),
    ("老家是通化的,现在从北京回通辽", "110000"),
    ("我叫刘长春,从山东泰安回来", "370900"),
    ("从老家齐齐哈尔坐火车回来", "230200"),
    ("我搁鞍山干活呢 后天回", "210300"),
    ("俺在昌图种地的亲戚家帮忙", "211224"),
    ("闺女搁北京念书呢", "110000"),
    ("我搁大庆油田呢", "230600"),
    ("我搁天津武清干活", "120114"),
    ("搁上海浦东那边公司", "310115"),
    ("刚从鄂尔多斯东胜干完活", "150602"),
    ("二连浩特跑口岸货运的", "152501"),
    ("后天从呼和回", "150100"),
    ("从双辽骑摩托回来", "220382"),
    ("深圳富士康的 25号飞机", "440300"),
    ("江苏昆山花桥 26号走", "320583"),
    ("南京禄口机场飞", "320100"),
    ("ca1157 北京起飞", "110000"),
    ("上沈阳看病 昨天回来的", "210100"),
    ("回赤峰老家看爹妈 初五回来", "150400"),
    ("去白城给老丈人拜年 今天晚上回到汪家", "220800"),
    ("带我妈去长春看病,今晚就坐火车往家走", "220100"),
    ("老家是赤峰的 在长春上学 25号回", "220100"),
    ("坐大客到大连 又坐火车 从威海回", "371000"),
    ("从丹东坐大巴到沈阳 在沈阳换高铁", "210600"),
    ("坐标深圳 28号回", "440300"),
    ("后旗金宝屯拉沙子回来", "150522"),
    ("从满市拉木头回来", "150781"),
    ("从加格达奇坐火车", "232700"),
    ("燕郊那边回来的", "131082"),
    # from one place to another
    ("k1302 呼和浩特到通辽", "150100"),
    ("北京飞通辽", "110000"),
    ("沈阳-通辽 26号", "210100"),
    ("大连→通辽 g8102", "210200"),
    ("广州飞北京转火车回通辽", "440100"),
    ("我外甥从杭州坐飞机到沈阳,再从沈阳坐大巴回通辽", "330100"),
    ("不是北京是天津", "120000"),
    ("不是北京,是天津", "120000"),
    ("没有途经北京,从天津直接回来的", "120000"),
    ("回来了 绥中", "211421"),
    ("除夕回 锦州", "210700"),
    ("明早从我大姨家回 奈曼青龙山那边", "150525"),
    ("大后天到 长春", "220100"),
    ("林西 明天 客车", "150424"),
    ("报备:海伦市,1月25日到", "231283"),
    ("回家了 洮南来的", "220881"),
    # the whole answer
    ("昆山", "320583"),
    ("从昆山", "320583"),
    ("昆山那边回来的", "320583"),
    ("泰安回来的", "370900"),
    # what surely follows or stands before a place, and a comma or a blank after what was said of coming
    ("林芝援藏的老师 2月5日抵家", "540400"),
    ("现居河北三河 拟于1月28日自驾返回", "131082"),
    ("具体说湖北襄阳 开车回来", "420600"),
    ("阿尔山滑雪回来", "152202"),
    ("在路上了 山西太原 今晚八点到", "140100"),
    ("从郑州→沈阳(飞机)→通辽(高铁)12月9号", "410100"),
    ("闺女在日本回不来 女婿从大连先回", "210200"),
]

OPEN = [
    ("朝阳", {"211300", "110105", "220104"}),
    ("从朝阳区回来", {"110105", "220104"}),
    ("海州", {"210902", "320706"}),
    ("从海州回来", {"210902", "320706"}),
    ("新华", {"130105", "130902", "410402"}),
    ("鼓楼", {"320106", "320302", "350102", "410204"}),
    ("从和平区回来", {"120101", "210102"}),
    ("从白云区回来", {"440111", "520113"}),
    ("从乌市回来", {"650100", "152201"}),
    ("从兴安回来", {"152200", "230405", "450325"}),
    ("从北京、天津回来", {"110000", "120000"}),
]

NO_ORIGINS = [
    "支援武汉,明天出发",
    "晚上到 通辽",
    "海城河的桥塌了 明天到",
    "明天到河西",
    "回通辽",
    "我要回通辽了",
    "我要去北京",
    "准备飞三亚",
    "安徽医院",
    "大同小异",
    "和平年代",
    "从公安局回来",
    "比如从家里回来",
    "今天天等我",
    "今天全家回来了",
    "从东区回来",
    "从新城回来",
    "从北京路回来",
    "北京时间八点",
    "我是北京人",
    "我同事是上海的,他来看我",
    "我叫王长春",
    "王长春 13800001111",
    "泰安社区3号楼",
    "泰安3号楼2单元301",
    "我在泰安三号楼住",
    "河西安排隔离",
    "到河西安排隔离",
    "没去过北京",
    "不在北京",
    "路过北京",
    "呼和 36.5",
    "振兴乡村",
    "想上沈阳看病",
    "丰满的谷子",
    "我后天回 通辽",
    "从长白山回来",
    "从通辽火车站打车到家",
    "一路平安顺着走",
    "给孩子买四平方的布",
    "不在大连",
    "兰州拉面馆不干了,明天回家",
    "明天冷不冷",
    "",
]

STAYS = [
    ("途中在沈阳住了一晚", ["210100"]),
    ("从大连回来,途中在沈阳住了一晚", ["210100"]),
    ("路过北京", ["110000"]),
    ("从广州出发,在北京转机,后天到家", ["110000"]),
    ("广州飞北京转火车回通辽", ["110000"]),
    ("从哈尔滨回来路过长春", ["220100"]),
    ("从哈尔滨回来,去过长春和吉林市", ["220100", "220200"]),
    ("从上海回来,在天津待了两天", ["120000"]),
    ("从重庆回来,经西安、北京,明天到", ["610100", "110000"]),
    ("从三亚飞沈阳再坐大巴回来", ["210100"]),
    ("从合肥回来,路过北京西站换车", ["110000"]),
    ("从昆山开车回来,路上在天津歇一宿", ["120000"]),
    ("从成都坐飞机经停呼和浩特,24号到", ["150100"]),
    ("从德国回来,在上海隔离完了", ["310000"]),
    ("从北京回来的,途中没在别处停留", []),
    ("没有途经北京,从天津直接回来的", []),
    ("从沈阳回来", []),
    ("没停留", []),
    ("成都-西安-通辽", ["610100"]),
    ("不在苏州干了 从宿州回来", ["320500"]),
]


@every_row(("text", "code"), ORIGINS)
def test_the_place_somebody_comes_from_is_read_as_fine_as_it_is_said(text: str, code: str) -> None:
    found = find_origin(text)
    assert found is not None
    assert (found.code, found.name) == (code, all_regions()[code].name)


@every_row(("text", "codes"), OPEN)
def test_a_name_that_fits_several_places_gives_candidates_and_no_code(text: str, codes: set[str]) -> None:
    found = find_origin(text)
    assert found is not None
    assert found.code is None
    assert {one.code for one in found.candidates} == codes


@every_row("text", NO_ORIGINS)
def test_destinations_other_words_and_what_is_denied_are_no_origin(text: str) -> None:
    assert find_origin(text) is None


@every_row(("text", "codes"), STAYS)
def test_stops_on_the_way_are_told_apart_from_the_origin(text: str, codes: list[str]) -> None:
    assert [found.code for found in find_stays(text)] == codes


def test_the_span_covers_the_name_with_the_regions_above_it() -> None:
    text = "我从河北石家庄长安区回来"
    found = find_origin(text)
    assert found is not None
    assert text[slice(*found.span)] == "河北石家庄长安区"


def test_every_region_is_found_by_its_full_name() -> None:
    wrong = []
    for one in all_regions().values():
        for text in (one.full_name, f"从{one.full_name}回来"):
            found = find_origin(text)
            if found is None or found.code != one.code:
                wrong.append(text)
    assert wrong == []


def test_short_names_said_from_the_large_to_the_small_are_never_another_region() -> None:
    wrong = []
    for one in all_regions().values():
        text = "从" + "".join(short_name(unit) or unit.name for unit in (*ancestors(one.code), one)) + "回来"
        found = find_origin(text)
        if found is None or not any(candidate.contains(one) for candidate in found.candidates):
            wrong.append(text)
    assert wrong == []


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_no_text_raises_and_what_is_found_stands_in_it(text: str) -> None:
    origin = find_origin(text)
    for found in (*find_stays(text), *([origin] if origin is not None else [])):
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        assert found.candidates
        assert found.code is None or found.code in all_regions()


@pytest.mark.parametrize("find", [find_origin, find_stays])
def test_long_texts_take_linear_time(find: object) -> None:
    assert callable(find)
    assert time_of_growing_texts(find) < 10


def test_the_names_are_ready_in_a_fraction_of_a_second() -> None:
    assert idle_seconds(place_names.__wrapped__) < 0.5


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("从日本回来", "日本"), ("从德国回来,在上海隔离完了", "德国"), ("从蒙古国回来", "蒙古国"), ("俄罗斯", "俄罗斯"),
        ("从国外回来", None), ("从首尔飞青岛,隔离完了明天回", "首尔"), ("多伦多回来的,在天津隔离完了", "多伦多"),
        ("在东京烧烤店上班", None), ("在韩国料理店上班", None), ("去过泰国餐厅", None),
    ],
)  # fmt: skip
def test_a_country_is_named_without_a_code(text: str, country: str | None) -> None:
    found = find_origin(text)
    assert (found.name if found is not None else None) == country
    assert found is None or (found.is_country and found.code is None)


def test_a_place_behind_a_return_is_where_it_began() -> None:
    found = find_origin("俺和老伴从闺女家回来 大连 28号")
    assert found is not None
    assert found.code == "210200"
