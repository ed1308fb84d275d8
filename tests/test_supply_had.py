"""Goods that a request tells of with their amount: there, got, made or used up, and not ordered."""

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.supplies import find_items
from tests.goods_said import said
from tests.long_texts import grows_no_faster_than_its_length


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        # there already: by its place, behind or before the thing
        ("家里还有两袋米 缺一桶油", "油 1 桶"),
        ("厨房还有半袋盐 酱油一瓶", "酱油 1 瓶"),
        ("冰箱里有十个鸡蛋 缺点青菜", "青菜"),
        ("地窖里存着五十斤土豆 想要点鸡蛋", "鸡蛋"),
        ("米还有半缸 面也有两袋 就是没菜", "菜"),
        ("奶粉还有两罐半 尿不湿一包", "尿不湿 1 包"),
        ("辣椒面一袋，酱还有半坛子呢", "辣椒面 1 袋"),
        ("家里四袋大米呢 不缺 就是缺一瓶酱油", "酱油 1 瓶"),
        ("洗衣粉一袋 洗洁精房东留下一瓶", "洗衣粉 1 袋"),
        ("床板上就一个褥子，借一床被子", "被子 1 床"),
        ("羊肉剩得多，馕五个", "馕 5 个"),
        # got, brought, given
        ("我刚买了两箱牛奶 就差尿不湿一包", "尿不湿 1 包"),
        ("邻居给了我三斤大米 油没有 求一桶豆油", "豆油 1 桶"),
        ("肘子一个。饮料亲戚给了三箱，别买", "肘子 1 个"),
        ("昨天领的两套隔离服小了 要三件大衣", "大衣 3 件"),
        ("给送点青菜吧，米和蛋刚送过", "青菜"),
        # made, kept, eaten
        ("我妈蒸了二十个馒头 就缺点咸菜", "咸菜"),
        ("院里养了三只鸡 要一袋玉米面", "玉米面 1 袋"),
        ("酸菜自己腌的一缸 粉条一捆", "粉条 1 捆"),
        ("元旦想整俩菜，猪肉三斤", "猪肉 3 斤"),
        ("牛肉二斤土豆三斤西红柿四个做个汤", "牛肉 2 斤; 土豆 3 斤; 西红柿 4 个"),
        # used up or broken: asked for, but how much is said elsewhere
        ("打翻了一瓶酱油 再给来两瓶", "酱油 2 瓶"),
        ("孩子把两盒彩笔都用完了 再要一盒", "彩笔 1 盒"),
        ("上次给的二十斤土豆烂了小一半，再送10斤土豆", "土豆 10 斤"),
        ("奶瓶被老大摔了，就那一个，奶瓶两个", "奶瓶 2 个"),
        ("药还有三片 明天就没了", "药"),
        # by the day, in other years, of hens; somebody brings it himself
        ("我爷爷一天抽一包烟 给来一条", "烟 1 条"),
        ("一天两片降压药 给买一盒", "降压药 1 盒"),
        ("往年这时候都买十斤冻梨 今年五斤就行", "冻梨 5 斤"),
        ("自家老母鸡一个蛋不下 谁给匀三十个鸡蛋", "鸡蛋 30 个"),
        ("本来说好女婿给拉半扇排骨过来的，结果封了，排骨三斤就够", "排骨 3 斤"),
        ("昨天登记了一袋面，再加一袋米", "米 1 袋"),
        ("邻居老佟送来两根蜡烛先对付着 灯管一根", "灯管 1 根"),
        ("我媳妇倒了半瓶可乐也白扯 管道疏通剂两袋", "管道疏通剂 2 袋"),
        ("昨天吃了我妈两片去痛片没管用 芬必得一盒", "芬必得 1 盒"),
        ("挂面家里一大箱 要两斤嫩豆腐", "嫩豆腐 2 斤"),
        ("鸡蛋我家要两板", "鸡蛋 2 板"),
        # empty vessels
        ("盐罐子空了 酱油一瓶", "盐; 酱油 1 瓶"),
        ("米缸见底了 面袋子也空了", "米; 面"),
        ("盐罐子刮干净了，来两袋盐", "盐 2 袋"),
        ("油壶空了 酱油一瓶", "油; 酱油 1 瓶"),
        ("油桶空了两天了", "油"),
        # of which so many are empty: the vessels are spoken of
        ("药盒空了三个，送三个药盒", ""),
        ("酒瓶子空了一箱，来收一下", ""),
        ("油桶空了两个，来桶油", "油 1 桶"),
        # brought again and again, and eaten by the day
        ("每周两箱牛奶，要送到家", "牛奶 2 箱"),
        ("每月两盒降压药，该送了", "降压药 2 盒"),
        ("每周两箱牛奶，今天给送一箱", "牛奶 1 箱"),
        ("每周两箱牛奶，送过了", ""),
        ("每周吃两箱牛奶，该送了", "牛奶"),
        ("一天一包烟，该送了", "烟"),
        # dishes, wished and made
        ("要两个菜，一份饭", "菜 2 个; 饭 1 份"),
        ("一份饭，两个菜，给送到家", "饭 1 份; 菜 2 个"),
        ("炒两个菜，缺一瓶酱油", "酱油 1 瓶"),
        ("要一瓶酱油，做两个菜", "酱油 1 瓶"),
        # asked for all the same
        ("我妈让给送两袋面", "面 2 袋"),
        ("每天给送一袋牛奶", "牛奶 1 袋"),
        ("牛奶一箱 还有两袋面", "牛奶 1 箱; 面 2 袋"),
        ("帮我买了的话两袋米就行", "米 2 袋"),
        ("布洛芬三盒够了", "布洛芬 3 盒"),
        ("能给送两袋面吗", "面 2 袋"),
        ("鸡蛋给来两板，米要一袋", "鸡蛋 2 板; 米 1 袋"),
    ],
)
def test_what_is_had_with_an_amount_is_not_ordered(text: str, asked: str) -> None:
    assert said(text) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        # a number and a unit before what only looks like one word
        ("来两卷纸 三盒抽纸 两包菜", "纸 2 卷; 抽纸 3 盒; 菜 2 包"),
        ("要三块煤 两盒饭", "煤 3 块; 饭 2 盒"),
        ("缺胶带一卷纸箱五个", "胶带 1 卷; 纸箱 5 个"),
        ("挂面3把 卷纸一提", "挂面 3 把; 卷纸 1 提"),
        # a price
        ("十五块钱一份的蔬菜包，给我家来两份", "蔬菜包 2 份"),
        # an amount of a wish, and the thing behind it
        ("寻思吃口面条能不能给整两把挂面", "挂面 2 把"),
        ("大米见底了给我整十五斤大米再捎一袋酱油", "大米 15 斤; 酱油 1 袋"),
        ("酱油来两瓶醋来一瓶", "酱油 2 瓶; 醋 1 瓶"),
        # colours, a 儿 at the end, latin letters, another name, one sign
        ("五支黑色中性笔 两条白色毛巾", "黑色中性笔 5 支; 白色毛巾 2 条"),
        ("花椒面儿一袋", "花椒面儿 1 袋"),
        ("Type-C充电线一根", "Type-C充电线 1 根"),
        ("纸抽一提", "纸抽 1 提"),
        # since when it is lacking is no rate
        ("停水两天了五桶水", "停水; 水 5 桶"),
        ("断药两天了两盒二甲双胍", "二甲双胍 2 盒"),
        ("断药两天两盒二甲双胍", "二甲双胍 2 盒"),
        ("家里停气两天了一罐液化气", "停气; 液化气 1 罐"),
        # others are to buy it for kin
        ("给我妈买来一箱牛奶放门口", "牛奶 1 箱"),
        ("给我爸捎来两条烟", "烟 2 条"),
        ("给媳妇买来两斤苹果", "苹果 2 斤"),
        # a count set apart may be of the next thing
        ("土豆5斤 1袋 面粉", "土豆 5 斤; 面粉 1 袋"),
        ("土豆5斤 1袋", "土豆 1 袋"),
        ("洗衣液3kg 1瓶 牙膏 2支", "洗衣液 1 瓶; 牙膏 2 支"),
        # words that only look like things
        ("过两个钟给送一袋米", "米 1 袋"),
        ("过俩钟头送一袋米", "米 1 袋"),
        ("闹钟一个挂钟两个", "闹钟 1 个; 挂钟 2 个"),
        ("送点水面条两斤", "水面条 2 斤"),
        ("要二斤水面", "水面 2 斤"),
        ("降压药断了两天直接头晕,要两盒", "降压药 2 盒"),
        ("直接头两个", "直接头 2 个"),
        ("一把香六个苹果", "香 1 把; 苹果 6 个"),
        ("再添上生抽", "生抽"),
        # what was meant instead of the thing before
        ("两袋米 不对 是面", "面 2 袋"),
        ("蚊香一盒 啊不对 是檀香", "檀香 1 盒"),
        ("面粉一袋 酱油一瓶 说错了 是醋", "面粉 1 袋; 醋 1 瓶"),
        ("酱油一瓶醋两瓶 不对 是酱油两瓶醋一瓶", "酱油 2 瓶; 醋 1 瓶"),
        # what fills it
        ("三袋元宵，黑芝麻馅", "元宵 3 袋"),
    ],
)
def test_a_thing_and_its_amount_are_found_together(text: str, asked: str) -> None:
    assert said(text) == asked


@pytest.mark.parametrize("unit", ["家里有两袋米 ", "邻居给了我三斤面", "米罐子", "米还有半缸", "两个菜", "每周两箱牛奶,"])
def test_what_is_had_is_found_in_linear_time(unit: str) -> None:
    assert grows_no_faster_than_its_length(lambda text: find_items(normalise(text)), unit)
