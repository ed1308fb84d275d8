"""Whom a check-in means that is told in sentences: pronouns, who measured whom, kin by name; and whose it is."""

from datetime import datetime

import pytest

from knowledge.language.health import find_health
from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons
from knowledge.language.reading import read
from knowledge.times import SHANGHAI
from tests.long_texts import grows_no_faster_than_its_length
from tests.persons_shown import shown
from tests.rows import every_row

TOLD = [
    # Pronouns: of whom it is told how they are.
    ("我跟婆婆都36.5，我没症状，她这两天嗓子疼", "我 36.5 none / 婆婆 36.5 sore_throat"),
    ("老公36.6，老婆婆36.4。他说还咳，她没症状", "老公 36.6 cough / 婆婆 36.4 none"),
    ("妈妈36.4，我36.5，她的腹泻已经好了，我没症状", "妈妈 36.4 none / 我 36.5 none"),
    ("爸爸36.4，爷爷36.3，我36.5，他说嗓子疼", "爸爸 36.4 / 爷爷 36.3 / 我 36.5"),
    ("王敏36.5没症状，她说昨晚没睡好", "王敏 36.5 none"),
    ("爸爸先量的妈妈，36.5，又量的他自己，36.4", "爸爸 36.4 / 妈妈 36.5"),
    # Whoever measures or is told is not who is measured.
    ("女婿刚回来，我就给他量了一下，36.4，没症状", "女婿 36.4 none"),
    ("女婿刚回来，跟我说没啥不舒服，36.4", "女婿 36.4 none"),
    ("丈母娘的体温我下午量的36.5 没症状", "丈母娘 36.5 none"),
    ("孔祥瑞说自己量的36.6，没不舒服。李波36.4，没症状", "孔祥瑞 36.6 none / 李波 36.4 none"),
    ("岳父37.8，发烧；岳母守着他一宿，自己36.5，没症状", "岳父 37.8 fever / 岳母 36.5 none"),
    ("老公36.9，自己36.5，都没症状", "老公 36.9 none / 我 36.5 none"),
    ("李凤阁本人36.4，没症状，王敏36.8咳嗽", "李凤阁 36.4 none / 王敏 36.8 cough"),
    # The figure of somebody.
    ("老伴的36.1是中午量的，我的36.4是刚才量的，都没症状", "老伴 36.1 none / 我 36.4 none"),
    ("只量了老婆的，36.6，她没症状", "老婆 36.6 none"),
    ("小麦36.4没症状，我跟小麦一样，36.4，没症状", "小麦 36.4 none / 我 36.4 none"),
    ("俺和老伴俩今儿都是36.3，没症状", "我 36.3 none / 老伴 36.3 none"),
    # What somebody did for or with another, or only saw.
    ("儿子说嗓子疼，我看了没红，36.6。女儿36.5没症状", "儿子 36.6 sore_throat / 女儿 36.5 none"),
    ("老公36.4没症状，我等孩子睡了才量，36.6", "老公 36.4 none / 我 36.6"),
    ("媳妇刚生完孩子，36.9，没症状，我36.4", "媳妇 36.9 none / 我 36.4"),
    ("刚送孩子上学回来，36.4，没症状", ""),
    ("替我爸去取药了，回来量36.7，没症状", ""),
    ("我跟我姐视频呢，顺便量了下36.5", ""),
    ("我妈跟我说今天冷，36.5，没症状", ""),
    ("我是老李家儿媳妇，36.5没症状", ""),
    ("我和老伴俩在家待着，36.4，没不舒服", ""),
    ("我和老公都打了针，他有点低烧37.4，我36.6没症状", "我 36.6 none / 老公 37.4 fever"),
    ("不是我妈咳嗽，是我爸咳嗽，我妈36.4，我爸36.7", "爸爸 36.7 cough / 妈妈 36.4"),
    ("大宝没量，二宝36.7没症状，我36.4没症状", "二宝 36.7 none / 我 36.4 none"),
    ("婆婆让我告诉你们她36.5，没症状，我36.4没症状", "婆婆 36.5 none / 我 36.4 none"),
    ("弟弟说他没发烧，可我摸着烫，一量38.2", "弟弟 38.2 fever"),
    ("我儿子36.7他同学36.8，都没症状", "儿子 36.7 none"),
    ("小姨36.5，小姨夫36.7，小姨夫拉肚子", "小姨 36.5 / 小姨夫 36.7 diarrhoea"),
    # How somebody seems to the writer, and who came along.
    ("孩子摸着发烫 38.5，我36.6", "孩子 38.5 fever / 我 36.6"),
    ("爷爷听着嗓子哑 37.0，奶奶36.5", "爷爷 37.0 sore_throat / 奶奶 36.5"),
    ("奶奶看着没精神 37.2，爷爷36.5", "奶奶 37.2 / 爷爷 36.5"),
    ("孩子瞧着蔫蔫的37.8，我36.6", "孩子 37.8 / 我 36.6"),
    ("爷爷问着没事 36.5，奶奶36.6", "爷爷 36.5 none / 奶奶 36.6"),
    ("孩子看着电视呢，我36.5", ""),
    ("婆婆看着孩子没睡，我36.5", ""),
    ("我和我妈从医院回来，都36.5", "我 36.5 / 妈妈 36.5"),
    ("我和我妈从医院回来，我36.5，她36.6", "我 36.5 / 妈妈 36.6"),
    ("我和老公接孩子到家，我36.5他36.6", "我 36.5 / 老公 36.6"),
    ("我跟我妈买菜回来，36.4", ""),
    ("我刚和我妈从医院回来,都36.5", "我 36.5 / 妈妈 36.5"),
    ("我今早跟我爸做完核酸到家，俩人都36.6", "我 36.6 / 爸爸 36.6"),
    ("王敏摸着发烫38.5，李波36.5", "王敏 38.5 fever / 李波 36.5"),
    ("赵刚看着没精神36.9，钱芳36.5", "赵刚 36.9 / 钱芳 36.5"),
    # With whom somebody lives, and what the writer thinks of another or does for them.
    ("我姥姥跟我住，她说浑身没劲，量完36度9，不咳嗽", "姥姥 36.9 fatigue"),
    ("婆婆在我这儿住，36.5，没症状", "婆婆 36.5 none"),
    ("孩子闹人，我还以为病了，一量36.6，没事儿", "孩子 36.6 none"),
    ("我闺女说嗓子疼，我拿手电照了照有点红，36.7，不咳", "女儿 36.7 sore_throat"),
    # Somebody told of before, by a general word.
    ("我妈36.4，老太太精神着呢，没毛病", "妈妈 36.4 none"),
    ("我爸36.6，老爷子说有点乏", "爸爸 36.6 fatigue"),
    ("奶奶37.2，老人家咳嗽", "奶奶 37.2 cough"),
    ("爷爷36.6奶奶36.4，老人家有点咳", "爷爷 36.6 / 奶奶 36.4 / 老人 cough"),
    ("儿子37.5，小家伙嗓子疼", "儿子 37.5 sore_throat"),
    ("我这个老太太36.1没症状，孙女36.8", "我 36.1 none / 孙女 36.8"),
    # Of what age those are of whom it is said.
    ("儿子36.7 女儿36.6 我跟他们爸爸上班还没量 俩孩子都没症状", "儿子 36.7 none / 女儿 36.6 none"),
    ("婆婆36.2公公36.4我36.5，两位老人都没症状", "婆婆 36.2 none / 公公 36.4 none / 我 36.5"),
    # All of them, and who they are.
    ("爷俩都36.5没症状，我是说我和我儿子", "我 36.5 none / 儿子 36.5 none"),
    ("一个36.1是俺，一个36.3是老伴，啥症状也没有", "我 36.1 none / 老伴 36.3 none"),
    ("我36.5，老伴36.3，啥症状也没有", "我 36.5 none / 老伴 36.3 none"),
    ("我36.5，我妈36.4，三口人一个咳嗽发烧的都没有", "我 36.5 none / 妈妈 36.4 none"),
    ("36.4（我）36.9（孩子）36.2（孩子姥姥）", "我 36.4 / 孩子 36.9 / 孩子姥姥 36.2"),
    ("我外甥女住我这，37.0，有点咳", "外甥女 37.0 cough"),
    ("婆婆来我家了，36.5，没症状", "婆婆 36.5 none"),
    ("我在家36.5，老公在单位36.6", "我 36.5 / 老公 36.6"),
    ("我没事，孩子咳，老公没事，36.5 36.8 36.6", "我 36.5 none / 孩子 36.8 cough / 老公 36.6 none"),
    ("我，王桂芬，36.5，无症状", ""),
    ("老二发烧了，38.4，老大没事36.7", "老二 38.4 fever / 老大 36.7 none"),
    ("女儿36.8，我和她爸36.5 36.4，都没症状", "女儿 36.8 none / 我 36.5 none / 老公 36.4 none"),
    ("孩子爷爷奶奶都36.2没症状，孩子36.8", "孩子爷爷 36.2 none / 孩子奶奶 36.2 none / 孩子 36.8"),
    ("俩孩子36.7 36.8，我36.4，我老公36.6", "我 36.4 / 老公 36.6"),
    ("家里俩孩子都发烧，大的38.5，小的38.1", "大的 38.5 fever / 小的 38.1 fever"),
    ("本人36.5，配偶36.4，孩子36.7，均无症状", "我 36.5 none / 配偶 36.4 none / 孩子 36.7 none"),
    ("宝贝闺女37.0，咳嗽", "女儿 37.0 cough"),
    ("邻居送来的菜吃了拉肚子，36.8", ""),
    ("我妈做的饭太辣，嗓子疼，36.8", ""),
    ("媳妇嗓子疼，37；我啥事没有，36.4", "媳妇 37.0 sore_throat / 我 36.4 none"),
    # Nobody who is reported on.
    ("俺一个人住，儿女都在外头。今儿量了36.2", ""),
    ("我老太太自己36.2，孙子36.6，都没症状", "我 36.2 none / 孙子 36.6 none"),
    # Kin by name; who is called by name and title.
    ("詹桂兰36.3没症状，她孙子詹小宝闹肚子，36.9", "詹桂兰 36.3 none / 詹小宝 36.9 diarrhoea"),
    ("孔祥瑞36.6没症状，他爱人耿秀芝没量，说浑身没劲", "孔祥瑞 36.6 none / 耿秀芝 fatigue"),
    ("斯琴大娘今天不喘了，36.5，李波36.6咳嗽", "斯琴大娘 36.5 none / 李波 36.6 cough"),
    ("米大姐36.7，舒大姐36.5，米大姐咳嗽", "米大姐 36.7 cough / 舒大姐 36.5"),
    ("孩子左胳膊疼36.5，妈妈36.6", "孩子 36.5 / 妈妈 36.6"),
    ("韩笑早八点36.5，李波八点半36.7", "韩笑 36.5 / 李波 36.7"),
    ("206龙雪36.7，207李波36.5，龙雪没症状，李波咳嗽", "206:龙雪 36.7 none / 207:李波 36.5 cough"),
    ("101金花36.5，102没人，103乌兰36.6，乌兰气短，金花没症状", "101:金花 36.5 none / 103:乌兰 36.6 breathless"),
    ("室友老秦36.5，没症状，上铺小柏36.7咳嗽", "老秦 36.5 none / 小柏 36.7 cough"),
    # Which of several figures is of now.
    ("我爸昨天37.6，今早又上来了，37.9", "爸爸 37.9"),
    ("昨天媳妇37.8，今天36.6了还咳", "媳妇 36.6 cough"),
    ("闺女37.2，她刚洗完澡，半小时后再量是36.7", "女儿 36.7"),
    ("左婶早上36.4，下午36.6，李波36.9", "左婶 ?36.6 / 李波 36.9"),
    # What is left open, and what a cold has led to.
    ("婆婆昨晚咳嗽，36.9，不烧，公公36.3没症状", "婆婆 36.9 / 公公 36.3 none"),
    ("儿子昨天着凉了，咳嗽，37.0，我36.5没症状", "儿子 37.0 cough / 我 36.5 none"),
    ("外孙女昨晚拉稀，今早还拉，37.0，我36.5", "外孙女 37.0 diarrhoea / 我 36.5"),
]


