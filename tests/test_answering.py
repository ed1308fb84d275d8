"""The staff answer whoever asked for a person, in their own words, and take several alerts one by one."""

from tests.talking import Talk


def test_the_office_answers_by_number_by_name_and_the_last_one(talk: Talk) -> None:
    talk("""王阿姨: 人工
            助手: 好的，…
            李强: 已答复 1 水下午来
            助手: …
            何医生: 已答复 1 水下午来
            助手: 第1号已经有人接了，或没有这一号。
            陈主任: 接 1
            助手: 好的，第1号由您接手：王阿姨，…
              要回话就回「已答复 1 要说的话」，我发给本人。
            陈主任: 已答复 1 水下午来，别急
            助手: 好的，第1号 王阿姨，您的话已发给本人：水下午来，别急
            助手→王阿姨: 您问的事，陈主任回话：水下午来，别急
              还有不明白的直接告诉我。
            陈主任: 回复王阿姨 面明天就到 让她别急
            助手: 好的，第1号 王阿姨，您的话已发给本人：面明天就到 让她别急
            助手→王阿姨: 您问的事，陈主任回话：面明天就到 让她别急…
            陈主任: 告诉她 转车不算
            助手: 好的，第1号 王阿姨，您的话已发给本人：转车不算
            陈主任: 回复张三 面明天就到
            助手: 没有张三等您回的话。回「转人工」看有哪些，…""")


def test_an_answer_takes_what_nobody_had_taken(talk: Talk) -> None:
    talk("""王阿姨: 人工
            助手: 好的，…
            陈主任: 已答复 1 水下午来
            助手: 好的，第1号 王阿姨，您的话已发给本人：水下午来
            助手→王阿姨: 您问的事，陈主任回话：水下午来…
            陈主任: 待办
            助手: 现在没有等您办的事。
            陈主任: 我这还有哪些事没办
            助手: 现在没有等您办的事。""")


def test_nobody_else_answers_for_the_staff(talk: Talk) -> None:
    talk.say("王阿姨", "人工")
    assert "发给本人" not in talk.say("林某", "已答复 1 不用来了")
    assert "发给本人" not in talk.say("何医生", "回复王阿姨 不用来了")


def test_several_alerts_are_taken_one_by_one(talk: Talk) -> None:
    talk("""王阿姨: 打卡 38.5 发烧
            助手: …
            王阿姨: 打卡 妈妈 38.2 发烧咳嗽
            助手: …
            何医生: 收到 1 2
            助手: 好的，第1号由您接手：…
              好的，第2号由您接手：…
            何医生: 收到 1、2、9
            助手: 第1号您在 1月20日 09:00 已经接手。
              第2号您在 1月20日 09:00 已经接手。
              没有找到等您接手的第9号。…
            陈主任: 收到 1
            助手: 第1号 何医生 在 1月20日 09:00 已经接手，不用再管，辛苦了。
            何医生: 待办
            助手: 现在没有等您办的事。""")


def test_an_alert_is_taken_by_the_other_word_too(talk: Talk) -> None:
    talk.say("王阿姨", "打卡 38.2 没事")
    talk(
        """
        何医生: 接 1
        助手: 好的，第1号由您接手：王阿姨，…
        """
    )
