"""That somebody wants to go somewhere, has been there, or asks after a request to go out (plan 3.4.1).

How people say it has no end of words (下去拿个快递, 上趟沈阳, 接我媳妇下班, 现在就得走), but few ways: a word of going and
a place or an errand behind it, in one clause that is neither over, nor denied, nor what others are asked to do. Text is
normalised.
"""


from knowledge.language.late import late
from knowledge.language.pattern_table import Sought
from knowledge.language.trip_places import find_destination
from knowledge.language.trips import find_reason

_CLAUSE = late(r"[^,。;!?\n]+")
_HINT = late(r"[去到回接走上下看]|[进外]出|出[门诊]|挪|^替")
_OVER = Sought(
    r"昨[天晚儿]|前[天晚]|上(?:个?月|周|个?星期|个?礼拜|次|回)|去年|以前|之前|刚(?:从|才|取|去)|[去看来到打取接送]过|去了|回来[了的]|[去到接送回].{0,6}(?:来|完)[了的]?$"
    r"|没去|没有去|已经"
)
# 不用每周二四六去透析了 is denied over the days between.
AT_TIMES = "再|天天|[每今明]天|现在|马上|这就|总|老|要|想|说|每?(?:周|星期|礼拜)[一二三四五六日天、和]*"
_DENIED = Sought(
    r"(?:[不没别甭]|不用|不想|不敢|不能|没法|无法|不让|让不让|用不用|需不需要|该不该|要不要|准不准)(?:再|人|我|人们|出|出门|随便)?[去到回接走上下出]"
    rf"|不(?:用|必|需要|是|申请)(?:{AT_TIMES})+[去到回接走上下出]"
)
# What others are asked to do for the writer, or do.
_BY_OTHERS = Sought(
    r"(?:帮(?:我|忙|着|咱|俺)?|麻烦(?:您|你)?|给(?:我|俺|咱|家里)|请(?:您|你)|谁能|代)(?!.{0,4}(?:报|申请|办个|登记|请假|填))[^,。]{0,6}?[去到接送取拿买捎]"
    r"|^(?:能|可以)?(?:帮|代|给)|有人|他们|她们|对门|楼下.{0,2}[人家]|隔壁|邻居|谁|哪|从[^,。]{1,8}(?:接|回|来|到)"
)
_ERRAND = (
    r"(?:取|拿|领|接(?![种触受近着])|送|办|买|交|缴|存|还|寄|挪|扔|倒|溜|遛|拉|卸|喂|放[羊牛]|打(?![卡听车的])|参加|磕|配|扎|换|量|拔|拍|开(?![车门学]吗)"
    r"|考|签|修|剪|洗|充|补|做(?!核酸)|看(?![不没]|样)|瞧|查|陪|照顾|伺候|守|顶|值|吃席|随礼|上坟|晒|透|走走|转|逛|散|待|住|盯)"
)
_GOES_FOR = Sought(
    rf"(?:下去|出去|过去|上去|回去|去|下楼|出门|上街)(?:一趟|趟|一下|那边|那)?[^,。]{{0,7}}?{_ERRAND}"
    rf"|(?:得|要|想|必须|需要|急着|准备|打算|可得|约的?|约了)[^,。]{{0,6}}?(?:(?:去|回|过去|下去|出去)(?:一趟|一下|那边|看看|参加)?$|[去回]趟|去一趟|回一趟|去看|[去到上]医院|[去到上]卫生)"
    r"|(?:本人|我|得|要|想)[^,。]{0,5}(?:去|回去|过去|下去|跟着去)$|(?:去|上)(?:看病|看大夫|看医生|医院|诊所|卫生[院所室])"
)
_TO_A_PLACE = Sought(
    r"(?:去|上|回|奔|到(?!家))(?:趟|一趟)?(?:[^,。 ]{0,6}(?:家|家里|那儿|那边)(?:$|[一住待看去])|娘家|老家|婆家"
    r"|营子|村里|屯里|单位|厂子?里?|公司|市里|旗里|县里|镇里|城里|街里"
    r"|地里|店里|大棚|羊圈|牛圈"
    r"|菜市场|超市|市场|银行|学校|幼儿园|药店|诊所|门诊|卫生[院所室]|医院)"
)
_REGION = late(r"(?:去|上|回|奔|到|往|赴|出差)(?:了|趟|一趟)?[ ]?$")
# 接 7 takes a task over.
_MEETS = Sought(
    r"(?:^|[我俺得要想去])接(?![种触受近着班岗到通手]|[^,。]{0,3}龙| *\d+ *号?$)[^,。]{1,6}?"
    r"(?:$|放学|下班|出院|下车|回家|去)"
)
_LEAVES = Sought(
    r"(?:得|要|想|必须|急着|马上|这就|现在就)(?:得|要)?(?:马上|这就|现在就?|赶紧|立刻)?(?:走|动身|出发|出车|上岗|上路)(?!路|丢|亲|不)"
)
_IN_AND_OUT = Sought(
    r"(?:得|要|需要)(?:天天|每天|经常)?进出(?!口)|(?:想|要|得|能不能|能)[^,。]{0,4}(?:下去|下楼)(?:$|[不吗一转遛])|^替[^,。]{1,4}(?:取|拿|开)"
)
_MOVES_THE_CAR = Sought(r"(?:去|下楼|下去|出去|得|要|想)?[^,。]{0,2}挪(?:个|下|一下)?车")
_SAYS_SO = (_GOES_FOR, _TO_A_PLACE, _MEETS, _LEAVES, _IN_AND_OUT, _MOVES_THE_CAR)
# What is said of a request that waits: 批了没, 签字了吗, 到哪一步了, 下来没有, 什么时候能批.
_STATE = Sought(
    r"(?:批|签|审|备案|通过)(?:字|核|批|下来|完|好)?(?:(?:了|过)(?:没有|没|吗|么|不)|没有?(?:$|[,。!?]))|[批签]没[批签]|(?:到|办到|走到)(?:哪|什么地方|谁那)|(?:什么时候|啥时候|多久|几点|多会儿?)(?:才|就|能|可以|会|给)*[批签下审]"
    r"|下来(?:了)?(?:没有?|吗)|(?:怎么样|咋样|怎样|啥情况|什么情况|有信儿?|有消息|有结果)(?:了|没)"
    r"|还没(?:批|签|审|下来|信|动静|结果)|(?:审批|签批|签字|办理)?进度|等谁(?:批|签)|卡(?:在)?(?:哪|谁)"
)
_ABOUT_EXITS = late(r"外出|出门|出小区|出村|出去|通行码|出门条|出行|放行|条子|透析|看病|化疗|复查")
_OTHER_RECORDS = late(r"物资|菜|药(?!店)|奶粉|核酸|快递|报备|返乡|打卡|体温|结果|送到")


