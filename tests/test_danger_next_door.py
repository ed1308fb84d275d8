"""Danger that is told of next door is the neighbour's: nobody of the writer's own home is named, and no door of theirs."""

from knowledge.language.danger import find_danger
from knowledge.language.neighbours import is_next_door
from tests.rows import every_row
from tests.talking import Talk

_NEXT_DOOR = (
    "隔壁老头一天没出门了 敲门没人应|对门独居老人两天没动静 敲门没人应|隔壁大爷走丢了|楼上两口子打起来了 女的喊救命"
    "|邻居不省人事|隔壁往死里打孩子|邻居说要喝敌敌畏 拉不住|楼上大爷摔倒起不来了|邻居老李头说想去找他死去的老伴"
)
_AT_HOME = (
    "邻居拿斧子砍我家门|我从楼上跳下去算了|我老伴晕倒了 邻居帮着抬|我爸晕倒了|我把花都送邻居了 不想活了"
    "|我跑到邻居家了 他拿刀追我|楼上太吵 我不想活了|我老公打我 邻居都听见了"
)


@every_row("said", _NEXT_DOOR.split("|"))
def test_who_lives_next_door_is_in_danger(said: str) -> None:
    danger = find_danger(said)
    assert danger is not None
    assert is_next_door(said, *danger.span)


@every_row("said", _AT_HOME.split("|"))
def test_the_writers_own_home_is_in_danger(said: str) -> None:
    danger = find_danger(said)
    assert danger is not None
    assert not is_next_door(said, *danger.span)


def test_a_neighbour_in_danger_is_looked_for_at_the_stairs_and_the_door_is_asked(talk: Talk) -> None:
    talk("""王阿姨: 隔壁老头一天没出门了 敲门没人应
            助手: 先打 120！…
              出事的是几单元几室？您发来，我马上转过去。
            助手→李强: 【紧急】医疗保障组 第1号
              永茂社区6号楼2单元｜邻居｜有人昏迷或叫不醒
              … 王阿姨代报。请在 … 前联系王阿姨。…
            王阿姨: 302
            助手: 记下了：永茂社区6号楼2单元302。
              …
            助手→李强: 第1号，邻居…
              「302」
              地点：永茂社区6号楼2单元302""")
