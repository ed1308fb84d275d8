"""Temperatures, symptoms, contact with a case and positive tests, as residents write of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.contacts import find_contact
from knowledge.language.health import HealthFound, find_health, find_positive_test
from knowledge.language.normalise import normalise
from knowledge.language.settled_temperature import settle
from knowledge.language.symptoms import CODES, find_symptoms
from knowledge.language.temperatures import find_temperatures, plain_temperature
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.rows import every_row

# Text, the temperature it states, the one it proposes.
TEMPERATURES = [
    ("38整 咳嗽", 38.0, None),
    ("3六度五 没事", 36.5, None),
    ("三6度5", 36.5, None),
    ("Tony36.5", 36.5, None),
    ("土豆kg36.5", None, None),
    ("A36.5", None, None),
    ("366呢 没事", None, 36.6),
    ("今年整36", None, None),
    ("37整的房租", None, None),
    ("额温36.8 手腕35.4 以额头的为准", 36.8, None),
    ("耳温37.1 腋下36.4 按腋窝的来", None, 36.4),
    ("打卡 36.5 没事", 36.5, None),
    ("36.5", 36.5, None),
    ("体温36", 36.0, None),
    ("打卡 36", 36.0, None),
    ("体温36,5", 36.5, None),
    ("36。5", 36.5, None),
    ("36、5", 36.5, None),
    ("体温 36..5", 36.5, None),
    ("36. 5", 36.5, None),
    ("36·5", 36.5, None),
    ("36点5", 36.5, None),
    ("36度5", 36.5, None),
    ("36度半", 36.5, None),
    ("36度5分", 36.5, None),
    ("36℃", 36.0, None),
    ("38.2℃", 38.2, None),
    ("36.5C", 36.5, None),
    ("36.5°", 36.5, None),
    ("T36.5", 36.5, None),
    ("体温36.55", 36.55, None),
    ("体温3 6.5", 36.5, None),
    ("三十六度五", 36.5, None),
    ("三十六点五", 36.5, None),
    ("三十六度半", 36.5, None),
    ("体温三十六", 36.0, None),
    ("体温三十六五", 36.5, None),
    ("体温三六点五", 36.5, None),
    ("三十七度八", 37.8, None),
    ("四十度", 40.0, None),
    ("四十一点二", 41.2, None),
    ("36点五", 36.5, None),
    ("发烧38度", 38.0, None),
    ("烧到39", 39.0, None),
    ("高烧39度2", 39.2, None),
    ("烧三十九度二", 39.2, None),
    ("量了37度2", 37.2, None),
    ("体温36度3口人都好", 36.0, None),
    ("204周敏36.2", 36.2, None),
    ("1月22日36.5", 36.5, None),
    ("住301 体温36.5", 36.5, None),
    ("打卡 365 没事", None, 36.5),
    ("体温366", None, 36.6),
    ("体温三六五", None, 36.5),
    ("体温36 5", None, 36.5),
    ("打卡 3.65", None, 36.5),
    ("38度多", None, 38.0),
    ("三十八九度", None, 38.9),
    ("三十六、七度", None, 36.7),
    ("365", None, 36.5),
    ("37", None, None),
    ("打卡 401", None, None),
    ("住3单元365", None, None),
    ("K365次", None, None),
    ("坐T365", None, None),
    ("13836512345", None, None),
    ("138 3655 1234", None, None),
    ("车牌蒙G36512", None, None),
    ("36号楼", None, None),
    ("36岁", None, None),
    ("36:50", None, None),
    ("2022.1.36", None, None),
    ("打卡 36.555", None, None),
    ("五三六", None, None),
    ("室温36.5", None, None),
    ("36.5元", None, None),
    ("38度的酒", None, None),
    ("75度酒精", None, None),
    ("37.3以上算发烧", None, None),
    ("体温不到37", None, None),
    ("36.5，小于37.3，无症状", 36.5, None),
    ("超过37.3怎么办", None, None),
    ("36.5-36.8", None, None),
    ("刚才37.8现在36.5", 36.5, None),
    ("现在36.9 早上37.8", 36.9, None),
    ("昨天37.8今天36.5", 36.5, None),
    ("我37.8吃了药降到36.9", 36.9, None),
    ("36.5 又量了一遍 36.7", 36.7, None),
    ("36.5不对,37.5", 37.5, None),
    ("不是36.5是37.5", 37.5, None),
    ("体温写错了 应该36.4", 36.4, None),
    ("体温写错了,应该是36.4", 36.4, None),
    ("36.5改成37.5", 37.5, None),
    ("36.5 36.5", 36.5, None),
    ("早上36.5晚上37.9", None, 37.9),
    ("36.7~36.9", None, 36.9),
    ("36.2,36.4,36.5", None, 36.5),
    ("36 7 都正常", None, 36.7),
    ("363 一切正常", None, 36.3),
    ("368 没发烧", None, 36.8),
    ("早 364", None, 36.4),
    ("3.65", None, 36.5),
    ("我妈 365 没事", None, 36.5),
    ("三百六十五", None, 36.5),
    ("早起测的三百六十五 嘿嘿少个点", None, 36.5),
    ("看不清那个小数点 三百六十六 就那个红线", None, 36.6),
    ("三十六五", 36.5, None),
    ("耳温37度1,腋下36度5,以腋下为准吧", 36.5, None),
    ("潘小宝36.8三楼对门", 36.8, None),
    ("三十六点五三口人都好", 36.5, None),
    ("36.5/没咳嗽", 36.5, None),
    ("365天", None, None),
    ("今年三百六十五天", None, None),
    ("房号365 没事", None, None),
    ("买365的膏药", None, None),
    ("340 没事", None, None),
    ("365王芳没事", None, None),
    ("36/5", None, None),
    ("血压药吃了 36.5 挺好", 36.5, None),
    ("高血压头晕 36.5", 36.5, None),
    ("高压38", None, None),
    ("心率 36", None, None),
    ("3 6 5 没事", None, 36.5),
    ("体温3 6 5", None, 36.5),
    ("36:5 没不舒服", None, 36.5),
    ("36:5", None, 36.5),
    ("下午3:36 没事", None, None),
    ("36 8 好着呢", None, 36.8),
    ("36 4 啥毛病没有", None, 36.4),
    ("366今早 没咳", None, 36.6),
    ("36-5 没事", None, 36.5),
    ("36-8", None, None),
    ("住3号楼36-5 没事", None, None),
    ("3 6 点 8", 36.8, None),
    ("3 6点2", 36.2, None),
    ("爸364妈妈", None, 36.4),
    ("腋下36.4 耳温36.9 按腋下", 36.4, None),
    ("耳温37.2 腋下36.8 算腋下的吧", 36.8, None),
    ("量了两回37.1 36.6 以后头那个为准", 36.6, None),
    ("36.9 36.5 37.0 以第二次为准", 36.5, None),
    ("36.1 36.6 36.5 最后一个算数", 36.5, None),
    ("36.8 37.5 头一个准", 36.8, None),
    ("37.5 36.6 第一个不准", 36.6, None),
    ("37.5 36.6 36.8 第一个不准", None, 36.8),
    ("37.2 36.5 就算36.5吧", 36.5, None),
    ("刚跑完步37.4 坐会儿36.7", 36.7, None),
    ("36.5 37.5 哪个准", None, 37.5),
    ("隔离第十一天:36.4℃", 36.4, None),
    ("第37页", None, None),
    ("头一次37.2 第二次36.8", 36.8, None),
    ("36.9,37.0,36.8 就按最后那个报吧", 36.8, None),
    ("量了两回36.7和36.5 报36.5吧", 36.5, None),
    ("左边36.8右边36.5 取高的", 36.8, None),
    ("左边36.8右边36.5 报低的那个", 36.5, None),
    ("去年这时候39度 今年36.5", 36.5, None),
    ("38.5吃了美林一小时后37.6", 37.6, None),
    ("38.2 过了半个小时以后37.9", 37.9, None),
    ("吃药前38.5吃药后37.2", 37.2, None),
    ("上次感冒38.5 今天36.4", 36.4, None),
    ("量了两回 头一回三十七度一 二回三十六度六", 36.6, None),
    ("四十六度 这表坏了", None, None),
    ("体温38 36.5 没症状", None, 36.5),
    ("刚量了38,36.8", 38.0, None),
    ("昨晚吃了退烧药37.2,今早又38.8", 38.8, None),
    ("昨天39吃了退烧药36.8,今天38.4", 38.4, None),
    ("夜里39,喝了美林37.5,早上39.1", 39.1, None),
    ("吃了退烧药37.1,现在又38.8", 38.8, None),
    ("早上38.5,吃了退烧药37.1", 37.1, None),
    ("早上36.5,晚上回来38.5,没有症状", None, 38.5),
    ("早上36.5,马上回去量了38.5", None, 38.5),
    ("上回到医院38.5,这回36.5", 36.5, None),
]


@every_row(("text", "value", "proposal"), TEMPERATURES)
def test_a_temperature_is_read_or_proposed_or_left_open(text: str, value: float | None, proposal: float | None) -> None:
    text = normalise(text)
    assert settle(text, find_temperatures(text)) == (value, proposal)


@pytest.mark.parametrize(
    ("text", "value", "proposal"),
    [("37", 37.0, None), ("365", None, 36.5), ("三十六五", 36.5, None), ("36 5", None, 36.5), ("401", None, None)],
)
def test_the_question_makes_a_bare_figure_a_temperature(text: str, value: float | None, proposal: float | None) -> None:
    assert settle(text, find_temperatures(text, asked=True)) == (value, proposal)


# Text, the symptoms of now; "?" where nothing is said or the words leave it open.
SYMPTOMS = [
    ("无人有症状", "none"),
    ("无一人发热", "none"),
    ("没人说嗓子疼", "none"),
    ("无人机送药 我咳嗽", "cough"),
    ("今天又拉 36.5", "diarrhoea"),
    ("菜还在拉", "?"),
    ("窗帘有点拉不上", "?"),
    ("整个人像散了架 36.8", "fatigue"),
    ("床散架了", "?"),
    ("一点劲都使不上来", "fatigue"),
    ("走两步就想歇着", "fatigue"),
    ("走两步就想坐车", "?"),
    ("咳还在咳 嗓子好了", "cough"),
    ("香皂没味 酒精也没味", "loss_of_smell"),
    ("下班回来累得够呛 别的没事", "fatigue"),
    ("打卡 36.5 没事", "none"),
    ("没咳嗽", "none"),
    ("不烧", "none"),
    ("无不适", "none"),
    ("一切正常", "none"),
    ("都好", "none"),
    ("没发烧就是有点咳嗽", "cough"),
    ("昨天咳嗽今天好了", "none"),
    ("不烧 37.9", "none"),
    ("发烧38度", "fever"),
    ("有点咳嗽 嗓子疼", "cough,sore_throat"),
    ("无发热、咳嗽、乏力", "none"),
    ("无发热 咳嗽 乏力等症状", "none"),
    ("没有发烧，咳嗽，乏力等症状", "none"),
    ("没发烧咳嗽", "none"),
    ("没发烧 咳嗽", "?"),
    ("没发烧，咳嗽两天了", "cough"),
    ("发烧咳嗽都没有", "none"),
    ("咳嗽没有发烧没有", "none"),
    ("咳嗽 发烧啥的都没有", "none"),
    ("不咳不烧不喘", "none"),
    ("体温36.5正常", "?"),
    ("体温正常，没有不舒服", "none"),
    ("打卡 36.5 正常", "none"),
    ("昨天开始咳嗽", "cough"),
    ("昨天咳嗽", "?"),
    ("前两天发烧 现在不烧了", "none"),
    ("昨天发烧今天还有点咳嗽", "cough"),
    ("烧退了 还有点咳嗽", "cough"),
    ("烧还没退", "fever"),
    ("还是没退烧", "fever"),
    ("拉肚子了", "diarrhoea"),
    ("闻不到味道了", "loss_of_smell"),
    ("浑身没劲 头疼", "fatigue"),
    ("头疼", "?"),
    ("不发烧 就是头疼", "?"),
    ("喘不上气", "breathless"),
    ("要是发烧怎么办", "?"),
    ("发烧了怎么办", "fever"),
    ("会不会发烧", "?"),
    ("有没有发烧", "?"),
    ("发烧吗", "?"),
    ("买点退烧药", "?"),
    ("孩子要退热贴", "?"),
    ("没什么不舒服", "none"),
    ("没有什么症状", "none"),
    ("没有不舒服的地方", "none"),
    ("身体不舒服", "?"),
    ("不太舒服", "?"),
    ("不健康", "?"),
    ("我很健康", "none"),
    ("没怎么咳嗽", "?"),
    ("嗓子不疼 不咳嗽", "none"),
    ("嗓子也疼 咳个不停", "cough,sore_throat"),
    ("咳嗽好了", "none"),
    ("咳嗽好多了", "cough"),
    ("没少咳嗽", "cough"),
    ("除了有点咳嗽其他都正常", "cough"),
    ("没去医院 咳嗽", "cough"),
    ("除了咳嗽没别的", "cough"),
    ("36.5 咳嗽", "cough"),
    ("我没事，就是想问问", "none"),
    ("我妈没事吧", "?"),
    ("没咳嗽没发烧没乏力", "none"),
    ("没有咳嗽也没有发烧", "none"),
    ("不发烧也不咳嗽", "none"),
    ("咳嗽但是不发烧", "cough"),
    ("有症状", "?"),
    ("无症状", "none"),
    ("没症状", "none"),
    ("无症状感染者", "?"),
    ("浑身乏力，喘", "fatigue,breathless"),
    (
        "发烧 咳嗽 嗓子疼 没劲 闻不到味 拉肚子 喘不上气",
        "fever,cough,sore_throat,fatigue,loss_of_smell,diarrhoea,breathless",
    ),
    ("体温36.4，均无异常", "none"),
    ("没病没灾 36.5", "none"),
    ("今天啥事没有 36.4", "none"),
    ("一切OK", "none"),
    ("ok", "?"),
    ("无", "?"),
    ("没有", "?"),
    ("后天从呼市坐K1302回来,一家三口", "?"),
    ("烧水做饭", "?"),
    ("老样子", "?"),
    ("轻微咳嗽，无发热", "cough"),
    ("干咳，没发烧，嗅觉正常", "cough"),
    ("没感冒 没发烧", "none"),
    ("刚量的38.5，浑身发烫", "fever"),
    ("嗓子冒烟", "sore_throat"),
    ("体温正常 咳嗽也好了", "none"),
    ("感觉还行", "none"),
    ("孩子发烧39度", "fever"),
    ("没有发热、咳嗽、咽痛、腹泻", "none"),
    ("未出现发热咳嗽症状", "none"),
    ("无发热，无咳嗽", "none"),
    ("不发烧，有点乏", "fatigue"),
    ("今天37.1 嗓子有点疼 别的没有", "sore_throat"),
    ("没烧，咳了几声", "cough"),
    ("没发过烧", "none"),
    ("咳嗽三天了一直不好", "cough"),
    ("早上咳嗽现在不咳了", "none"),
    ("我没咳嗽 我妈咳嗽", "cough"),
    ("体温36.3，身体健康", "none"),
    ("无咳嗽症状", "none"),
    ("没有 都挺好", "none"),
    ("浑身疼 没劲儿 量了38.6", "fatigue"),
    ("没烧 不咳 36.4", "none"),
    ("37.3算发烧吗 我有点头晕", "?"),
    ("吃了药烧退了 现在36.8", "none"),
    ("我是次密接 目前没症状", "none"),
    ("抗原一道杠 36.5 啥毛病没有", "none"),
    ("既不发烧也不咳嗽", "none"),
    ("不停咳嗽", "cough"),
    ("咳嗽不止", "cough"),
    ("忍不住咳", "cough"),
    ("体温不高 不咳嗽", "none"),
    ("买点止咳糖浆", "?"),
    ("发热门诊在哪", "?"),
    ("嗓子疼好了 还有点咳嗽", "cough"),
    ("不咳嗽了又开始咳嗽", "cough"),
    ("牛生病了", "?"),
    ("没啥事就是嗓子有点刺挠", "sore_throat"),
    ("喉咙好疼", "sore_throat"),
    ("嗓子 疼", "sore_throat"),
    ("嗓子没不舒服", "none"),
    ("头也不晕 嗓子也不疼 不咳嗽", "none"),
    ("嗓子、头都不疼", "none"),
    ("身上没劲", "fatigue"),
    ("身体累", "fatigue"),
    ("太累了", "?"),
    ("额头烫", "fever"),
    ("今天真冷", "?"),
    ("胸口闷", "breathless"),
    ("头有点疼", "?"),
    ("头疼药没了", "?"),
    ("老人心疼", "?"),
    ("没有头疼脑热", "none"),
    ("感冒好了", "none"),
    ("前天咳嗽", "?"),
    ("咳嗽还没好利索", "cough"),
    ("刚刚还发烧现在退了", "none"),
    ("退烧了但嗓子疼", "sore_throat"),
    ("没有出现发热咳嗽等情况", "none"),
    ("精神不错 能吃能睡", "none"),
    ("饭菜味都闻不出来了", "loss_of_smell"),
    ("早上发起高烧来", "fever"),
    ("昨晚上就蔫吧 早上烧起来了", "fever"),
    ("昨天早上咳嗽 今天没事", "none"),
    ("昨天 早上咳嗽 今天没事", "none"),
    ("前几天早上咳嗽", "?"),
    ("昨天没事早上发烧", "fever"),
    ("嗓子通红 疼得直哭", "sore_throat"),
    ("36.5 all good", "none"),
    ("36.7 No symptoms", "none"),
    ("36.5 得劲着呢", "none"),
    ("36.5 不太得劲", "?"),
    ("36.6 好人儿一个", "none"),
    ("36.5 无", "none"),
    ("36度5 无", "none"),
    ("没量,无", "none"),
    ("36.5 无 咳嗽", "none"),
    ("36.5 无 接触史", "?"),
    ("36.5 无人陪", "?"),
    ("无 36.5", "?"),
    ("发烧了,38度2,浑身发软,嗓子也疼,咳嗽倒没有", "fever,sore_throat,fatigue"),
    ("嗓子疼,发烧倒是没有,36.8", "sore_throat"),
    ("浑身没劲,咳嗽也没有,36.7", "fatigue"),
    ("咳嗽、乏力也没有,36.7", "none"),
    ("一个咳嗽发烧的都没有", "none"),
    ("没有发烧的也没有咳嗽的", "none"),
    ("我以为发烧了,36.5,没事", "none"),
    ("上次感冒发烧,今天36.4,都好", "none"),
    ("胳膊疼是去年摔的,没症状", "none"),
    ("腿疼,没别的症状", "?"),
    ("车上回来嗓子疼", "sore_throat"),
    ("山上回来拉肚子", "diarrhoea"),
    ("晚上回家就咳嗽", "cough"),
    ("咳嗽根本没好", "cough"),
    ("嗓子疼其实没好", "sore_throat"),
    ("咳嗽倒没好,嗓子疼", "cough,sore_throat"),
    ("发烧其实没退烧", "fever"),
    ("咳嗽没有消失", "cough"),
    ("咳嗽根本没有", "none"),
    ("上次的事谢谢,咳嗽", "cough"),
    ("上次做核酸回来就咳嗽", "cough"),
    ("那次以后就喘", "breathless"),
    ("那回感冒以后咳嗽", "cough"),
    ("自从上回打疫苗嗓子疼", "sore_throat"),
    ("早先就咳嗽", "cough"),
    ("往年都咳嗽,今年也咳", "cough"),
    ("上礼拜打的疫苗,嗓子疼", "sore_throat"),
    ("还以为是普通咳嗽呢", "cough"),
]


@every_row(("text", "expected"), SYMPTOMS)
def test_symptoms_of_now_are_told_from_denied_past_and_feared_ones(text: str, expected: str) -> None:
    found = find_symptoms(normalise(text))
    symptoms = None if found is None else found.symptoms
    assert symptoms == (None if expected == "?" else tuple(expected.split(",")))


def test_a_trouble_without_a_code_is_kept_in_its_own_words() -> None:
    found = find_symptoms("头疼 流鼻涕")
    assert found is not None
    assert found.symptoms is None
    assert found.troubles == ("头疼", "流鼻涕")


# Text, contact with a case, a positive test of one's own.
CONTACTS = [
    ("王敏36.5 李波36.6 两人都是密接", True, None),
    ("他俩都是次密接", True, None),
    ("两人都不是密接", False, None),
    ("他们俩都是密接吗", None, None),
    ("前天去过出病例的那家饭店 36.5", True, None),
    ("没去过出病例的那家饭店", False, None),
    ("出病例的饭店在哪", None, None),
    ("上周去过沈阳 那边现在是高风险", True, None),
    ("去过沈阳 那边现在是低风险", None, None),
    ("小叔子确诊了 他一直在我家住", True, None),
    ("后来听说给我理发的师傅确诊了", True, None),
    ("同事确诊了 我工位紧挨着他", True, None),
    ("公告里的病例那个时间也在车上", True, None),
    ("隔壁楼有病例 我在家待着呢", None, None),
    ("接触过确诊病例", True, None),
    ("接触过密接", True, None),
    ("同事阳了 我跟他一起吃过饭", True, None),
    ("我和确诊的那个人一个电梯下来的", True, None),
    ("我怀疑我阳了", None, None),
    ("我是密接", True, None),
    ("没接触过", False, None),
    ("没有接触过确诊和密接", False, None),
    ("未接触密接人员", False, None),
    ("无接触史", False, None),
    ("接触史无", False, None),
    ("接触史：有", True, None),
    ("前天和确诊的人一起吃过饭", True, None),
    ("跟阳性同车", True, None),
    ("我是不是密接", None, None),
    ("我不是密接", False, None),
    ("有没有接触过密接", None, None),
    ("邻居是密接", None, None),
    ("我被判为次密接", True, None),
    ("抗原阳性", None, True),
    ("核酸阳了", None, True),
    ("抗原两道杠", None, True),
    ("两条杠了", None, True),
    ("我阳了", None, True),
    ("阳了", None, True),
    ("抗原阴性", None, False),
    ("核酸是阴性", None, False),
    ("抗原一道杠", None, False),
    ("楼里有人阳了", None, None),
    ("我阳了吗", None, None),
    ("邻居阳性", None, None),
    ("抗原没阳", None, False),
    ("核酸不是阳性", None, False),
    ("打卡 36.5 没事", None, None),
    ("今天太阳好", None, None),
    ("我爸是羊倌", None, None),
    ("养羊了", None, None),
    ("绵阳", None, None),
    ("抗原测出来是阳性 38.2", None, True),
    ("小区里有阳性,我没接触", False, None),
    ("我们单元有个阳的我跟他坐过一趟电梯", True, None),
    ("我和密接同住", True, None),
    ("沈阳回来的没接触过病例", False, None),
    ("有接触史", True, None),
    ("有密切接触史", True, None),
    ("36.4 无症状 无接触", False, None),
    ("没跟外人接触", False, None),
    ("做完核酸结果阴", None, False),
    ("昨天抗原两道杠今天变一道杠", None, None),
    ("接触过一个确诊的，现在没症状", True, None),
    ("没有发热，接触过密接者", True, None),
    ("没去过风险区也没接触过病例", False, None),
    ("阳性", None, True),
    ("中招了，38.5", None, None),
    ("密接了我 社区打电话说的", True, None),
]


@every_row(("text", "contact", "positive"), CONTACTS)
def test_contact_and_a_positive_test_are_read_where_stated(
    text: str, contact: bool | None, positive: bool | None
) -> None:
    text = normalise(text)
    assert (find_contact(text), find_positive_test(text)) == (contact, positive)


def test_one_sentence_gives_all_of_it() -> None:
    found = find_health("体温365,有点咳嗽 头疼,接触过密接,抗原阳性")
    assert found is not None
    assert found._replace(temperatures=()) == HealthFound(
        None, {"temperature": 36.5}, ("cough",), True, True, ("头疼",), ()
    )
    assert found.span == (2, 5)


def test_a_denied_fever_keeps_the_temperature_that_contradicts_it() -> None:
    found = find_health("不烧 37.9")
    assert found is not None
    assert (found.temperature, found.symptoms) == (37.9, ("none",))


def test_a_text_about_something_else_is_no_health() -> None:
    assert find_health("后天从呼市坐K1302回来,一家三口") is None
    assert HealthFound().span == (0, 0)


@given(st.integers(340, 439))
def test_what_is_printed_reads_back(tenths: int) -> None:
    value = tenths / 10
    assert plain_temperature(f"{value:.1f}") == value
    for text in (f"体温{value:.1f}℃", f"打卡 {value:.1f} 没事", f"{value:.1f}度", f"{int(value)}度{tenths % 10}"):
        found = find_health(text)
        assert found is not None
        assert found.temperature == value


@given(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
def test_symptoms_that_are_listed_read_back(codes: list[str]) -> None:
    words = {
        "fever": "发烧", "cough": "咳嗽", "sore_throat": "嗓子疼", "fatigue": "乏力",
        "loss_of_smell": "闻不到味", "diarrhoea": "拉肚子", "breathless": "气短",
    }  # fmt: skip
    listed = "、".join(words[code] for code in codes)
    affirmed, denied = find_symptoms("有" + listed), find_symptoms("无" + listed)
    assert affirmed is not None and affirmed.symptoms == tuple(code for code in CODES if code in codes)
    assert denied is not None and denied.symptoms == ("none",)


_WORDS = st.sampled_from([
    "发烧", "咳嗽", "没", "没有", "不", "无", "都没有", "有点", "昨天", "今天", "好了", "吗", "如果", "体温",
    "36.5", "37.9", "365", "现在", "、", ",", "。", "等症状", "头疼", "正常", "没事", "接触", "密接", "阳性",
    "抗原", "两道杠", "我", "三十六度", "五", "退烧药", "就是",
])  # fmt: skip


@given(any_text | st.lists(_WORDS, max_size=25).map("".join))
def test_no_text_raises(text: str) -> None:
    found = find_health(normalise(text))
    assert found is None or found.temperature is None or 34 <= found.temperature < 44


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(find_health) < 1


@pytest.mark.parametrize(
    "unit", ["咳嗽好了", "没咳嗽 ", "咳嗽吗", "发烧都没有", "36.5现在", "不", "和确诊", "接触", "无咳嗽,等"]
)
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    find_health(unit * (20_000 // len(unit)))


@pytest.mark.parametrize("text", ["暖气烧得屋里二十六度 我身上36.5", "炕烧得热乎 我36.4", "炉子烧得旺 都36.5"])
def test_a_house_that_is_heated_has_no_fever(text: str) -> None:
    assert find_symptoms(normalise(text)) is None