@every_row(("text", "expected"), TOLD)
def test_what_is_told_in_sentences_is_theirs_of_whom_it_is_told(text: str, expected: str) -> None:
    assert " / ".join(map(shown, find_persons(normalise(text)))) == expected


WHOSE = [
    ("同事王敏36.5，小柴36.8，小柴咳嗽", None, "batch_checkin"),
    ("我和室友丁嘉禾，丁嘉禾36.7，我36.5没症状", None, "batch_checkin"),
    ("隔壁老两口，郝大爷36.6，单婶36.4，没症状", None, "batch_checkin"),
    ("我家乌日娜36.4，巴图36.6，我36.3，全家没症状", None, "health_checkin"),
    ("老大36.5，老二36.9，老二嗓子疼", None, "health_checkin"),
    ("妈妈36.5，爸爸36.4，都没症状", None, "health_checkin"),
    ("陈姨36.4没症状，她孙女妞妞36.8", None, "batch_checkin"),
    ("8号楼詹桂兰36.3，没症状，她孙子闹肚子，36.9", "grid_worker", "batch_checkin"),
    ("我今天36.5，没症状", "grid_worker", "health_checkin"),
    ("我儿子豆豆36.5没症状", None, "health_checkin"),
    ("听见对门小尹两口子吵架，女的嗓子都喊哑了。我这边36.5，没症状", None, "health_checkin"),
    ("三口人体温分别是36.5、36.6、36.8，都没症状", None, "health_checkin"),
    ("我36.5没症状，糖糖36.9没症状", None, "health_checkin"),
]


