"""What the words around somebody tell of whether they go out (exit requests): 接我妈, 我媳妇得去, 老公在外地.

Text is normalised.
"""

import re

from knowledge.language.names import is_called, looks_like_name
from knowledge.language.people import RelativeFound

KIN = (
    "[大二三四五六老小]?(?:[爸妈爹娘爷奶姥叔伯姨舅姑哥姐弟妹婶嫂]|老[公婆伴]|[公婆儿媳孙外侄岳丈]"
    "|闺女|女[儿婿]|对象|爱人|男人|妻|邻居|同[事学]|朋友|家[^,。; ])"
)
# 我婆婆让我去, 我妈叫我爸明天去, 我爸派老张去: whom somebody sends. 让狗咬了去 is the passive, 叫豆豆去 tells a name and
# 叫车去 how they go.
_WHOM = (
    rf"(?:[我俺咱他她](?:们|家)?(?:{KIN}){{0,3}}|(?:{KIN}){{1,3}}|孩子们?|老[^车家是,。; ]"
    "|[^,。; 车]{1,2}(?:老师|师傅|主任|经理|会计|书记|司机|队长|班长|护工))"
)
_SENDS_OTHERS = (
    rf"(?:让|叫|喊|派|通知)(?![我俺]?[带陪送跟][他她]){_WHOM}"
    r"(?:[今明后]天|今晚|明早|[上下]午|现在|马上|赶紧|自己|也|先){0,2}去"
)
_SENDS = re.compile(r"送[ ]*$")
_SENT_ON = re.compile(r"[^,。; ]{0,4}(?:去|到|上(?!班)|回|看|考|做|打|透析|换|拔|拆|查|检|化|抽|住院|治|复|就医|急诊)")
_MEETS = re.compile(
    r"(?:接(?:回|一下|上|趟)?|接下?夜?班的|接下班的|接放学的|看看?|看望|探望|探视|见|找"
    r"|轮[流着班](?:陪|照顾|伺候|守|看)着?|认领|认尸|照顾|伺候|护理|陪护|替换|送饭给|等|通知|告诉|听|因为?|联系|生|去世的|埋|安葬|送走|参加|换)$"
)
_NOT_GOING = re.compile(
    rf"(?:{_SENDS_OTHERS}"
    r"|(?:两口子|俩人?|他们)?(?:都|也|还)*(?:没[去来]|吵架|打架|打起来|干起来)|家(?!里人?[要去])"
    r"|那(?:儿|边|里)|单位|学校|幼儿园|住处|的(?!透|化疗|放疗|病|腿|脚|腰|眼|牙|手|胳膊"
    r"|石膏"
    r"|尿管|胃管|伤口?|血|心脏|风湿|骨头|产检|复查|预产期)|们"
    r"|[^,。;\n]{0,6}?(?:没了|走了|去世|过世|病故|不在了|逝世|出殡|火化|下葬|安葬|葬礼|丧事|白事|头七|五七|三七"
    r"|病危|在抢救|抢救"
    r"|(?<![去要得])住院(?:了|呢|中|,|[ ]|没人)|在[^,。; ]{1,4}等|(?<!现)在[^,。; 去到]{0,5}医院"
    r"|在(?:医院|住院|那|家|外地|学校|火车站"
    r"|机场|老家|村里|手术室"
    r"|太平间|监狱|看守所|拘留所|保温箱|国外|部队|[^,。; ]{1,4}[村镇旗县市])|一个人(?:在|撑|扛|忙|顾|弄|照顾)"
    r"|放学|下班|下夜班|出院|下车|到站|下火车|下飞机|(?<!带)回来(?!看|复)|过生日|忌日|(?<!不)来了|没人照顾|没人管"
    r"|[^,。; 我俺]{0,6}(?:生孩子|生了|生产|手术)[ ,][^。;\n]{0,16}?(?:让我|叫我|我)(?:得|要|过)*去(?=$|[ ,。;伺照看])"
    r"|没药了|的药))"
)
# Whoever only drives: 我弟送我, 儿子开车,我去拆线, 坐我哥的车, 他在楼下接我.
_DRIVES = re.compile(
    r"(?:就|只|光|负责|来)+(?:管|负责|给我)?开车|(?:开车)?(?:会|要|得|明天|今天|早上|下午)*(?:过)?来(?:接|拉"
    r"|送)(?!我去|着|[ ,]{1,2}(?:[俩两仨]个?人?|[他她]们[俩仨]?)(?:一起|一块|一同|都去))|开车[^,。; ]{0,7}?(?:在"
    r"|等)(?:楼下|门口|外面|我)"
    r"|的?(?:私家|面包|小|出租)?车|在(?:楼下|门口|外面|外边|小区|单元|大门)[^,。;]{0,6}[接等]|(?:就|只|光)(?:管|负责)"
)
# Where somebody is who does not come along, and what keeps them in bed.
_IS_THERE = re.compile(
    r"(?:昨[天晚夜儿]?(?:半夜|夜里|晚上)?|前[天晚]|今早|今天|刚刚?|已经)+(?:顺产|剖)?(?:生(?:了|完|下)|添了|剖了)|(?:现在|已经|还|正|就|人|一个人|刚|都)*(?:住?在|住进|进了?)[^,。;\n去]{0,8}?(?:医院|ICU|重症|病房|急诊"
    r"|监护室|抢救室)(?:里|那边|那儿)?"
    r"(?:了|呢|等|躺|住|抢救|ICU|重症|病房|急诊|监护|没人|做完|$|[,。; ])"
)
_IS_KEPT = re.compile(
    r"(?:现在|已经|还|也|正|一直|这|两天|今天|昨晚)*(?:在(?:家|老家|外地|床上)"
    r"|(?:发烧|高烧|发热|病[了着倒])(?![^,。;\n我俺]{0,4}[去上到][^,。;\n ]{0,4}(?:医院"
    r"|诊|急|看)|了?[ ,。]{0,2}[我俺](?:自己|一个人|得|要|现在|马上|赶紧)*开车"
    r"(?:[去上到往][^,。; ]{0,6}(?:(?<!学)院(?!子)|诊|急|看病)|送(?:[他她]|[去到往上过医急]|$|[ ,。;])))"
    r"|瘫|卧床"
    r"|坐月子|出不了门|下不了[床地炕]|动不了|走不了|躺)"
)
# 八个月的娃,奶粉没了: what somebody lacks is fetched for them.
_LACKS = re.compile(
    r"的?[,、 ]{0,2}[^,。;\n]{0,4}?(?:奶粉|米粉|尿不湿|纸尿裤|尿布|尿垫|药|吃的)[^,。;\n去]{0,6}?"
    r"(?:没了|没有了|不够|断|[吃喝用]完|见底|快没|不多)"
)
_ILL = re.compile(
    "疼|痛|肿|发烧|高烧|摔|骨折|喘|头晕|迷糊|吐血|便血|出血|病(?!毒|床|危)|医院|大夫|手术|复查|复诊|复健|康复|检查"
    "|透析|洗血|洗肾|输血|产检|孕检|疫苗|打针|拆线|换药|牙|眼科|口腔|门诊|急诊|住院|化验|拍片|CT|核磁|胎|羊水|宫缩"
    "|见红|预产|待产|伤口|石膏|扎针|针灸|抽血|尿|结石|炎|癌|瘤|血压|血糖|支架|剖|陪产|吞了|卡[住着]了|咬[了着伤]|烫|噎"
    "|呛[着到了]|抽搐|[晕崴磕砸扎划]了?[着伤倒脚手头脸]"
    "|折了|过敏|起疹|中毒|拉肚"
)
_FELL_ILL = re.compile(f"[^,。; 我俺]{{0,6}}?(?:{_ILL.pattern})")
_IS_DYING = re.compile("[^,。; ]{0,6}?(?:病危|不行了|坐月子)")
_STOPS = " ,。!?我俺"
# Whoever fetches what somebody needs goes without them.
_FETCHES = re.compile(
    "(?:取|拿|开|买|抓|领|送)[^,。; ]{0,4}(?:药|报告|结果|片子|单子|化验单|病历|饭|衣服"
    "|被|东西|证明|钱|押金|医保卡|身份证|手机|充电器|洗漱|脸盆|用品)"
)
_IS_BURIED = re.compile(
    "[^,。; ]{0,8}?(?:没|走了|走的|去世|过世|病逝|病故|逝世|不在了|殁|咽气|出殡|火化|下葬|安葬|葬|丧|白事|头七"
    "|五七|三七|百日|周年|骨灰|坟|出灵|起灵|发送|烧|后事|送终|遗|灵|墓|最后|的事|昨天|已经|说|在|托|让我|叫我)"
)
_IS_IN_OFFICE = re.compile(
    "主任|大夫|医生|教授|书记|校长|经理|老板|店|的号|专家|律师|说|(?:让|叫|喊|派|通知"
    "|请)(?:我|(?![车狗]|滴滴|120)[^,。; 了咬撞烫拉约]{1,6}[去来到])|联系|打电话|是我"
)
# 金喜才的哥哥过世,申请奔丧: whose kin has died.
_LOST_KIN = re.compile(
    "(?:的|家)[^,。; ]{0,2}[爸妈爹娘爷奶姥公婆哥姐弟妹叔伯姨姑舅父母兄子女][^,。; ]{0,5}?(?:没了|走了"
    "|去世|过世|病逝|病故|逝世|不在了|殁|咽气)"
)
_STRANGERS = frozenset({"邻居", "室友", "保姆"})
OF_PATIENTS = frozenset({"medical", "dialysis", "birth"})
# 替我哥去 takes a turn; 接老丈人去 meets him, and 接我妈去复查 takes her along.
_MEETS_THEM = re.compile("接$")
# 护士通知我妈透析改时间了: what is told is that somebody is treated.
_TELLS = re.compile("(?:通知|告诉|因为?)$")
_IS_TREATED = re.compile("[^,。; ]{0,4}?(?:透析|手术|住院|复查|复诊|化疗|放疗|换药|检查|拆线|产检|做|打|拔|取|看病)")
_NOWHERE = re.compile("去(?=$|[ ,。;])")
_TAKES_TURNS = re.compile("(?:出去|去(?!世)|来)(?![^,。; ]{0,3}(?:班|回))")
# What is theirs, or of them, and where they are: 孩子奶粉, 我妈家, 我妈那, 奶站, 老公上不了班.
_IS_NOTHING_OF = re.compile(
    r"(?:奶粉|米粉|尿不湿|纸尿裤|[茶站皮牛](?!站起)|油|制品|[^,。; 的]{0,4}(?:在外(?=[打上干跑做务])"
    r"|不了班|不在家|在外地|没在|回不来"
    r"|不在(?:跟前|身边|本地|这|通辽|村|眼前|$|[ ,。;])"
    r"|走不开|上班呢|值班呢)|(?:老|都|总|可)?(?:想|念叨|惦记|盼)(?:孩子|娃|孙子|孙女|闺女|儿子|外孙|我们?|咱们?)"
    r"|家(?!里人?[要去])|那(?=$|[ ,。;边儿里])|(?:说(?![好定]|[^,。; ]{0,6}(?:疼|痛|难受|不舒服|晕|迷糊"
    r"|喘|麻|胀|肿|痒|恶心|没劲))|打电话|来电话|让我(?!(?:带|陪|送|领|拉"
    r"|背)[他她])|叫我|喊我|催|问|(?:[吓急气心]得?直?)?哭"
    r"|托[我人]|寄|给我|在电话)|走得|[^,。; ]{0,3}去了(?=$|[ ,。;])|[^,。; ]{0,6}(?:留家|留给|看家|在家)(?!里?(?:摔|晕"
    r"|突然))|[^,。; ]{0,3}没人(?:喂|管|照|看|翻|送)"
    r"|[^,。; ]{0,8}没人(?:签字|陪床|陪护|伺候|守夜))"
)
# Their wedding, birthday and burial are days for others to go.
_IS_THEIR_DAY = re.compile(
    r"[^,。; ]{0,6}?(?:结婚|订婚|定亲|出嫁|办喜事|婚礼|[过办]生日|过寿|[七八九六]十大?寿|大寿|百天|百日|百岁宴?"
    r"|满月|周岁|升学宴|乔迁|搬家|生老[二三四]|坐月子|坐月|忌日|周年|烧三年|出嫁|见面(?!.*去)|病危|不行了)"
)
# Whoever is cared for is there already: 我得去守着; 我老公陪床 is what somebody else does.
_CARES = re.compile(
    rf"(?:(?:我|俺)(?!{KIN})|去|得|想|该|轮到)[^,。; ]{{0,10}}(?:守着|伺候|照顾|照看|陪护|陪床|看护|送饭|替换|替班|换班"
    r"|签字|搭把手|帮忙|侍候|替[他她](?:几天|一?[天宿晚]|[两三]天|$|[ ,。;]))|过去陪产"
)
_COMES_TO_CARE = re.compile("[^,。; 我俺]{0,6}?(?:过去|去|得去|要去)(?:照顾|伺候|陪护|陪床|帮忙|搭把手|看护)")
# Whoever goes to hospital on a day to come is taken there by whoever cares for them: 25号住进肿瘤医院,我陪护.
_IS_ADMITTED = re.compile(
    r"(?:\d号|[明后]天|[明]早|[上下]午|(?:周|星期|礼拜)[一二三四五六日天]|要|得|准备|安排|定好?)[^,。; 已]{0,5}?"
    r"(?:住进|住院|入院|办住院|住上|住(?:[一两二三四五六七\d]+[天宿晚]|几天)院)(?!了|呢|的|\d)"
)
_ADMITTED_BEHIND = re.compile(rf"[^,。; ]{{0,4}}?{_IS_ADMITTED.pattern}(?= ?我)")
_GOES_THEMSELVES = re.compile(
    r"(?:自己|本人|一个人|[他她]俩)?[^,。;\n我俺]{0,12}?(?:要|得|想|须|必须|需|也|都"
    r"|[点号午早晚天])(?:[^,。; ]{0,4}?)(?:去(?!世|了)|走(?!了|得急)|出(?:去|门|村|小区))"
)
# 我媳妇得去搭把手, 孩子要考试, 老公返岗.
_GOES_OUT = re.compile(
    r"(?:们|俩|自己|一个人|她|他)?(?:[他她]俩)?[^,。;\n我俺]{0,8}?(?:(?:要|得|想|须|必须|需|能|去|也|都|可以|准备"
    r"|打算|到时候|明天|今天|后天|现在|[点号午早晚])(?:[^,。; ]{0,4}?)(?:去(?!世|了)|走(?!了|得急)|回(?!来)|到(?!了"
    r"|时候|家|现在|底|期)|往|赶[往到回]|进京|上(?!网|火|当|税|坟)(?=[^,。; ]{2})"
    r"|出(?:去|门|村|小区|院门)|上班|到场|过去)"
    r"|坐[^,。;\n ]{0,6}车[ ,]?(?:[去走到上]|回(?!来))(?![^,。; ]{0,6}了(?=$|[ ,。;]))"
    r"|回(?![来信复话不家了])(?=[^,。; 了]{2,10}(?:$|[ ,。;]))"
    r"|考(?:试|研|级|编|公|驾|证|科|完|点)?|中考|高考|面试|笔试|复试|报到|开学|返校|上学|上课|补课|体检|体测|加试"
    r"|返岗|到岗|复工|上岗|接班|值班|夜班|早班|倒班|顶班|替班|加班|出差|出车|发车|跑车|拉(?!肚|稀)|送货|送菜|上工"
    r"|开工|抢修|进货|卸货|喂[牛羊猪]|开会|培训|拆线|换药|复查|复诊|打针|打疫苗|预防针|看病|化疗|放疗|透析|产检"
    r"|自己(?:一个人)?(?:回(?!来)|去(?!世)|坐|骑|开车|打车)|归队|集训|入伍|输血|输液|手术|住院|领证|离婚|认证|参加|(?<![^自己])(?:出去|出来|出门|走(?!了|得|丢)|过去"
    r"|回去)|去(?=[^,。;了世]))"
)
_GOES = re.compile("(?:也|就|都|要|得|想|自己|一个人|一人|[今明后]天|[上下]午)*去(?=$|[ ,。;])")
_GOES_TO_A_FUNERAL = re.compile(
    r"(?:(?:也|都|要|想|得|明天|今天|后天|赶|去|\d{1,2}号)+(?:去(?!世)|回|参加|奔|吊|送(?!走))|回(?:去|老家|村|屯|乡)(?!世|了)|去(?![世了])|奔丧|吊[唁孝])"
    r"|[^,。; ]{0,2}[明后][天早晚儿]?[^,。; ]{0,6}?(?:走|动身|出发)"
    r"(?!了|的)|(?:今天|今[早晚]|早上|晚上|下午)?\d{1,2}(?:点|:)[^,。; ]{0,3}(?:走|动身|出发)(?!了|的)"
)
# 我男人给公司开车的,后天去开鲁: what somebody does for a living, and where they go.
_BY_TRADE = re.compile(
    r"(?:是|给|当|做|干|跑|开|搞)[^,。;\n ]{1,10}的[ ,]+(?:大后天|[明后今]天|[明今]儿个?|[明今]早|上午|下午|晚上|早上"
    r"|\d{1,2}[点号]半?|周[一二三四五六日天]|得|要|想|须|还)*(?:去|回|出|往|赶|走(?!了))(?!世|了|[看找接陪][他她])"
)
# 三姨在我家住着呢,明天要去办事: who stays with the speaker and goes out from there.
_GOES_FROM_HERE = re.compile(
    r"(?:来我家|[在搁](?:我|俺|咱)们?(?:家|这儿?|这边))[^,。;\n]{0,8}[,。; ]+(?:她|他|他们|俩人|大后天|[明后今]天"
    r"|[明今]儿个?|[明今]早"
    r"|上午|下午|晚上|早上|\d{1,2}[点号]半?|周[一二三四五六日天])*(?:要|得|想|须|准备|打算)(?:[^,。; 我俺]{0,4}?)(?:去"
    r"|回|上|到|出)"
)
# 巴特尔的药没了要自己去开.
_FETCHES_IT_THEMSELVES = re.compile(
    r"[^\n我俺]{0,14}?(?:自己|本人|亲自|他得|她得)(?:去|上|到|跑|拿|取|开|领|买)|[^\n我俺]{0,14}?(?:得|要)(?:自己|本人"
    r"|亲自|去大夫那)"
)


