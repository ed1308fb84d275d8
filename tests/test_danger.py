"""Danger to life: what is one, and what only sounds like one."""

import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.pace import idle_seconds
from knowledge.language import words
from knowledge.language.danger import KINDS, find_danger
from knowledge.language.danger_words import danger_words
from knowledge.language.normalise import normalise
from knowledge.language.words import WordListError, load_list
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.rows import every_row

DANGERS = {
    "despair": (
    "不想活了|活着没意思|我不想熬了,活着没盼头|没盼头 不想活|想跳楼|我想死|真不如死了算了"
    "|我活够了|这日子没盼头,不想熬了|我要自杀|她要轻生|活不下去了"
    "|天天关着 一点盼头都没有 不想熬了|熬不下去了|没有活路了|活着真累"
    "|我从楼上跳下去算了|活着还有啥意思|天天隔离我都不想活了|我割腕了|老伴走了我也不活了"
    "|我写好遗书了|如果解不了封我就自杀|活着真没劲|一了百了算了|有人要跳楼"
    ),
    "breathless": (
    "喘不上来气|我妈喘不上气了|上不来气|孩子呼吸困难|胸口憋得喘不过来气|发烧39 喘不上气"
    "|老伴透不过气了|呼吸不上来|我爸嘴唇发紫|孩子噎住了|喘气喘不上来|气喘得呼吸不过来"
    ),
    "unconscious": (
    "晕倒了|我爸晕倒了|老伴叫不醒|怎么叫都不醒|我妈昏过去了|老太太昏迷了|邻居不省人事|他没呼吸了"
    "|我爷爷没气了|孩子抽搐了|人没意识了|我妈晕过去了怎么办|倒在地上起不来了|叫他没反应"
    ),
    "labour": (
        "要生了|我媳妇要生了|羊水破了|破水了怎么办|我老婆见红了|宫缩五分钟一次"
        "|肚子疼 要生了 医院让进吗|我快生了|儿媳妇临产了|媳妇马上就要生"
    ),
    "fire": (
        "着火了|我家着火了|楼下起火了|对门失火了|厨房着火|楼道冒浓烟|车库电动车烧着了|草垛着了"
        "|厨房冒黑烟|发生火灾|6号楼着火了快来人"
    ),
    "gas": (
        "屋里有煤气味|煤气泄漏|家里燃气漏气了|闻着一股煤气味|我妈煤气中毒了|天然气漏了|煤气罐漏气"
        "|楼道里有煤气的味|俺俩中煤气了"
    ),
    "violence": (
        "我老公打我|老公喝酒又打我|他打我|我被家暴了|我爸打我|儿子打我了|丈夫拿刀要砍|他掐我脖子"
        "|孩子他爸喝多了打孩子|我被老公打了|他要杀我"
    ),
    "bleeding": (
        "大出血|血止不住|流了好多血|吐血了|我爸吐血了|手割了血一直流|产后大出血|出血不止"
        "|伤口血流不止|满地都是血"
    ),
    "poisoning": (
        "喝了农药|我妈喝农药了|孩子误食了药|吃了一瓶安眠药|他喝了百草枯|食物中毒了|孩子喝了消毒液"
        "|一家人吃豆角中毒了|我吞了一把药"
    ),
    "chest_pain": "胸口疼得厉害|我胸痛|老伴心口疼|心绞痛犯了|胸口压得慌|胸口一阵一阵地疼",
    "lost": (
    "老人走丢了|孩子找不着了|我妈老年痴呆 早上出去到现在没回来 找不到了|我儿子八岁 下楼玩不见了|孩子丢了|找不着我妈了"
    "|找不到孩子了|我爸糊涂 自己跑出去了 到现在没回来|有个小孩在卡口找不到妈妈了|门口有个老太太迷路了 说不清家在哪"
    "|孩子下楼玩到现在没回来 天都黑了|奶奶有点糊涂 出门一上午了没回家|隔壁大爷走丢了|我弟弟走丢了|我妈不见了"
    "|老伴一早出去没带手机 找遍了没找着|孩子离家出走了|两岁的孩子一转眼没影了|我爸脑萎缩走丢两小时了"
    "|老爷子遛弯没回来 天黑了|我家老人不知道去哪了|闺女半夜跑出去了 电话关机 没回来"
    ),
    "life_support": (
    "我家有呼吸机怎么办|停电我妈的制氧机咋办|明天停电,我爸在家吸氧|要是停电透析机咋整|停电了胰岛素放哪"
    "|胰岛素在冰箱里怎么办|家里有呼吸机,停电怎么办"
    ),
}  # fmt: skip