@every_row(("text", "role", "intent"), WHOSE)
def test_whom_a_check_in_lists_tells_whether_it_is_of_ones_home(text: str, role: str | None, intent: str) -> None:
    assert read(text, datetime(2022, 1, 10, 9, tzinfo=SHANGHAI), role).intent == intent


OF_SOMEBODY = [
    ("小区有人发烧了，我有点怕，量了36.6，没症状", ("none",)),
    ("小区有人发烧我也咳嗽了36.8", ("cough",)),
    ("单位有人发烧了但是我没症状36.4", ("none",)),
    ("单位有同事发烧本人咳嗽36.9", ("cough",)),
    ("我们班有同学咳嗽我38.1", None),
    ("邻居家里有人发烧36.5", None),
    ("家里有人发烧我36.5", None),
    ("家里有人发烧38.2", ("fever",)),
    ("我家有人咳嗽", ("cough",)),
    ("楼上老邢家两口子半夜咔咔咳，震得我没睡好，我自己没事，36度7", ("none",)),
    ("我们科今天好几个发烧的病人，我本人36.7，无症状", ("none",)),
    ("我们病房有三个发烧的，我36.4没症状", ("none",)),
    ("门诊有咳嗽的，我没事36.6", ("none",)),
    ("同事今天咳嗽请假了，我没症状36.4", ("none",)),
    ("隔壁老王咳了一宿，我36.5好着呢", ("none",)),
    ("听说对门发烧了，咳嗽，我36.5没症状", ("none",)),
    ("单位小刘发烧38度，我36.5没啥", ("none",)),
    ("狗拉肚子了，我36.5", None),
    ("楼下遛弯回来有点喘，36.8", ("breathless",)),
    ("对门的老王咳嗽，我也咳，36.9", ("cough",)),
    ("孩子还咳嗽，我36.5", ("cough",)),
    ("昨天接触的同事今天发烧了，我36.8没症状", ("none",)),
    ("昨天跟同事吃饭，他今天发烧了，我36.6没事", ("none",)),
    ("密接的那个邻居咳嗽呢，我自己没事36.4", ("none",)),
    ("邻居送来的菜吃了拉肚子，我36.8", ("diarrhoea",)),
    ("帮隔壁老王报，他咳嗽，36.8", ("cough",)),
    ("邻居都没事，我咳嗽36.9", ("cough",)),
]


