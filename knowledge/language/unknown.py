"""That somebody does not know what is asked, as they say it: 车次我记不清了, 还没定呢, 说不好. Text is normalised."""

import re

# What the words may say it of; anything else before them may be about somebody else (我妈不知道).
_EXACT = "(?:(?:这|那|这个|那个|具体|准确)的?)?"
_OF = (
    "车次|班次|航班号?|车号|车牌号?|时间|点儿?|几点|日子|日期|哪天|几号|号码|电话|门牌号?|楼号|单元|房号|数量|多少|要多少"
    "|药名|名字|规格|牌子|哪年|年份|生日|体温|度数|地址|是?啥|是?什么|咋称呼|怎么称呼"
)
_HOW = "(?:也|还|真|可|就|都|是|倒|实在|这会儿?|现在|目前|暂时|一下子?|一时|早|有点儿?|我|俺|咱|这个?|那个?)"
_CORE = (
    "(?:不(?:太|大|很)?(?:知道|晓得|清楚|确定|记得)|不一定|不好说|记不(?:太|大)?[得清住起准]|想不起来?|忘(?:记|干净)?|没(?:记住|留意|注意|数|准信|准|个准)"
    "|说不(?:太|大)?[准好清上]|拿不准|定不下来|没(?:定|想好|确定|定好|定下来)|[哪谁]儿?知道|上哪知道)"
)
_UNKNOWN = re.compile(
    f"(?:{_EXACT}(?P<of>{_OF})[ ,]*(?:是|呢|嘛)?[ ,]*)?{_HOW}{{0,5}}{_CORE}(?:[了啊呀呢哇诶哦哈的呗吧嘛,。!~ ]){{0,4}}"
)
_LONGEST = 24
# By another word in the question.
_AS_WELL = {
    **dict.fromkeys(("日期", "日子", "几号"), "哪天"),
    **dict.fromkeys(("号码", "电话"), "手机号"),
    **{"时间": "几点", "班次": "车次", "航班": "航班号"},
}


def says_unknown(text: str, about: str = "") -> bool:
    """Whether a text says nothing else than that its writer does not know; of what it names, only where it is `about` that.

    日子还没定 answers no question for the train. `about` holds the words for what is asked.
    """
    said = _UNKNOWN.fullmatch(text) if len(text) <= _LONGEST else None
    if said is None:
        return False
    named = said["of"]
    return named is None or named in about or _AS_WELL.get(named, named) in about