def says_that_they_go(text: str, found: RelativeFound, behind: str, reason: str, *, is_first: bool) -> bool:
    """Whether somebody who is only named goes out: whoever is ill, and else whoever the text says goes.

    `reason` is what they go out for, "none" where nothing is said, and "" where all who are named go.
    """
    fetches = _FETCHES_IT_THEMSELVES.match(behind) is not None or (reason == "funeral" and mourns_kin(text, found))
    if fetches or (_NOT_GOING.match(behind) is not None and _ADMITTED_BEHIND.match(behind) is None):
        return fetches
    is_all = text.strip(_STOPS) == text[slice(*found.span)].strip(_STOPS)
    if reason == "" or is_all or _COMES_TO_CARE.match(behind) is not None:
        return True
    if reason == "none" and _ILL.search(text) is not None:
        reason = "medical"
    if _IS_THEIR_DAY.match(behind) is not None:
        return reason in OF_PATIENTS and _IS_DYING.match(behind) is not None
    cares = _CARES.search(text) is not None and not is_admitted(text)
    if reason in OF_PATIENTS and (cares or _FETCHES.search(text) is not None):
        return _GOES_THEMSELVES.match(behind) is not None
    is_out = _GOES_OUT.match(behind) is not None or _just_goes(text, found) or goes_from_here(text, found.span[1])
    is_out = is_out or _BY_TRADE.match(text, found.span[1]) is not None
    if is_out and reason != "funeral":
        return True
    is_named = (looks_like_name(found.label) or _opens_report(text, found)) and _IS_IN_OFFICE.match(behind) is None
    if reason == "funeral":
        return _mourns(behind, is_first=is_first and not is_named)
    if reason in OF_PATIENTS and found.label not in _STRANGERS:
        return True
    return is_named