NO_DANGERS = (
    "胸不疼了|没有胸痛|胸口不疼|热死了|烦死了|笑死|累死了|烦得要死|坐着火车回来|带着火锅底料|气死我了|饿死了|困死了"
    "|急死了|想死你了|跳楼价|忙得喘不过气|压力大得喘不过气来|嗓子着火了一样|上火了|嗓子冒烟"
    "|打卡 36.5 没事|我爸打我电话了|老公打我手机|他打我电话我没接|我妈打电话"
    "|打我13800001111|给我打电话|打麻将|我老公打麻将|打疫苗|我要生气了|要生了病怎么办"
    "|生日快乐|我婆婆今早在医院咽气了"
    "|狗走丢了|走丢了一只狗|我爸出去买菜还没回来|孩子还没放学回来|孩子丢三落四|我妈的药找不到了|孩子作业找不着了"
    "|孩子找不着作业了|孩子找不到口罩了|老人找不到医保卡了|我妈找不着人帮忙|孩子找不到人看|怕孩子走丢|孩子找到了"
    "|老人走丢了 已经找到了|孩子手机丢了|大娘上哪找你们|孩子不知道去哪上网课|我儿子在沈阳联系不上"
    "|我家母牛要生了|羊要生了能让兽医进来吗|没晕倒|没有晕倒|不喘|没有喘不上气|没有呼吸困难"
    "|没有煤气味了|煤气没了|换煤气罐|订煤气|煤气罐送来没|怎么预防煤气中毒|预防火灾|防火宣传"
    "|消防演练着火怎么跑|怕着火|如果着火了怎么办|听说6号楼着火了 真的假的|听说有人晕倒了"
    "|去年晕倒过|农药能送吗|想买农药|春耕要打农药|喝药了|吃药了|降压药吃完了|吐了|流鼻血"
    "|流鼻涕|发烧38度|咳嗽|头疼|36.5|一家三口|后天从呼市坐K1302回来|自驾"
    "|孩子发烧39|什么时候解封|谁负责|帮我买点菜|心烦|睡不着|想聊聊|压力大|害怕|没意思"
    "|生活费|生孩子去医院怎么走|好吃到爆炸|心态爆炸|气得吐血|你吃错药了|电脑中毒了|起火车票"
    "|一起火锅|不活动|能跳广场舞吗|割草|抽血|做了抽血检查|血压高|血糖高|着急|睡着了"
    "|灯亮着了吗|累得要死|烧水|烧炕|死机了|活动取消|快递送到楼下|没气了 罐子空了|轮胎没气了"
    "|倒垃圾|倒车|叫外卖|喊我下楼|没人家暴|没被打|我不是想死|没有轻生的念头|大火锅"
    "|门卫打了我的名字|被子打湿|他打的回来|被叫去打了疫苗|冒昧问一下|感冒了|吃了药|半瓶油"
    "|买半瓶酱油|喝了一碗药|喝酒|买两支胰岛素|想要一台制氧机|周三去透析|停电了|冰箱坏了怎么办|没有制氧机怎么办"
)


