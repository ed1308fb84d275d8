"""Where a name of a place ends as a word: 沈阳回来 is Shenyang, 北京路, 王长春 and 安徽医院 are no places.

Told by the characters around it. Text is normalised.
"""


from knowledge.language.late import late

# A name alone is a place only between characters like these: 北京路, 王长春 and 安徽医院 are none.
_BOUNDARY = r"\s\d,，。;；:：!！?？、.\-~>→()（）/+\"'a-zA-Z"
_OPEN_BEFORE = late(
    rf"^$|[{_BOUNDARY}从在由自打于援是的了们我你他她人也刚才还就都天号点日午上晚早这那月票机次站要想家里边地籍位妈爸儿女夫妻"
    r"哥姐弟妹婆友儿经过途转停住到回去来往飞赴至抵返达进离开发程班车铁坐乘和跟与及或差游工学搁初一二三四五六七八九十夕年半昨今前后间源驾省趟居说讲指→]$"
)
_OPEN_BEHIND = late(
    rf"$|[{_BOUNDARY}回返来到过坐乘打开自出飞动走往上下在工住待呆有这那站今明昨后前早晚周礼想要准才刚就已干念读当做看实务陪骑拉跑"
    r"援滑泡旅逛爬摘钓访办谈签押修建支驻值带领给帮卖倒换起登始归赶撤搬送收见找替考养溜蹽窜奔"
    r"租经转途和跟与及因没未不也还都再我他她们俩带去呢啊吧哈了嘛哦呀边里内高中低隔核东西南北市机火动K-Zk-z]"
    # 满洲里放假了, 西安可算让走了, 义乌进货, 武汉协和: what goes on there, and what stands there
    r"|放(?:了|寒|暑)?假|毕业|可算|终于|总算|解[封除]|进[货修]|过[年冬节]"
    r"|[一-鿿]{0,2}(?:协和|同济|湘雅|华西|盛京|[一二三四五六七八九十]中|[师医工农理科财林]大|医科大|理工|职专|职高|职业学院|技校|卫校|富士康)"
    # 呼市地铁的活停了, 合肥项目停工, 海拉尔冻得邪乎: work that is over there, and the cold
    r"|[一-鿿]{0,4}?(?:的活儿?|项目|工程|厂子|厂里)(?:部|上)?[^,。 ]{0,3}?"
    r"(?:停|干完|完|黄|结束|放假|散|撤|收|没|不)|(?:太|老|贼|可|真)?[冷冻]得"
    r"|的?(?:$|[,，。 ]|火车|高铁|飞机|动车|航班|车|票)|一家"
    # 大庆油田, 奈曼青龙山那边: a place inside the place
    r"|[一-鿿]{0,5}?(?:[镇乡村屯]|苏木|嘎查|街道|[农牧林]场|油田|煤矿|矿区|工地|口岸|园区|开发区|工业园|钢厂|那边|这边|那块|那旮|农村|[老娘婆]家|港(?!口))"
    r"(?!的?(?:人|菜|特产))|[一-鿿]{2,3}(?:国际)?机场"
)
# A large place is one whatever stands between it and the way back: 深圳富士康回来的.
_FAR_BACK = late(
    r"[^,，。;\n ]{1,6}(?:回来|返乡|返回|回家|回通|上班|打工|干活|务工|上学|的(?:$|[ ,，。]|学生|员工|工人|工地))"
)
_ALONE_BEFORE = late(r"[ ,，。:\n]")
_ALONE_BEHIND = late(r"(?:[那这](?:边儿?|块儿?|头儿?|疙瘩|旮[瘩旯沓]儿?))?(?:[ ,，。\n]|$)")
# 在黄岛造船的: what somebody does there.
_DOES_THERE = late(r"[一-鿿]{2,3}的(?=$|[ ,，。])")
_COMPOUND = late(
    r"路|街|大街|大道|胡同|医院|菜|饭|烤鸭|拉面|大厦|广场|小区|社区|公园|市场|超市|宾馆|酒店|银行|啤酒|人家|时间|东路|西路|南路|北路"
    r"|[ ]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|#|-\d|单元)"
)


def is_compound(text: str, end: int) -> bool:
    """Whether what follows makes another word of the name: 北京路, 泰安3号楼."""
    return _COMPOUND.match(text, end) is not None


def begins_word(text: str, start: int) -> bool:
    """Whether a name of a place may begin here; 王长春 is a person."""
    return _OPEN_BEFORE.match(text[start - 1] if start else "") is not None


def ends_word(text: str, end: int) -> bool:
    """Whether a name of a place may end here, a smaller place inside it left aside (奈曼青龙山那边)."""
    return _OPEN_BEHIND.match(text, end) is not None


def does_something_there(text: str, end: int) -> bool:
    """Whether what somebody does at the place follows, for a name behind 在: 在黄岛造船的."""
    return _DOES_THERE.match(text, end) is not None


def comes_back_later(text: str, end: int) -> bool:
    """Whether somebody works there or comes back some words later: 深圳富士康回来的."""
    return _FAR_BACK.match(text, end) is not None


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether blanks or stops stand on both sides: 昌图 明天 火车."""
    is_open = start == 0 or _ALONE_BEFORE.match(text, start - 1) is not None
    return is_open and _ALONE_BEHIND.match(text, end) is not None