@every_row(("text", "symptoms"), OF_SOMEBODY)
def test_the_symptoms_of_somebody_unknown_are_nobodys(text: str, symptoms: tuple[str, ...] | None) -> None:
    found = find_health(normalise(text))
    assert (None if found is None else found.symptoms) == symptoms


OF_STRANGERS = [
    ("小区有人发烧38.5", None),
    ("听说楼里有人发烧38.5", None),
    ("我同事发烧38.6被拉走了，我36.7没症状", 36.7),
    ("同屋发烧了38.2，我36.8没事", 36.8),
    ("小区有人发烧了，36.5", 36.5),
    ("家里有人发烧38.2", 38.2),
]


@every_row(("text", "temperature"), OF_STRANGERS)
def test_what_somebody_unknown_was_measured_at_is_nobodys(text: str, temperature: float | None) -> None:
    found = find_health(normalise(text))
    assert (None if found is None else found.temperature) == temperature


@pytest.mark.parametrize(
    "unit",
    [
        "妈妈咳,他说咳,", "他咳", "妈妈36.5她没症状 ",
        "我给他量", "孙子詹小宝闹", "我和我妈回来", "家里有人咳", "同事咳,", "楼上老王咳", "好几个咳的",
        "给妞妞打卡36.5", "小的36.5", "糖糖36.5我", "小雨她说", "豆包(我儿子)",
    ],
)
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    assert grows_no_faster_than_its_length(find_persons, unit)