# Indirect, of others, in dialect, misspelt: what nobody has to say outright.
SAID_OTHERWISE = {
    "despair": (
        "说不想拖累儿女了 药都攒好了|站在楼顶风挺大|活着净给人添麻烦|我走了你们就都轻松了|没有我孩子们能过得更好"
        "|安眠药我攒了一瓶子了|后事都跟闺女交代好了 不想熬了|替我照顾好孩子 我先走一步了"
        "|妈对不起 下辈子再给你当闺女|我爸把寿衣都翻出来了 说活着没劲|邻居老李头说想去找他死去的老伴"
        "|他站在窗台上不下来|孩子拿小刀划自己胳膊|睡过去再也不醒就好了|药不吃了 等死吧|老天爷咋还不收我"
        "|这日子过得没个头 还不如一头撞死|吃多少片安眠药能睡过去|我从这跳下去是不是就一了百了|不想活勒"
        "|我对象闹着要跳河"
        "|儿子说活着跟死了没两样 天天拉着窗帘|婆婆把存了半年的安眠药倒出来数|我站阳台外沿上 脚底下是空的"
        "|大夫说晚期 我不治了 不花那冤枉钱 找个地方自己了断|老李头昨晚上把绳子挂房梁上 让我薅下来了"
        "|今晚就去河上 冰窟窿我都看好了|我闺女手腕子上全是小刀印|我不配当妈 孩子没我会过得更好"
        "|炭买好了 窗户缝也糊上了|就想睡一觉 永远别醒|我要是跳下去 他们会不会后悔"
        "|昨儿给自己烧了纸 别人给烧怕收不着|我也没啥用了 国家的粮食留给年轻人吧"
        "|同学说他在宿舍顶楼抽烟 发定位给我们说兄弟们来世见|每回走到窗户边 腿就不听使唤想往外迈"
        "|房贷断供了 媳妇也走了 我一了百了得了|天一黑就有个声儿叫我下去|这药一把下去就不疼了吧"
        "|他两天没回消息 最后一条是把猫托付给我|我想做傻事|我媳妇产后抑郁 抱着孩子站窗口不动"
    ),
    "breathless": (
        "上不来气儿|脸都紫了|我妈气儿倒不上来了|孩子让瓜子卡气管里了 脸憋青了|老爷子哮喘犯了 喷雾没了"
        "|宝宝呛奶了 小脸发青|喘得话都说不了"
        "|宝宝喉咙里有鸡叫声 吸气费劲 嘴发青|我爸肺气肿 今天坐着都倒不上气 嘴唇黑紫|吃虾过敏了 嗓子眼肿得快堵死了"
        "|奶奶吃粘豆包噎着了 翻白眼|孩子咳嗽像狗叫 一吸气脖子窝就凹进去|我胸口闷 一口气要分三口喘"
        "|痰堵着 呼噜呼噜的 脸憋得黢黑|夜里憋醒好几回 得抱着枕头坐着|上气接不了下气 手指头肚都紫了"
        "|孩子吞了个硬币 光流口水 气也喘不匀"
    ),
    "unconscious": (
        "喊他不答应|老头一头栽地上了 咋叫都不吱声|我爸嘴歪了 半边身子动不了|奶奶倒厕所里起不来了"
        "|孩子直翻白眼 浑身抽|大娘怎么推都不醒|人快不行了|我老伴突然说不出话 右边胳膊抬不起来"
        "|大爷一头扎雪堆里 嘴里冒沫子|低血糖了吧 叫他光哼哼不睁眼"
    ),
    "violence": (
        "我家那口子又喝多了拿皮带抽孩子|他拿擀面杖抡我|楼上两口子又动手了 女的喊救命|隔壁往死里打孩子"
        "|前夫说要弄死我全家|被我儿子踹了好几脚|俺爸喝完酒就揍俺妈|一个男的举着菜刀在楼道里追人"
        "|他把我手机掰了 这是邻居手机 他又要动手|我爸喝完酒拿凳子砸我妈头|楼下有个男的拿刀堵电梯口"
        "|妈被我哥锁仓房里三天了 不给吃|老公掐我脖子按床上 我快喘不上气了|门外有人用脚踹门 说要砍死我们"
        "|继父扒我衣服|幼儿园老师把孩子脸扇肿了|她婆婆拿热水烫她胳膊|孩子身上一块块紫 问他不敢说 他后爸回来就哆嗦"
        "|男人把我撵楼道里 光脚 零下二十度|我妹妹发来定位就俩字 救我|儿子犯病了 拿斧子在院里乱砍"
        "|他说我敢报警就弄死孩子|老板把我们锁工棚 不让走还打人"
    ),
    "bleeding": (
        "一地血|手指头让切草机切断了 血哗哗的|老爷子吐了一大口血 吐血了|媳妇下身大出血|脑袋磕破了 满脸是血"
        "|杀猪把手背捅穿了 血顺着胳膊流|我妈鼻子血止不住 俩小时了 吃着阿司匹林|媳妇流产了 一会儿一片 脸都白了"
        "|小孩从滑梯摔下来 脑门开了个大口子 能看见骨头|吐的都是咖啡色的 黑乎乎一盆|胳膊让玻璃豁开了 用毛巾缠都透了"
        "|修拖拉机 皮带把手指头绞进去了|割草把脚脖子大筋割了 鞋里全是血|被狗掏了 小腿掉块肉"
    ),
    "poisoning": (
        "把耗子药当糖吃了|闺女喝洗洁精了|老太太把84当水喝了|孩子吞了个纽扣电池|降压药让孩子吃了半瓶|我爸喝了百草枯"
        "|孩子把降压药当糖豆嚼了好几片"
    ),
    "labour": (
        "肚子一阵一阵疼 预产期 见红|我媳妇足月了 下面流水了|孩子快出来了救护车咋还不来|怀孕八个月 出血了"
        "|媳妇蹲厕所感觉孩子要掉出来了|羊水哗一下全出来了 医院还有六十里地|孕晚期 肚子一直硬着 还见了点红"
    ),
    "gas": (
        "屋里一股子煤烟子味头晕|烧炕烧得全家头疼恶心|厨房煤气忘关了 味儿老大|生炉子以后头晕站不住"
        "|洗澡洗一半头晕恶心 热水器在卫生间里"
    ),
    "fire": (
        "窗户往外冒黑烟|楼下电瓶车着了 楼道全是烟|柴火垛烧起来了 压不住"
        "|隔壁阳台冒火苗 家里好像没人"
    ),
    "chest_pain": (
        "胸口像压块大石头 直冒冷汗|心口窝揪着疼 左胳膊麻"
        "|胸口这块像被人攥住了 冒虚汗 左胳膊抬不起来|我爸按着心口窝蹲地上起不来 脸煞白"
        "|心口窝子一拧一拧地疼 直冒凉汗|我老伴捂着胸口满头大汗 含了救心丸没用"
    ),
    "life_support": (
        "制氧机坏了 我爸离不开氧|氧气瓶快空了 氧气不够|跳闸了 呼吸机停了"
        "|断电了 我奶的制氧机不转了"
    ),
}  # fmt: skip

