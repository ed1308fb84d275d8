"""First words that ask how something is done begin it; coming home is a return; having called 120 gets one line."""

import pytest

from tests.talking import Talk


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("社区让我天天报体温，咋报啊", "量了体温吗？…"),
        ("网格员让我打卡，怎么弄", "量了体温吗？…"),
        ("我要回老家了 咋弄", "从哪里回来？…"),
        ("我想去北京看闺女 咋报备", "永茂社区6号楼2单元301现在没有封闭，出门不用申请。…"),
        ("怎么打卡", "我现在会这些，直接说就行：…"),
        ("这个怎么弄", "我现在会这些，直接说就行：…"),
    ],
)
def test_whoever_says_what_they_want_and_asks_how_is_asked_its_first_question(
    talk: Talk, words: str, answered: str
) -> None:
    talk(f"""王阿姨: {words}
             助手: {answered}""")


@pytest.mark.parametrize("words", ["后天到家", "明天下午到家", "28号到家"])
def test_the_day_somebody_gets_home_is_a_return_and_the_journey_goes_into_it(talk: Talk, words: str) -> None:
    talk(f"""张明: {words}
             助手: 从哪里回来？…
             张明: 西安 坐飞机
             助手: 车次或航班号是多少？…""")


def test_having_called_for_help_gets_one_kind_line_and_no_menu(talk: Talk) -> None:
    talk("""王阿姨: 我喘不上气了
            助手: 先打 120！…
            王阿姨: 谢谢 已经打120了
            助手: 好，打了就好。您说的已转给医疗保障组。
            助手→何医生: …已经打120了…""")


def test_help_that_is_called_to_a_place_nobody_knows_still_needs_the_place(talk: Talk) -> None:
    talk("""林秀: 我爸喘不上气了
            助手: 先打 120！…
            林秀: 已经打120了
            助手: 好，打了就好。您说的已转给医疗保障组。
              您在哪里？请发社区、几号楼几单元几室。""")
