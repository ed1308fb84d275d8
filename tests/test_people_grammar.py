"""Names, phones, relatives, party sizes, and several people in one check-in."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.names import find_name, looks_like_name, plain_name
from knowledge.language.normalise import normalise
from knowledge.language.parties import find_party_size, plain_number_of_people
from knowledge.language.people import find_phone, find_relative, find_relatives
from knowledge.language.persons import find_persons
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.persons_shown import shown

PARTIES = [
    ("从北京回来,两个大人,一个孩子", 3),
    ("从北京回来,两个大人,还有个孩子", 3),
    ("从北京回来,两个大人,还带着两个孩子", 4),
    ("从北京回来,两个大人,两个小孩,一个老人", 5),
    ("从北京回来,三个大人", 3),
    ("从北京回来,两口人,还带着一个孩子", 3),
    ("从北京回来,三口人", 3),
    ("我婆婆过来帮带娃 从集宁坐火车", None),
    ("岳母来带孩子 从赤峰坐车", None),
    ("我妈帮我带孩子 我从赤峰回来", None),
    ("我带孩子从赤峰回来", 2),
    ("我和老公过来带着娃 从赤峰回来", 2),
    ("家里六口人,这次只回来三个人", 3),
    ("只回来两天", None),
    ("小孩奶奶从四平来", None),
    ("我教体校的 带五个队员比赛回来", 6),
    ("孩子老师带三个学生走的", None),
    ("跟工友拼的车", None),
    ("和同乡搭帮开车回", None),
    ("同行人员只有妻子一人", 2),
    ("同行三人", 3),
    ("后天到,仨,大客", 3),
    ("单位请了五个工程师", 5),
    ("接两个专家", None),
    ("一家三口", 3),
    ("我和老伴", 2),
    ("我带俩孩子", 3),
    ("就我自己", 1),
    ("四个人", 4),
    ("全家四口人", 4),
    ("后天从呼市坐K1302回来，一家三口，永茂6号楼", 3),
    ("我和家人一起", None),
    ("我们仨", 3),
    ("我俩", 2),
    ("爷俩", 2),
    ("娘仨", 3),
    ("老两口", 2),
    ("带老婆孩子回来", 3),
    ("我带老婆孩子", 3),
    ("我爸妈后天回来", 2),
    ("我儿子后天回来", None),
    ("儿子和儿媳妇后天回", 2),
    ("女儿带孩子回来", 2),
    ("爸妈后天带孙子回来", 3),
    ("我后天带两个孩子从北京回", 3),
    ("我和同学一共四个人", 4),
    ("我和3个同事", 4),
    ("我和几个同事", None),
    ("我带孩子们", None),
    ("2大1小", 3),
    ("两个大人一个小孩", 3),
    ("大人2个小孩1个", 3),
    ("共3人", 3),
    ("一行5人", 5),
    ("我们一家", None),
    ("全家", None),
    ("一个人", 1),
    ("我自己开车", None),
    ("我自己回来", 1),
    ("独自返乡", 1),
    ("我们三个", 3),
    ("我们哥俩", 2),
    ("夫妻二人", 2),
    ("两口子", 2),
    ("我跟老公、孩子", 3),
    ("我老婆和孩子", 2),
    ("我、老伴、孙子", 3),
    ("我妈", None),
    ("3人", 3),
    ("三口人", 3),
    ("我和我妈还有我爸", 3),
    ("带着俩娃", 3),
    ("第三人", None),
    ("每3人", None),
    ("我一想", None),
    ("我三点到", None),
    ("我2个", 2),
    ("接触过3个人", None),
    ("我和女朋友", 2),
    ("一家老小五口", 5),
    ("我家三口人", 3),
    ("和老伴一块", 2),
    ("我跟媳妇带俩孩子", 4),
    ("单独回来", 1),
    ("就她自个儿", 1),
    ("就我自个儿回来", 1),
    ("我跟媳妇俩带着孩子", 3),
    ("小两口带个娃", 3),
    ("小两口带俩孩子", 4),
    ("我弟两口子带个孩子", 3),
    ("老两口领着孙子", 3),
    ("我 我妈 还有我妹", 3),
    ("从延吉回来好几个人 我 我妈 还有我妹", 3),
    ("一家人 我 媳妇 儿子", 3),
    ("俩孩子一个在重庆一个在成都", 2),
    ("三个孩子一起到", 3),
    ("家里有俩孩子 我自己回", 1),
    ("连我一共四个", 4),
    ("加我三个人", 3),
    ("车上就我跟副驾", 2),
    ("我们四个民工", 4),
    ("爷孙俩", 2),
    ("我和同班的两个同学都从太原回,三人一起", 3),
    ("妈我明天下午四点到", None),
    ("爸 我后天回", None),
    ("网格员让我自己填", None),
    ("就我跟我媳妇俩", 2),
    ("打卡 36.5 没事", None),
    ("我和妈妈回来", 2),
    ("我和爱人带着孩子", 3),
    ("咱俩", 2),
    ("孩子姑姑从多伦来", None),
    ("姑奶奶来串门", None),
    ("小孙子跟他爸他妈回来", 3),
    ("同学四个滑雪回来", 4),
    ("俩行李箱一个我", 1),
    ("过了初六我从婆家回来", None),
    ("夫妻俩抱个没断奶的孩子", 3),
    ("小两口领着两个上小学的娃", 4),
    ("我回来看我爸妈", None),
    ("我爸妈在这边 我从西安回来看看", None),
    ("我爹妈都在 我回家陪着过年", None),
    ("我爸妈在北京待够了 明天回", 2),
    ("拼车 一百二一个人", None),
    ("顺风车130一位 后天到", None),
    ("拼车200 我一个人", 1),
    ("顺风车 连司机三个人", None),
    ("拼车回来 车上五个人", None),
    ("自驾 车上五个人", 5),
    ("大客上四个人都不认识", None),
    ("三个高中生 周五到", 3),
    ("俩工人从盘锦过来", 2),
    ("接三个学生", None),
    ("我妹她自个儿回", 1),
    ("俺外甥女坐火车 她自己", 1),
    ("他自己家的车", None),
    ("我姐自己会填", None),
    ("老公开车带我和儿子", 3),
    ("我妈领着我回", 2),
    ("我哥 带我和老伴儿", 3),
    ("一共二十到二十五个人", None),
    ("我们一共3人到家", 3),
]


@pytest.mark.parametrize(("text", "size"), PARTIES)
def test_a_party_is_counted_where_the_text_settles_it(text: str, size: int | None) -> None:
    found = find_party_size(normalise(text))
    assert (found.size if found is not None else None) == size


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("三个", 3),
        ("俩人", 2),
        ("仨", 3),
        ("5口", 5),
        ("十二人", 12),
        ("就我", None),
        ("301", None),
        ("0", None),
    ],
)
def test_a_bare_number_of_people_is_read(text: str, number: int | None) -> None:
    assert plain_number_of_people(text) == number


PHONES = [
    ("13800001111", "13800001111"),
    ("138 0000 1111", "13800001111"),
    ("138-0000-1111", "13800001111"),
    ("+8613800001111", "13800001111"),
    ("+86 138 0000 1111", "13800001111"),
    ("我的电话是13800001111。", "13800001111"),
    ("一三八零零零零一一一一", "13800001111"),
    ("幺三八零零零零幺幺幺幺", "13800001111"),
    ("林秀13800001111林秀", "13800001111"),
    ("电话13800001111,再说一遍13800001111", "13800001111"),
    ("１３８０００１１１１１", "13800011111"),
    ("13800001111和13900001111", None),
    ("1380000111", None),
    ("138000011112", None),
    ("23800001111", None),
    ("12345678901", None),
    ("尾号1111", None),
]


@pytest.mark.parametrize(("text", "number"), PHONES)
def test_a_mobile_number_is_read_in_every_spelling(text: str, number: str | None) -> None:
    found = find_phone(normalise(text))
    assert (found.number if found is not None else None) == number


NAMES = [
    ("三义堂刘海涛 13800037739", "刘海涛"),
    ("住河西金源小区 13800037739", None),
    ("联系人是我爱人 13800037739", None),
    ("我是跑运输的刘志强 从天津回来", "刘志强"),
    ("我是倒腾皮子的巴根 昨天到的家", "巴根"),
    ("我是卖菜的 从锦州回来", None),
    ("我是王强的媳妇 从锦州回来", None),
    ("我是楼上的租户 明天到", None),
    ("我叫林秀", "林秀"),
    ("姓名：林秀", "林秀"),
    ("林秀 13800001111", "林秀"),
    ("2单元301 林秀 13800001111", "林秀"),
    ("我是永茂6号楼2单元301的林秀 13800001111", "林秀"),
    ("我叫阿纳尔", "阿纳尔"),
    ("敖门达来 13900001111", "敖门达来"),
    ("我是乌云其其格", "乌云其其格"),
    ("返乡报备 林秀 后天到", "林秀"),
    ("我叫王建国从北京回来", "王建国"),
    ("我叫赵丽下午到", "赵丽"),
    ("我是林秀", "林秀"),
    ("我是王强的儿子", None),
    ("我是永茂社区的", None),
    ("我是老师", None),
    ("我是密接", None),
    ("我是网格员", None),
    ("后天从呼市坐K1302回来,一家三口,永茂6号楼", None),
    ("打卡 36.5 没事", None),
    ("从宁波 回来", None),
    ("高铁 明天", None),
    ("平安 到家", None),
    ("13800001111 王桂芝", "王桂芝"),
    ("王桂芝电话13800001111", "王桂芝"),
    ("永茂6号楼2单元301林秀13800001111", "林秀"),
    ("永茂六号楼林秀13800001111", "林秀"),
    ("本人张三", "张三"),
    ("我叫欧阳娜娜", "欧阳娜娜"),
    ("我叫买买提·艾力", "买买提·艾力"),
    ("我叫斯琴高娃明天回来", "斯琴高娃"),
    ("名字王芳", "王芳"),
    ("我是王阿姨", "王阿姨"),
    ("联系人：李四，电话13911112222", "李四"),
    ("安全 回家", None),
    ("金华 回来", None),
    ("我在通辽 高兴", None),
    ("包那顺 13811112222", "包那顺"),
    ("我是3号楼的李强", None),
    ("我叫白音仓", "白音仓"),
    ("叫我老王吧", None),
    ("本人后天返乡", None),
    ("我是后天回", None),
    ("我叫林秀,永茂6号楼", "林秀"),
    ("成功 提交", None),
    ("我是从北京回来的", None),
    ("坐高铁 马上到", None),
    ("我叫孟根花", "孟根花"),
    ("我叫赛音吉日嘎拉", "赛音吉日嘎拉"),
    ("明天 回来 何文静", "何文静"),
    ("我想出去 买菜", None),
    ("单元 房间", None),
    ("常住 江苏", None),
    ("武汉 出差", None),
    ("呼和浩特 13811112222", None),
    ("锡林郭勒 13811112222", None),
    ("乌兰察布 回来", None),
    ("家里电话13811112222", None),
    ("我妈电话13811112222", None),
    ("手机 13811112222", None),
    ("体温正常 13811112222", None),
    ("我叫关晓彤电话13811112222", "关晓彤"),
    ("车牌蒙G12345 高明", None),
    ("我叫高明", "高明"),
    ("叫我林秀吧", "林秀"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_is_read_and_an_ordinary_word_never(text: str, name: str | None) -> None:
    found = find_name(normalise(text))
    assert (found.name if found is not None else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("林秀", "林秀"), ("王阿姨", "王阿姨"), ("老张", "老张"), ("我叫林秀", "林秀"), ("敖门达来", "敖门达来"),
        ("那日苏", "那日苏"), ("包玉兰", "包玉兰"), ("李师傅", "李师傅"), ("其木格", "其木格"), ("呼斯楞", "呼斯楞"),
        ("格日勒图", "格日勒图"), ("我的名字是林秀", "林秀"), ("林秀 女", "林秀"), ("买买提·艾力", "买买提·艾力"),
        ("欧阳娜娜", "欧阳娜娜"), ("赵某", "赵某"), ("高娃", "高娃"), ("取消", None), ("什么", None), ("永茂社区", None),
        ("不知道", None), ("没有", None), ("36.5", None), ("好的", None),
        ("呼和浩特", None), ("平安", None), ("人工", None), ("", None), ("对", None), ("明天", None), ("算了", None),
    ],
)  # fmt: skip
def test_the_answer_to_the_question_for_a_name(text: str, name: str | None) -> None:
    assert plain_name(text) == name


RELATIVES = [
    ("我妈36.8", "妈妈"), ("我妈妈没事", "妈妈"), ("俺娘咳嗽", "妈妈"), ("父亲", "爸爸"), ("老伴儿36.2", "老伴"),
    ("孩子发烧", "孩子"), ("帮我爸打卡", "爸爸"), ("我媳妇儿", "媳妇"), ("大闺女", "女儿"), ("丈母娘", "丈母娘"),
    ("六姨", "六姨"), ("三姨奶奶", "三姨奶"), ("五舅母", "五舅妈"), ("二大爷", "二大爷"),
    ("我对象", "对象"), ("我爱人", "爱人"), ("外孙女", "外孙女"), ("我哥哥", "哥哥"),
    ("妈的", None), ("他妈的", None), ("去姥姥家", None), ("老师", None), ("没事", None), ("哥们", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "label"), RELATIVES)
def test_a_relative_has_one_label(text: str, label: str | None) -> None:
    found = [relative for relative in find_relatives(text) if relative.people > 0]
    assert (found[0].label if found else None) == label
    first = find_relative(text)
    assert (first.label if first is not None else None) == label


PERSONS = [
    ("打卡 36.5 没事", ""),
    ("我36.5我妈36.8 咳嗽", "我 36.5 / 妈妈 36.8 cough"),
    ("孩子姥姥37.2说乏得慌，孩子36.5没事", "孩子姥姥 37.2 fatigue / 孩子 36.5 none"),
    ("我老公他弟36.5 我36.4", "老公他弟 36.5 / 我 36.4"),
    ("孙子36.9，我这老太太36.2没毛病", "孙子 36.9 / 我 36.2 none"),
    ("我妈让我给报：她36.4，我36.6", "妈妈 36.4 / 我 36.6"),
    ("咳了一宿老伴都没睡好刚量的37.1", ""),
    ("我跟我弟在家呢，爸妈在外地。我36.4他36.7", "我 36.4 / 弟弟 36.7"),
    ("替对门赵奶奶报个，体温计是我隔门递的，36.4，她说好着呢", "赵奶奶 36.4 none"),
    ("弟弟嗓子疼 我摸他也热乎", "弟弟 fever,sore_throat"),
    ("刚问完对门大姨，36.3，说没啥事", "大姨 36.3 none"),
    ("大哥36.5 二嫂子36.4 三弟36.6 小妹36.7", "大哥 36.5 / 二嫂 36.4 / 三弟 36.6 / 妹妹 36.7"),
    ("昨晚老公37.2 我36.6 今早老公36.8 我36.5", "老公 36.8 / 我 36.5"),
    ("王磊36.5 小孙女36.4", "王磊 36.5 / 孙女 36.4"),
    ("204周敏36.2", "204:周敏 36.2"),
    ("我妈 36.8 咳嗽", "妈妈 36.8 cough"),
    ("老伴36.4，孙子36.7，都没咳嗽", "老伴 36.4 none / 孙子 36.7 none"),
    ("我和我妈都36.5", "我 36.5 / 妈妈 36.5"),
    ("我和老伴36.5 36.7", "我 36.5 / 老伴 36.7"),
    ("打卡36.5 我妈36.7", "我 36.5 / 妈妈 36.7"),
    ("我妈让我打卡36.5", ""),
    ("帮我妈打卡 36.8 没事", "妈妈 36.8 none"),
    ("孩子发烧39度", "孩子 39.0 fever"),
    ("101王桂芝36.4 201李铁柱36.5 202孙凤36.8咳嗽", "101:王桂芝 36.4 / 201:李铁柱 36.5 / 202:孙凤 36.8 cough"),
    ("3-1-204 周敏 36.2 没事", "3-1-204:周敏 36.2 none"),
    ("周敏36.2，李强36.5，都正常", "周敏 36.2 none / 李强 36.5 none"),
    ("早上36.5", ""),
    ("体温36.5", ""),
    ("我妈体温365", "妈妈 ?36.5"),
    ("我36.3 老公36.5 儿子36.6 都没不舒服", "我 36.3 none / 老公 36.5 none / 儿子 36.6 none"),
    ("家里三口人都36.5", ""),
    ("我没事 我妈有点咳嗽", "我 none / 妈妈 cough"),
    ("敖门达来36.6", "敖门达来 36.6"),
    ("接触过我妈", ""),
    ("王阿姨家孩子发烧", "王阿姨家孩子 fever"),
    ("老伴 36.2 不咳嗽 我 36.5", "老伴 36.2 none / 我 36.5"),
    ("今天 36.5 平安 36.7", ""),
    ("我妈今天36.5，我爸昨天38今天36.9", "妈妈 36.5 / 爸爸 36.9"),
    ("应该36.4", ""),
    ("高烧39", ""),
    ("现在36.5", ""),
    ("我和老伴都挺好的 36.5 36.7", "我 36.5 none / 老伴 36.7 none"),
    ("我爸38 我妈36.5 都没事", "爸爸 38.0 none / 妈妈 36.5 none"),
    ("俺爸38", "爸爸 38.0"),
    ("我爸38岁", ""),
    ("我爸38号回来", ""),
    ("我儿子38 在北京上班 后天回来", ""),
    ("我妈36", "妈妈 ?36.0"),
    ("我爸380 没事", "爸爸 ?38.0 none"),
    ("我爸380 我妈36.5 都没事", "爸爸 ?38.0 none / 妈妈 36.5 none"),
    ("3号楼 101王桂芝36.4 102没人 201李铁柱两口36.5 36.8咳嗽 202不开门", "3-101:王桂芝 36.4 / 3-201:李铁柱 36.5"),
    ("101王桂芝36.4201李铁柱36.5", "101:王桂芝 36.4 / 201:李铁柱 36.5"),
    ("101王桂芝36.5 36.8 102赵丽36.2", "102:赵丽 36.2"),
    ("张三:36.5 李四:37.5", "张三 36.5 / 李四 37.5"),
    ("我36.6 我老公36.4 我俩一切都好", "我 36.6 none / 老公 36.4 none"),
    ("我是楼长 俩老人托我报的 何桂荣36.4 何老爷子36.6 都不咳", "何桂荣 36.4 none / 何老爷子 36.6 none"),
    ("我妈让我代她报 36.5 不咳嗽不发烧", "妈妈 36.5 none"),
    ("小马36.6 老铁36.4 没人难受", "小马 36.6 none / 老铁 36.4 none"),
    ("汪家村 白玉山36.4 白玉柱36.6", "白玉山 36.4 / 白玉柱 36.6"),
    ("我儿媳妇低烧三天了 今天37点3", "儿媳妇 37.3 fever"),
    ("俺儿媳36.5", "儿媳 36.5"),
    ("我儿子儿媳妇都没事", "儿子 none / 儿媳妇 none"),
    ("二姨奶36.0 没咳没喘", "二姨奶 36.0 none"),
    ("我大舅爷咳嗽 37.0", "大舅爷 37.0 cough"),
    ("二姨36.5 奶奶36.6", "二姨 36.5 / 奶奶 36.6"),
    ("我姑父36.5 二姑爷36.6", "姑父 36.5 / 女婿 36.6"),
    ("爷爷363奶奶36.5", "爷爷 ?36.3 / 奶奶 36.5"),
    ("爸364妈366", "爸爸 ?36.4 / 妈妈 ?36.6"),
    ("我 36.4 无;老伴 36.6 无", "我 36.4 none / 老伴 36.6 none"),
    ("都没事 我36.5 老伴36.8", "我 36.5 none / 老伴 36.8 none"),
    ("全家都正常:爸36.5 妈36.6", "爸爸 36.5 none / 妈妈 36.6 none"),
    ("四口人都好好的,我36.2,媳妇36.4有点咳", "我 36.2 none / 媳妇 36.4 cough"),
    ("密接都没有 我36.5 老伴36.8", "我 36.5 / 老伴 36.8"),
    ("同事都没事 我36.5 老伴36.8", "我 36.5 / 老伴 36.8"),
    ("嗓子疼 我36.8 孩子36.5没事", "我 36.8 sore_throat / 孩子 36.5 none"),
    ("有人发烧,我36.8,孩子36.5", "我 36.8 / 孩子 36.5"),
    ("我跟我妈都咳嗽 她38.1 我37.2", "我 37.2 cough / 妈妈 38.1 cough"),
    ("我和我老公都没事 他36.8 我36.5", "我 36.5 none / 老公 36.8 none"),
    ("老两口 我36.2 他36.6 都挺好", "我 36.2 none / 老伴 36.6 none"),
    ("我爸我妈都没事 她36.5", "爸爸 none / 妈妈 36.5 none"),
    ("我爸我妈都没事 他36.5 她36.7", "爸爸 36.5 none / 妈妈 36.7 none"),
    ("我妈36.5 现在她36.8", "妈妈 36.8"),
    ("昨晚老公37.2 我36.6 今早老公36.8 我36.5", "老公 36.8 / 我 36.5"),
    ("我今早36.5，我妈今早36.6，昨天晚上我37.5，我妈37.6", "我 36.5 / 妈妈 36.6"),
    ("我36.5 我妈36.6 前天晚上我38.2", "我 36.5 / 妈妈 36.6"),
    ("儿子36.6现在没事 女儿36.7 儿子36.9", "儿子 36.6 none / 女儿 36.7 / 儿子 36.9"),
    ("周四奶奶36.5，周五爷爷36.6", "奶奶 36.5 / 爷爷 36.6"),
    ("星期三姑姑36.5，礼拜二叔36.6", "姑姑 36.5 / 叔叔 36.6"),
    ("孩子不爱吭声，难受也没喊，发烧38.5", "孩子 38.5 fever"),
    ("我和老伴都好 我36.2 她36.5", "我 36.2 none / 老伴 36.5 none"),
    ("俺老两口都好着呢 他36.6 我36.3", "老伴 36.6 none / 我 36.3 none"),
]


@pytest.mark.parametrize(("text", "expected"), PERSONS)
def test_each_person_of_a_check_in_keeps_their_own(text: str, expected: str) -> None:
    assert " / ".join(shown(person) for person in find_persons(normalise(text))) == expected


@given(st.integers(10**8, 10**9 - 1), st.sampled_from(["", "-", " "]), st.sampled_from(["", "+86", "86"]))
def test_a_phone_reads_back_however_it_is_printed(rest: int, gap: str, prefix: str) -> None:
    number = f"15{rest}"
    printed = prefix + gap.join((number[:3], number[3:7], number[7:]))
    found = find_phone(f"电话:{printed}")
    assert found is not None
    assert found.number == number


@given(
    st.sampled_from("王李张刘陈杨赵黄周吴包敖韩"),
    st.sampled_from("秀芳英军强丽娜敏静兰玉华国"),
    st.sampled_from("秀芳英军强丽娜敏静兰玉华国"),
)
def test_a_usual_name_reads_back(surname: str, first: str, second: str) -> None:
    name = surname + first + second
    assert looks_like_name(name, strict=True)
    for text in (f"我叫{name}", f"姓名:{name},电话13800001111", f"{name} 13800001111", f"返乡报备 {name} 后天到"):
        found = find_name(text)
        assert found is not None
        assert found.name == name


@given(st.integers(1, 20))
def test_a_party_reads_back_however_it_is_printed(size: int) -> None:
    for text in (f"{size}个人", f"共{size}人", f"一家{size}口"):
        found = find_party_size(text)
        assert found is not None
        assert found.size == size


_WORDS = st.sampled_from([
    "我", "我妈", "老伴", "孩子", "和", "带", "两个", "三口", "一家", "人", "林秀", "王", "13800001111", "叫",
    "姓名", "36.5", "都", "没事", "101", "室", ",", "、", "包那顺", "其其格", "其", "朋友", "们", "几个",
    "301",
])  # fmt: skip


@given(any_text | st.lists(_WORDS, max_size=20).map("".join))
def test_no_text_raises(text: str) -> None:
    text = normalise(text)
    find_name(text)
    plain_name(text)
    find_phone(text)
    find_relatives(text)
    party = find_party_size(text)
    assert party is None or 1 <= party.size <= 60
    for person in find_persons(text):
        assert person.name


@pytest.mark.parametrize("find", [find_name, find_phone, find_relatives, find_party_size, find_persons])
def test_the_work_grows_with_the_length_alone(find: Callable[[str], object]) -> None:
    assert seconds_for_long_texts(find) < 1


@pytest.mark.parametrize(
    "unit", ["我和", "妈36.5", "妈", "带孩子", "孩子们和", "王秀36.5 ", "1 ", "我叫", "林秀 ", "三个", "一家"]
)
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    find_party_size(text)
    find_persons(text)
    find_name(text)
    find_phone(text)