# Everyday words that hold the signs of danger.
EVERYDAY = (
    "热死了|烦死了|想死你们了|打车|买着火车票了|去年心梗的药没了|明天演练 3号楼着火请各组到位|牛要生了"
    "|电视里打架|手机没电|在家憋得慌|孩子焦虑不写作业|跟老公吵架了|孤单|失眠好几天了|天天吵架 烦死了"
    "|我快累死了|孩子作业写到崩溃吗|帮我买瓶安眠药|安眠药没了能送吗|降压药一盒 感冒药一盒|买两瓶84消毒液"
    "|84怎么兑水|家里有耗子 想要点耗子药|打农药的时候|孩子明天打疫苗|他打我电话没人接|老公打麻将去了"
    "|皮带断了 买条皮带|菜刀能快递吗|买把水果刀|楼顶漏水了|楼顶太阳能冻了|河边的地能去浇吗|桥上能过车吗"
    "|我在天台晒被子行吗|什么时候能下楼 跳广场舞|孩子预产期下个月 能去产检吗|媳妇怀孕五个月 要去产检"
    "|我怀孕了 想要点叶酸|媳妇孕晚期 想提前去医院待产|狗要生了|羊下羔子|炉子坏了 没煤了|家里没煤了 送点煤"
    "|暖气片漏了|煤气罐空了换一罐|订一罐液化气|燃气费怎么交|炕不热|灶台坏了|抽血化验|血压计坏了|献血在哪"
    "|猪血豆腐有吗|血糖高 胰岛素没了|流鼻血了|感冒头疼恶心|头疼 想吐 37.9|头晕|喊了半天没人给开卡口"
    "|叫了好几遍网格员不答应|敲门没人应|孩子叫不醒起床|我叫他起床他不醒|手机快不行了|电动车快不行了|网快不行了"
    "|老人走了 要办后事|爷爷去世了 想回去料理后事|我走了以后门谁看|我先走了|我明天走了|药都准备好了 谢谢"
    "|药准备好了吗|帮我照顾一下孩子 我要出去|对不起 填错了|对不起打错了|上次晕倒是前年了|以前得过脑梗"
    "|我妈有心脏病 药快没了|我爸中风后遗症 要轮椅|摔倒了没大事|孩子摔了一跤 破了点皮|切菜切手了 要创可贴"
    "|酒精没了|洗衣液一瓶|洗洁精两瓶|口罩酒精消毒液|吃了一片布洛芬 退烧了|吃了两片感冒药|吃了药 36.8"
    "|喝了一碗姜汤|孩子把饭都吃了|一家人都好|今天不想动|不想做饭|不想出门|没意思 想出去玩|这日子什么时候到头"
    "|过不了多久就解封了吧|能不能快点解封 受够了吧你们|排队排死人|快递压死在路上了|这服务态度气死人|东西死贵"
    "|锁死了打不开|门焊死了|小区封死了|你们是要逼死人啊|渴死了 没水了|电脑死机|花都旱死了|鸡死了两只"
    "|死鱼死虾送来的|我妈脸都冻紫了|茄子紫的|腿磕青了|嘴唇干裂|孩子不说话 自闭症|厨房冒油烟|烟囱冒烟正常吗"
    "|有人放火炮|过年放炮可以吗|烧烤店着火爆|生意火爆|发火|打扫楼道|打雷了|打不开小程序|打折吗"
    "|开水烫了一下手指|炒菜油烟机坏了|我心疼钱|看着心疼|心里堵得慌|心慌|胸片在哪拍|扩胸运动|胸罩|透析 周三"
    "|氧气袋一个|呼吸内科还开吗|制氧机一台多少钱|孩子网课对着手机眼睛疼|快递员把我气得|视频里有人跳楼 真的假的"
    "|我梦见着火了|抖音上说打人了"
)  # fmt: skip