def _opens_report(text: str, found: RelativeFound) -> bool:
    """Whether it is somebody of whom all of a report is that others write: 老王,六十八,明天去办认证,儿子陪."""
    is_first = found.span[0] == 0 and "我" not in text and is_called(found.label)
    return is_first and text[found.span[1] : found.span[1] + 1] in {",", " "}


def _just_goes(text: str, found: RelativeFound) -> bool:
    """Whether somebody is said to go and no more: 我大姐去,上午去; 看孙子去 and 伺候闺女去 are what the speaker does."""
    start, end = found.span
    return _GOES.match(text, end) is not None and text[start - 1 : start] in {"", *" ,。;我俺咱\n"}


def mourns_kin(text: str, found: RelativeFound) -> bool:
    """Whether somebody is named by whose kin has died, in what others report: 金喜才的哥哥过世,申请奔丧."""
    return "我" not in text and looks_like_name(found.label) and _LOST_KIN.match(text, found.span[1]) is not None


def is_admitted(text: str) -> bool:
    """Whether somebody goes to stay in hospital on a day to come."""
    return "院" in text and _IS_ADMITTED.search(text) is not None


def _mourns(behind: str, *, is_first: bool) -> bool:
    """Whether somebody goes to a funeral rather than is buried: the first who is named is, unless the text says more."""
    if _GOES_TO_A_FUNERAL.match(behind) is not None:
        return True
    return not is_first and _IS_BURIED.match(behind) is None


