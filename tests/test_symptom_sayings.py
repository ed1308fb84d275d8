"""What people say of how they feel without a word of the list: 闻醋都没味儿, 脑门儿烫手, 拉了七八回; and wishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import symptoms
from knowledge.language.normalise import normalise
from knowledge.language.symptoms import find_symptoms, health_words
from tests.language_texts import any_text
from tests.long_texts import grows_no_faster_than_its_length, seconds_for_long_texts
from tests.rows import every_row

# Text, the symptoms of now; "?" where nothing is said or the words leave it open.
SAYINGS = [
    ("早上咳了两声 现在没事", "none"),
    ("早上咳了两声 现在还咳", "cough"),
    ("没事 现在咳嗽", "cough"),
    ("现在咳嗽 别的没事", "cough"),
    ("发热×2天，体温38.5", "fever"),
    ("咳嗽×3天，36.8", "cough"),
    ("发热×两天", "fever"),
    ("36.5 发热、咳嗽、乏力×", "none"),
    ("36.5 发热× 咳嗽、乏力√", "cough,fatigue"),
    ("36.5 咳嗽 乏力×", "cough"),
    ("孩子不爱吭声，难受也没喊，发烧38.5", "fever"),
    ("难受也没说，咳嗽了", "cough"),
    ("没喊难受", "none"),
    ("哮喘没犯 36.5", "?"),
    ("哮喘犯了", "breathless"),
    ("没人发烧", "none"),
    ("家里没人发热咳嗽", "none"),
    ("是否发热：否 是否咳嗽：是", "cough"),
    ("是否发热：是，是否咳嗽：否", "fever"),
    ("咳嗽❌ 乏力❌ 发热❌", "none"),
    ("咳嗽✅ 乏力❌", "cough"),
    ("胳膊抬不起来", "?"),
    ("胳膊腿都抬不起来", "fatigue"),
    ("是否有发热咳嗽：无", "none"),
    ("体温35度4 是不是太低了 人没啥感觉", "none"),
    ("吃得香睡得香", "none"),
    ("没有发热干咳乏力鼻塞流涕咽痛肌痛腹泻等症状", "none"),
    ("闻风油精都没反应", "loss_of_smell"),
    ("浑身舒坦", "none"),
    ("咳了一宿没睡好", "cough"),
    ("三天没闻着味儿了", "loss_of_smell"),
    ("吃饭跟嚼蜡似的", "loss_of_smell"),
    ("闻醋都没味儿了", "loss_of_smell"),
    ("吃饭啥味没有", "loss_of_smell"),
    ("闻香水都没味", "loss_of_smell"),
    ("咳咳咳停不下来 鼻子也堵得闻不着菜味儿", "cough,loss_of_smell"),
    ("吃啥都没滋味", "loss_of_smell"),
    ("吃饭没滋没味的", "loss_of_smell"),
    ("吃糖都不甜了", "loss_of_smell"),
    ("尝不出咸淡", "loss_of_smell"),
    ("放屁都闻不着", "loss_of_smell"),
    ("鼻子失灵了", "loss_of_smell"),
    ("嗅觉好像没了", "loss_of_smell"),
    ("香臭都分不清", "loss_of_smell"),
    ("嗅觉没问题", "none"),
    ("能闻到味儿 没发烧", "none"),
    ("消毒水味大 36.5 没事", "none"),
    ("菜没味 退了吧", "?"),
    ("饭菜挺有味 没不舒服", "none"),
    ("脑门儿烫手", "fever"),
    ("孙子脑门子滚烫", "fever"),
    ("摸着烫手", "fever"),
    ("身上热乎乎的", "fever"),
    ("摸着不烫", "none"),
    ("脑门不烫 没咳嗽", "none"),
    ("炕烫 36.5 没事", "none"),
    ("体温蹿上来了", "fever"),
    ("一会冷一会热", "fever"),
    ("嗓子跟刀片拉似的", "sore_throat"),
    ("嗓子眼儿跟针扎似的", "sore_throat"),
    ("嗓子像着火一样", "sore_throat"),
    ("咽唾沫都疼", "sore_throat"),
    ("咽口水费劲", "sore_throat"),
    ("嗓子拉得慌", "sore_throat"),
    ("嗓子没啥事", "none"),
    ("嗓子劈了 说不出话", "sore_throat"),
    ("有点累", "fatigue"),
    ("就是有点累 昨天铲雪铲的 36.5 别的没有", "fatigue"),
    ("浑身跟散架了似的", "fatigue"),
    ("腿跟面条似的", "fatigue"),
    ("一点劲儿都没有", "fatigue"),
    ("不累 挺精神", "none"),
    ("拉了七八回", "diarrhoea"),
    ("一上午跑了五趟厕所", "diarrhoea"),
    ("从早起跑五趟厕所了 拉的全是稀的", "diarrhoea"),
    ("又吐又拉", "diarrhoea"),
    ("肚子一直拉", "diarrhoea"),
    ("大便有点稀", "diarrhoea"),
    ("拉了两趟货回来 36.5", "?"),
    ("上厕所都正常", "none"),
    ("气不够喘", "breathless"),
    ("喘气费劲", "breathless"),
    ("上不来气儿", "breathless"),
    ("一口气上不来", "breathless"),
    ("胸口跟压块石头似的", "breathless"),
    ("胸口不闷 不喘", "none"),
    ("没有上不来气", "none"),
    ("憋得慌", "breathless"),
    ("走两步就喘", "breathless"),
    ("祝您身体健康 36.5", "?"),
    ("新年快乐 身体健康 36.5", "?"),
    ("36.5 身体健康", "none"),
    ("没病没灾的", "none"),
    ("啥毛病没有", "none"),
    ("都没啥不舒服", "none"),
    ("没啥不得劲儿的", "none"),
    ("一点事儿没有", "none"),
    ("好好的没啥毛病", "none"),
    ("嘎嘎好", "none"),
    ("贼精神", "?"),
    ("是不是枪不准 反正人没啥不舒服", "none"),
    ("有点害怕 一直咳嗽", "cough"),
    ("怕咳嗽", "?"),
    ("怕发烧咳嗽", "?"),
    ("会不会发烧", "?"),
    ("没咳没烧", "none"),
    ("没咳嗽没发热", "none"),
    ("没发烧就是有点流鼻涕", "?"),
    ("没有咳嗽 就嗓子有点干", "sore_throat"),
    ("又咳又没劲", "cough,fatigue"),
    ("又烧又咳", "fever,cough"),
    ("没有发烧感冒咳嗽", "none"),
    ("没有任何症状", "none"),
    ("体温正常 身体正常", "none"),
    ("症状：无", "none"),
    ("无不良症状", "none"),
    ("不咳嗽，不发烧，没有拉肚子", "none"),
    ("没啥大毛病就是老寒腿", "none"),
    ("咳得睡不着", "cough"),
    ("半夜咳醒好几回", "cough"),
    ("吃了退烧药不烧了", "none"),
    ("昨晚烧了一宿 现在退了", "none"),
    ("昨晚烧了一宿", "?"),
    ("喉咙有异物感", "sore_throat"),
    ("感冒了 有点咳", "cough"),
    ("头疼脑热都没有", "none"),
    ("人都精神着呢 没发热没咳嗽", "none"),
    ("没啥反应 就胳膊疼", "?"),
    ("孩子打蔫 不爱吃饭", "?"),
    ("身上起疹子", "?"),
    ("口干舌燥 没发烧", "none"),
    ("上火了 嗓子有点疼", "sore_throat"),
    ("嗓子不太好", "?"),
    ("浑身不得劲", "?"),
    ("有点发热乎", "fever"),
    ("鼻子不通气 闻不着味", "loss_of_smell"),
    ("喝水都没味", "loss_of_smell"),
    ("大家都没有发热咳嗽的情况", "none"),
    ("俩都没咳嗽没发烧", "none"),
    ("没有一个不舒服的", "none"),
    ("没一个不舒服的", "none"),
    ("都没不舒服的地方", "none"),
    ("啥不舒服也没有", "none"),
    ("哪儿也不难受", "none"),
    ("无发烧咳嗽乏力腹泻等", "none"),
    ("体温36.5，身体无恙", "none"),
    ("一切OK", "none"),
    ("身体棒棒的", "none"),
    ("没事没事", "none"),
    ("挺好的呀", "none"),
    ("还可以", "?"),
    ("不好", "?"),
    ("不咋舒服", "?"),
    ("感觉有点低烧", "fever"),
    ("好像有点发烧", "fever"),
    ("觉得发烧", "fever"),
    ("后背发凉 咳嗽", "cough"),
    ("咳嗽两声 不碍事", "cough"),
    ("偶尔咳一两声", "cough"),
    ("还在咳", "cough"),
    ("咳嗽比昨天轻了", "cough"),
    ("早就不咳了", "none"),
    ("不咳不喘不发烧", "none"),
    ("呼吸有点困难", "breathless"),
    ("没劲儿 腿软", "fatigue"),
    ("拉肚子好了", "none"),
    ("没拉肚子", "none"),
    ("肚子不疼不拉", "none"),
    ("不拉不吐", "none"),
]


@every_row(("text", "expected"), SAYINGS)
def test_a_saying_tells_of_a_symptom_or_of_none(text: str, expected: str) -> None:
    found = find_symptoms(normalise(text))
    symptoms = None if found is None else found.symptoms
    assert symptoms == (None if expected == "?" else tuple(expected.split(",")))


@pytest.mark.parametrize("text", ["孩子打蔫 不爱吃饭", "冷得直哆嗦", "没啥反应 就胳膊疼", "身上起疹子", "头疼脑热的"])
def test_whoever_has_a_trouble_without_a_code_is_not_free_of_symptoms(text: str) -> None:
    found = find_symptoms(normalise(text))
    assert found is not None
    assert found.symptoms is None
    assert found.troubles


@pytest.mark.parametrize("text", ["36.7,ok", "36.5 老样子", "36.4 和昨天一样"])
def test_what_denies_nothing_leaves_it_to_the_question(text: str) -> None:
    found = find_symptoms(normalise(text))
    assert found is None or found.symptoms is None


@given(any_text)
def test_no_text_raises(text: str) -> None:
    find_symptoms(normalise(text))
    health_words(normalise(text))


@pytest.mark.parametrize("unit", ["闻醋都", "拉了七", "嗓子跟", "祝您身", "气都也", "脑门儿子跟"])
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    assert grows_no_faster_than_its_length(find_symptoms, unit)


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(find_symptoms) < 1


# Words of the lists, and what can stand between them.
_WORDS = st.sampled_from(
    ["没有", "没", "不", "发烧", "咳嗽", "嗓子", "疼", "难受", "没事", "不舒服", "感觉", "啥", "什么",
     "现在", "昨天", "是不是", "害怕", "有点", "退烧", "也", "和", "吗", "等症状",
     " ", ",", "儿", "儿的", "的", "啊", "枪 ", "x", "36.5 ", "\n"]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=11).map("".join))
def test_what_is_remembered_of_a_sentence_is_what_it_says(text: str) -> None:
    remembered = find_symptoms(text)
    with pytest.MonkeyPatch.context() as each_anew:
        each_anew.setattr(symptoms, "_MOST_REMEMBERED", 0)
        assert find_symptoms(text) == remembered