# Despair that may be meant so and need not (暗示): answered gently, and a person looks.
DARK = (
    "撑不住了|快崩溃了|看不到头 绝望|想死的心都有了"
    "|走到头了 没路走了|我把鱼都放了 花也送邻居了 就这样吧"
    "|姐 我卡里还有两万 密码你生日 别告诉咱妈|跟你们说声谢谢 我就到这了"
)


@every_row(
    ("kind", "text"),
    [(kind, text) for said in (DANGERS, SAID_OTHERWISE) for kind in said for text in said[kind].split("|")],
)
def test_a_danger_is_seen_for_what_it_is(kind: str, text: str) -> None:
    found = find_danger(normalise(text))
    assert found is not None
    assert (found.kind, found.is_sure) == (kind, True)
    assert normalise(text)[slice(*found.span)] == found.words


@every_row("text", [*NO_DANGERS.split("|"), *EVERYDAY.split("|")])
def test_words_in_passing_are_no_danger(text: str) -> None:
    assert find_danger(normalise(text)) is None


@every_row("text", DARK.split("|"))
def test_what_may_be_despair_is_not_taken_for_sure(text: str) -> None:
    found = find_danger(normalise(text))
    assert found is not None
    assert (found.kind, found.is_sure) == ("despair", False)


def test_every_class_of_words_stands_in_a_saying() -> None:
    kinds = {kind: load_list(f"dangers/{kind}.yaml") for kind in (*KINDS, "dark")}
    for kind, content in kinds.items():
        assert [name for name in _classes(content) if f"{{{name}}}" not in _lines(content)] == [], kind
    shared = _classes(load_list("dangers/all.yaml"))
    assert shared
    for name in shared:
        assert sum(f"{{{name}}}" in _lines(content) for content in kinds.values()) > 1, name


