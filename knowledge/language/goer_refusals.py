"""Who is said not to go, though the request names them: 嫂子这回不跟了, 我舅走不开, 往常小姨陪, 我妈跑没影了.

Text is normalised.
"""

import re

# What keeps somebody from going or says that they stay. That somebody cannot walk or rise (走不动, 下不了床), stand the
# pain (扛不住了) or do without a thing (离不开轮椅) is none of these: they are taken there.
_STAYS = (
    r"(?:不去(?=$|[ ,。;了的呢])|没去(?=$|[ ,。;])|不跟(?:着|去|来|了|我|$|[ ,。;])"
    r"|去不[了成上](?:医院|单位|学校|银行)?[了啦]?(?=$|[ ,。;我俺让])|来不了|走不开"
    r"|走不脱|离不[开了][人身]?(?=$|[ ,。;])|[陪带送接]不了|脱不开身"
    r"|[抽腾]不[出开](?:身|空|时间|手)?|请不[下了]来?假|[熬顶扛]不住了(?=[^。;\n]{0,14}(?:换|替班|顶班)[我俺])|忙不过来"
    r"|没[空时工][间夫]?(?:去|来|陪|送|管|$|[ ,。;])|倒不开"
    r"|[回过赶]不[来去](?!了?看)|不方便(?:去|来|$|[ ,。;])|不(?:在|搁)(?:家|跟前|身边|本地|这|通辽|眼前)|(?:在"
    r"|搁)(?:外[地头边面]|国外|海上|部队)"
    r"|留(?:在)?(?:家|屋)(?![^,。;\n ]{0,4}[摔晕病])"
    r"|(?:在|搁)家(?:看|等|带|守|做|照|陪|上网课|[,。;]|$)|看[家门孩](?=$|[ ,。;子着])|守家"
    r"|(?:没|没敢|没同意|不)让[他她]?(?:去|跟|来)(?=$|[ ,。;])"
    r"|[上值]班(?:呢|走不))"
)
# 我同事替我上班, 邻居帮我看孩子: what somebody does here meanwhile; whoever helps on the way (帮我推着我妈去) comes along.
_STANDS_IN = (
    r"(?:今天|明天|后天|先|来|会|能|答应)*(?:替|帮)[我俺](?:们|家)?(?:先|在家)?"
    r"(?:[上值顶替代盯][^,。; 去]{0,3}班|照[看顾应管料]|伺候|守[家店门]|做饭"
    r"|请[^,。; 去]{0,2}假|预?约[了好上的]|预约|报[了好]?名|登记|报备|挂[了好上的]?号"
    r"|(?:看|带|哄|喂|管)(?![病医])着?[^,。; 去]{0,4}(?:孩|娃|家|店|门|摊|老[人妈爸]|[牛羊猪鸡狗]))"
    r"(?![^,。;\n]{0,12}去|[^。;\n]{0,12}[跟陪带送拉背推扶][我俺]们?(?=[去上到过看做打]|一[起块同]|$|[ ,。;]))"
)
# 我公公帮我看着孩子,我去换药: whoever is looked after meanwhile.
_MINDED = re.compile("(?:替|帮)[我俺](?:们|家)?(?:先|在家)?(?:看|带|哄|管|照[看顾应管料])着?[我俺]?$")
_IS_TAKEN = re.compile(r"[^,。;\n]{0,12}去")
_REFUSES = re.compile(rf"{_STANDS_IN}|(?:[^,。;\n 我俺去]{{0,10}}?|[他她][ ]?[^,。;\n 我俺去]{{0,6}}?){_STAYS}")
# 嫂子有时候想跟着,这回说好不跟了; 姥姥哭着要跟,没让.
_REFUSED_LATER = re.compile(
    r"[^。;\n我俺]{0,8}?(?:想|要|非得?|也)[^,。;\n]{0,6}?(?:让我?|叫我?|被我?)[^,。;\n ]{0,3}?(?:劝住"
    r"|劝下|劝回|拦住|拦下|撵回)"
    r"|[^。;\n我俺]{0,16}?[ ,](?:这[回次趟]|今天|明天|后来|我们?|[他她])*(?:说好|说定|商量好|讲好)?(?:不跟(?:着"
    r"|去|了)|不带[他她]|没让(?:[他她]?[跟去来]|$|[ ,。;])"
    r"|不让[他她]?[跟去])"
)
# Whoever is looked for: 我妈跑没影了, 我得去找.
_IS_LOST = re.compile(
    r"[^,。;\n 我俺]{0,10}?(?:跑没影|没影儿?了|跑丢|走丢|走失|丢了(?=$|[ ,。;我])|不见了|失踪|失联|找不[着到]"
    r"|联系不上|离家出走)"
)
# Whoever brings the others and turns back: 我媳妇送我到门口就回, 儿子开车送到就走.
_TURNS_BACK = re.compile(
    r"[^,。;\n 我俺]{0,6}?(?:送|拉|捎|带)(?:[^,。;\n ]{0,8}?(?:就(?:回(?!来)|走|撤|折|返)|不(?:上车|进去|下车|停留))"
    r"|[^。;\n]{4,26}?送到[^,。;\n ]{0,6}?就(?:回|走|撤|折|返))"
)
_ONLY = re.compile("(?:就|只有?|光|单)[我俺]?$")
_BY_ONESELF = re.compile("(?:她|他)?(?:自己|一个人|自个儿?|一人)(?:就[行中好成]|去(?!世)|走(?!了)|出|回(?!来)|动身|坐)")
# 雇了个司机小吴, 司机换成佟师傅了: who is paid to drive.
_HIRED = re.compile("(?:[雇请找叫]了?[个位]|代驾)司机$|司机(?:换(?:成|了)?|改成|是|叫|:)$")
# 大姐还在车里等着: whoever stays with the car.
_WAITS = re.compile("[^,。;\n 我俺]{0,3}?在(?:车[里上]|外[面头边]|楼下|门口)[^,。;\n ]{0,3}等")
_AT_WORK = re.compile(r"[^,。;\n 我俺得要去]{0,3}?(?:[上值加]班|出车|出差|开会)(?:呢|去了)?(?=$|[ ,。;])")
# 我爱人值班,孩子没人看,我带孩子去单位: what the speaker does meanwhile.
_MEANWHILE = re.compile(
    "[^。\n我俺]{0,10}[ ,。;](?:所以|就|只能|只好|得)*[我俺](?:自己|一个人|得|要|只能"
    "|只好|就|想)*(?:带|领|抱|去(?!世|接|送)|回)"
    "(?![他她])"
)
_FETCHES = re.compile(
    r"(?:到时候|再|回头|[^,。;\n ]{0,3}号)?(?:开车)?[去来]接(?:[我俺他她](?:们|俩)?)?(?:回来?)?(?=$|[ ,。;])"
    r"(?![ ,。;]{1,2}(?:[俩两仨三]个?人?|[他她]们[俩仨]?)?(?:一起|一块|一同|都去))"
)
# Who went with them until now: 往常小姨陪,这回换我.
_USED_TO = re.compile(
    "(?:往常|往回|以前|以往|平时|平常|原先|原来|本来|之前|上回|上次|头几回|前几[回次])(?:都是?|一直|总|是)*[我俺]?$"
)
_CHANGED = re.compile("换|这[回次趟]|今[天儿回]|明[天儿]|现在|改")
# 我和她大姨轮班,今晚我去: not at once.
_TAKES_TURNS = re.compile("轮[流班着](?!开)")
# 我爸今天出院,我和我弟去接.
_IS_FETCHED = re.compile(r"[^。;\n]{0,14}?出院[^。;\n]{0,12}?接(?=$|[ ,。;他她])")
_SPEAKER_REFUSES = re.compile(
    r"(?:^|[ ,。;\n])(?:我|俺|本人)(?:(?:和|跟|与)[^,。; 去]{1,4})?(?:自己|这边|就|也|可|都|实在|俩|在家[^,。; ]{0,6}"
    r"|[腰腿脚头牙胃]疼|不舒服|有事|明天)*"
    r"(?:不(?:出|过|跟着?)?去(?=$|了|[ ,。;]+(?:是|就|让|由|得|他|她|光))|不跟(?=$|[ ,。;了])|去不[了成]|走不开"
    r"|离不开|[陪带送]不了|留(?:在)?家)"
)