# What is told of a birth or a discharge that is over, and that nobody is to be fetched: 我出院了怎么进门, 生了,母女平安.
_HOME = late(
    r"(?:出院|出了院|生完)[^。;\n]{0,8}?(?:回家|回来|回小区|到家|进[门楼家小单院村]|进得|能进|放进)|(?:进[门楼家小单院村]|回家|回来)[^,。;\n]{0,6}出院"
    r"|(?:出院|出了院)(?:了|回来)[^。;\n]{0,4}(?:怎么|咋|能|可以|能不能|怎样)[^。;\n]{0,4}[进回]"
    r"|(?:^|[,。; ]|我|媳妇|老婆|爱人|女儿|闺女|姐|妹|她)(?:刚|已经|顺利|平安)*生(?:了|完了?)(?![^,。;\n]{0,3}[病气锈])"
)
_NOT_HOME = late("[去来]接|接(?:她|他|我|回)|要生了|快生了|去医院|陪")


def comes_home(text: str) -> bool:
    """Whether somebody tells of a birth or a discharge from hospital, and asks or says how they come home."""
    return ("院" in text or "生" in text) and _HOME.search(text) is not None and _NOT_HOME.search(text) is None


# Down to the door of one's own building and no further: 放楼下就行,我下楼拿; 他在楼下接我.
_DOWNSTAIRS = late("(?:下楼|楼下|下去)[^,。;]{0,4}[拿取接等领搬放见]|[放在到搁][^,。; ]{0,2}楼下")


def only_to_the_door(text: str) -> bool:
    """Whether somebody only comes down to their own door, which inside another form begins no request to go out."""
    return _DOWNSTAIRS.search(text) is not None and find_destination(text) is None and find_reason(text) in {None, "other"}


def speaks_of_going(text: str) -> bool:
    """Whether a text holds a word of going at all; without one nobody heads out or has been out."""
    return _HINT.search(text) is not None


def heads_out(text: str) -> bool:
    """Whether somebody says that they, or whom they speak for, have to go somewhere."""
    if _HINT.search(text) is None:
        return False
    clauses = (match[0] for match in _CLAUSE.finditer(text) if _HINT.search(match[0]) is not None)
    return any(_clause_heads_out(clause.strip()) for clause in clauses)


def been_out(text: str) -> bool:
    """Whether a trip is told of that is over: 昨天去医院回来, 接孩子回来了, 看过病."""
    return _HINT.search(text) is not None and any(
        _OVER.search(match[0]) is not None and _HINT.search(match[0]) is not None for match in _CLAUSE.finditer(text)
    )


def asks_after_exit(text: str) -> bool:
    """Whether somebody asks how far a request is: 批了没, 我妈透析那个申请咋样了; 物资到哪了 is another matter."""
    state = _STATE.search(text)
    if state is None or _OTHER_RECORDS.search(text[: state.start()]) is not None:
        return False
    rest = text[: state.start()]
    return len(rest) <= 3 or "申请" in rest or "等" in rest or _ABOUT_EXITS.search(text) is not None


def _clause_heads_out(clause: str) -> bool:
    for barred in (_OVER, _DENIED, _BY_OTHERS):
        if barred.search(clause) is not None:
            return False
    if any(pattern.search(clause) is not None for pattern in _SAYS_SO):
        return True
    found = find_destination(clause)
    return found is not None and _REGION.search(clause[: found.span[0]]) is not None