def _classes(content: Mapping[str, object]) -> Mapping[str, object]:
    classes = content.get("classes", {})
    assert isinstance(classes, dict)
    return classes


def _lines(content: Mapping[str, object]) -> str:
    listed = [content.get(key, []) for key in ("sayings", "together", "unless")]
    return "\n".join(str(line) for lines in listed if isinstance(lines, list) for line in lines)


@pytest.mark.parametrize(
    ("file", "content", "complaint"),
    [
        ("fire.yaml", None, "a file for all, despair"),
        ("flood.yaml", "says: 发大水\nnot: 水\n", "a file for all, despair"),
        ("fire.yaml", "says: 着火\n", "dangers/fire.yaml: says, not and perhaps"),
        ("fire.yaml", "says: 着火\nnot: 火锅\nsayings: ['{no_such} 着火']\n", "no such class of words"),
        ("fire.yaml", "says: 着火\nnot: 火锅\nclasses: {blade: 刀}\n", "blade: a class of all kinds already"),
    ],
)
def test_a_folder_of_words_that_cannot_be_used_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: str | None, complaint: str
) -> None:
    shutil.copytree(words.FOLDER / "dangers", tmp_path / "dangers")
    if content is None:
        (tmp_path / "dangers" / file).unlink()
    else:
        (tmp_path / "dangers" / file).write_text(content, encoding="utf-8")
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    load_list.cache_clear()
    with pytest.raises(WordListError, match=complaint):
        danger_words.__wrapped__()
    load_list.cache_clear()


def test_the_kinds_are_those_that_are_tested() -> None:
    assert set(KINDS) == set(DANGERS)


_WORDS = st.sampled_from(
    ["死", "活", "不想", "打", "我", "他", "着火", "车", "喘",
     "不上", "气", "没", "怕", ",", "了", "生", "要"]
)  # fmt: skip


@given(any_text | st.lists(_WORDS, max_size=20).map("".join))
def test_no_text_raises(text: str) -> None:
    found = find_danger(normalise(text))
    assert found is None or found.kind in KINDS


# Everything that is said above, in pieces of up to nine characters.
_SAID = [text for said in (DANGERS, SAID_OTHERWISE) for texts in said.values() for text in texts.split("|")]
_PIECES = [
    text[start : start + 9] for text in (*_SAID, *NO_DANGERS.split("|"), *EVERYDAY.split("|")) for start in (0, 4, 8)
]


@given(st.lists(st.sampled_from(_PIECES), max_size=6).map("".join))
def test_what_is_not_looked_for_is_not_there(text: str) -> None:
    words = danger_words()
    there = {
        (place, line)
        for place, kind in enumerate(words.kinds)
        for line, signs in enumerate([[kind.said], *kind.together])
        if all(sign.search(text) is not None for sign in signs)
    }
    assert there <= words.possible(text)


def test_an_ordinary_text_is_hardly_looked_at() -> None:
    for text in (
        "我要打卡,今天早上量了36.5,身体没有不舒服",
        "健康打卡:36.5度,不发烧不咳嗽,没有不舒服",
        "没接触过外地回来的人",
    ):
        assert not danger_words().possible(text)


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(find_danger) < 1
    for unit in ("喘", "他打", "活着", "叫", "被", "家里", "没盼头", "从楼上", "要生", "他他打我电话"):
        text = unit * (20_000 // len(unit))
        assert idle_seconds(partial(find_danger, text)) < 0.3


@pytest.mark.parametrize("text", ["打卡 36.5 没事", "36.5", "后天从呼市坐K1302回来,一家三口,永茂6号楼", "没有"])
def test_an_ordinary_text_costs_microseconds(text: str) -> None:
    """The goal is 15, 5 of them for the words; three times as much is allowed."""
    find_danger("着火了")
    assert idle_seconds(lambda: find_danger(text)) < 45e-6