# 我爸今儿先过去了: they are there already.
_IS_THERE = re.compile(
    r"[^,。;\n 我俺]{0,6}?(?:先|已经|早就|昨[天晚儿])[^,。; ]{0,3}(?:[过回]去|去|走|到|赶[过回]去)了"
    r"|[^,。;\n我俺]{0,8}?(?<![要得想])去的(?:医院|急诊|单位|学校|(?=[ ,。;]+[我俺](?:随后"
    r"|后|再|也|得|要|现在|这就|过会|待会)))"
    r"|[^,。;\n我俺]{0,6}?(?:带|送|拉|抱|背|陪|领)着?[他她][^,。; ]{0,2}去[^,。; ]{1,8}了(?=[ ,。;]+[我俺])"
)


def refuses(text: str, start: int, end: int) -> bool:
    """Whether the text says of whoever is named at `start` that they do not come along."""
    if _REFUSES.match(text, end) is not None or _IS_LOST.match(text, end) is not None:
        return True
    if _TURNS_BACK.match(text, end) is not None or _HIRED.search(text, max(0, start - 6), start) is not None:
        return True
    if _REFUSED_LATER.match(text, end) is not None or _IS_THERE.match(text, end) is not None:
        return True
    if _TAKES_TURNS.match(text, end) is not None:
        return True
    if _MINDED.search(text, max(0, start - 10), start) is not None and _IS_TAKEN.match(text, end) is None:
        return True
    if "出院" in text and _IS_FETCHED.match(text, end) is not None:
        return True
    used_to = _USED_TO.search(text, max(0, start - 6), start)
    return used_to is not None and _CHANGED.search(text, end) is not None


def goes_alone(text: str, start: int, end: int) -> bool:
    """Whether whoever is named from `start` to `end` is said to go and nobody else: 就我妈一个人走."""
    return _ONLY.search(text, max(0, start - 3), start) is not None and _BY_ONESELF.match(text, end) is not None


def stays_beside(text: str, end: int, *, is_of_patients: bool) -> bool:
    """Whether somebody who is named until `end` is only beside those who go: waits, fetches them later, is at work."""
    if _WAITS.match(text, end) is not None or _FETCHES.match(text, end) is not None:
        return True
    at_work = _AT_WORK.match(text, end)
    return at_work is not None and (is_of_patients or _MEANWHILE.match(text, at_work.end()) is not None)


def speaker_refuses(text: str) -> bool:
    """Whether the speaker says that they stay and others go: 我不出去,是我爸要出去; 我走不开,我老公去."""
    return _SPEAKER_REFUSES.search(text) is not None