def stays(text: str, end: int, *, speaker_goes: bool) -> bool:
    """Whether somebody only drives, is where the others go, or is told of while the speaker says who goes."""
    behind = text[end : end + 24]
    if _FETCHES_IT_THEMSELVES.match(behind) is not None:
        return False
    if _DRIVES.match(behind) is not None or _IS_THERE.match(behind) is not None or _LACKS.match(behind) is not None:
        return True
    return speaker_goes and _IS_KEPT.match(behind) is not None


def goes_from_here(text: str, end: int) -> bool:
    """Whether somebody who stays with the speaker goes out from there: 三姨在我家住着呢,明天要去办事."""
    return _GOES_FROM_HERE.match(text, end) is not None


def is_ill(text: str, end: int) -> bool:
    """Whether whoever is named until `end` is said to be ill or hurt."""
    return _FELL_ILL.match(text, end) is not None


def is_elsewhere(behind: str) -> bool:
    """Whether what is spoken of is something of theirs, or they are somewhere else: 孩子奶粉, 我妈家, 老公在外地."""
    return _IS_NOTHING_OF.match(behind) is not None


def stays_behind(before: str, behind: str, reason: str) -> bool:
    """Whether somebody is met, cared for or seen off rather than taken along: 接我妈, 去机场送我姐."""
    if _SENDS.search(before) is not None and (
        reason == "funeral" or (_SENT_ON.match(behind) is None and reason not in OF_PATIENTS)
    ):
        return True
    if _MEETS_THEM.search(before) is not None and _NOWHERE.match(behind) is not None:
        return True
    if reason in OF_PATIENTS and _TELLS.search(before) is not None and _IS_TREATED.match(behind) is not None:
        return False
    return _MEETS.search(before) is not None and _TAKES_TURNS.match(behind) is None
