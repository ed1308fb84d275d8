"""Contact with a case, a close contact or a risk area, as people tell of it in one sentence or in two halves."""

import pytest
from hypothesis import given

from knowledge.language.contacts import find_contact
from knowledge.language.normalise import normalise
from tests.language_texts import any_text
from tests.long_texts import grows_no_faster_than_its_length, seconds_for_long_texts
from tests.rows import every_row

CONTACTS = [
    ("前天给我理发的师傅确诊了", True),
    ("送快递的小哥阳了 他昨天给我送过件", True),
    ("从疫区回来的，还到处走亲戚，这不害人吗", None),
    ("小区有阳性我没接触", False),
    ("听说三家子有确诊了我和老伴都没事36.5", None),
    ("楼里有人阳了我害怕", None),
    ("同单元有阳性", None),
    ("我们班有个同学阳了", None),
    ("同桌阳了", True),
    ("我摆摊卖菜 通报那个确诊的就在我摊上买的豆角", True),
    ("昨天有个确诊的在我窗口交的费 我36.5", True),
    ("排队时站我后头那人今天查出阳性了", True),
    ("老李确诊了 我俩前天还唠嗑来着", True),
    ("我俩聊天说起通辽有病例的事", None),
    ("听说有病例 我俩在家吃饭呢", None),
    ("新闻说有病例 我坐在后面看的", None),
    ("太阳好和老伴一起晒太阳36.5", None),
    ("我从沈阳回来 跟我妈一起吃饭 36.5", None),
    ("是否接触过确诊或密接人员：否", False),
    ("是否接触过确诊或密接人员：是", True),
    ("是否去过中高风险地区：否", False),
    ("是否去过中高风险地区：否，是否接触过确诊人员：是，体温36.5", True),
    ("是否去过中高风险地区：否，是否接触过确诊人员：否，体温36.5", False),
    ("是否接触过确诊人员：否，昨天跟确诊的一起吃饭了，体温36.5", True),
    ("接触史❌", False),
    ("跟外地来的司机一块卸的货，人家昨天确诊了", True),
    ("没去过疫区", False),
    ("没出过门没接触过谁", False),
    ("没去过中高风险地区也没接触过确诊", False),
    ("也没去过啥风险地区", False),
    ("最近没去过有疫情的地方", False),
    ("14天内无中高风险地区旅居史,无接触史", False),
    ("没离开过通辽", None),
    ("没去外地没接触密接", False),
    ("没有发热咳嗽和密切接触史", False),
    ("我从高风险区回来的", True),
    ("去过风险区", True),
    ("去过低风险地区", None),
    ("要是跟阳性的一起吃过饭咋办", None),
    ("我怕跟确诊的坐过一趟车", None),
    ("隔壁床的病人核酸阳了 我陪床呢", True),
    ("我给密接送过饭", True),
    ("单位同事阳了,我俩一个办公室", True),
    ("舍友阳了", True),
    ("我家租客是密接", True),
    ("租客昨天被定成密接了 我天天跟他一个锅吃饭 36.7", True),
    ("跟阳性的没接触 36.5", False),
    ("我不是密接没去过风险地区", False),
    ("居家隔离第三天36.5跟老公一起住", None),
    ("解除隔离了36.4", None),
    ("行程轨迹和确诊病例有重合", True),
    ("轨迹没有重合", False),
    ("拉过的乘客阳了", True),
    ("阳台上站了会 跟老伴唠嗑 36.6", None),
    ("我闺女是护士 天天接触病人 36.5", None),
    ("流调说我是次密接", True),
    ("被判密接了", True),
    ("我妈跟密接一桌打过麻将", True),
    ("确诊那人去的超市我也去了", True),
    ("昨天去的超市今天出了阳性", True),
    ("没接触外地人", False),
    ("3号楼有人确诊 我没和他接触过", False),
    ("没接触过密接,接触过确诊", True),
    ("没发烧 我接触过密接", True),
    ("昨儿跟咱们村那个阳了的老刘头下过棋", True),
    ("中招那位前天还来我店买烟", True),
    ("群里说有阳的 跟我同一个小区", None),
    ("疫情期间和老伴一起吃饭 36.5", None),
    ("我跟那个阳性的在一个麻将桌上打过牌 是不是得隔离啊", True),
    ("我坐的那趟公交有病例", True),
    ("隔壁单元被拉走一个 我昨天跟他坐一趟电梯 他是密接", True),
    ("收到短信说我是密接 点链接填银行卡 是不是骗人的", None),
    ("我是不是密接", None),
    ("密接隔离几天", None),
    ("密接没有 外地也没去 36.5", False),
    ("阳性没有 密接没有 36.2", False),
    ("门都不出 上哪接触去", False),
    ("天天在家 跟谁接触去", False),
    ("门都没出 哪来的接触 36.4", False),
    ("我哪见过阳性的", False),
    ("不出屋上哪碰见密接去", False),
    ("密接没有通知我", None),
    ("密接没有隔离 在外面跑", None),
    ("哪有密接", None),
    ("不知道在哪接触的 说我是密接", True),
]


@every_row(("text", "contact"), CONTACTS)
def test_contact_is_affirmed_denied_or_left_open(text: str, contact: bool | None) -> None:
    assert find_contact(normalise(text)) == contact


@given(any_text)
def test_no_text_raises(text: str) -> None:
    find_contact(normalise(text))


@pytest.mark.parametrize("unit", ["跟", "我跟他阳", "没去过", "接触过", "阳性", "我坐的那趟病例", "在风险"])
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    assert grows_no_faster_than_its_length(find_contact, unit)


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(find_contact) < 1
