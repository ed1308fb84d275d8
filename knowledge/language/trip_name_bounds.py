"""Where the name of a hospital, a shop or the like begins and ends in a sentence, and what is none: 扫|明仁大街, 眼镜|腿.

Text is normalised.
"""


from knowledge.language.late import late

# Behind these a name may begin; 天津 and 上海 are no such words.
BEGINS_BEHIND = late(
    r"那[个家]|奔(?!驰|腾)|赴|扫(?!描|帚)|(?<![首丽花成名文毛阿古])都(?!市|会|匀)|(?<!联)(?<!理)(?<!梦)(?<!思)想|[去往在是把离跟陪带领送接的趟得点分刻半了着过让叫让由于被将就也还再又没这那你您咱俺爸妈哥姐爷奶姥叔舅姨姑"
    r"孩媳妇们吧呢啊呀吗谁找约挂住当帮认转搁替抱背推骑坐搬完嫌怕等听说借"
    r"\d:,，。;!?\n 、()\"]|到(?!岸)|从(?!化|江)|给(?!水)|[早午](?!市|餐)|晚(?!报)|号(?!院"
    r"|码)|(?<!沁他)(?<!音他)(?<![古塔哈乌沙布])拉|要(?!路)|回(?!民"
    r"|龙)|上(?!海|饶|虞|都|元|林|东)|来(?!宾|安|凤|福|利)|进(?!贤|士|出口|修)"
    r"|(?<=[今明昨后前每当整])天(?!津|水|门|山|长|坛|元|桥)|(?<![协建庆仁瑞永泰祥康福德万丰顺恒鼎])和(?!平|田|县|龙|谐|信|睦|顺|美|记|苑"
    r"|林)|(?<=[个这本每上下])月(?!亮|坛|湖|华|牙)|落地|出差|开车|打车|坐车|现在|马上|一早|前往|位于|预约|申请|外出|周[一二三四五六日]|我(?!爱)|他|她"
    r"|开(?!发|鲁|元|原|封|平|泰|源|放)|打(?!印|卡|磨)|[有需须](?!德)|办(?!公|事|税)|交(?!通|警|易|大|行|运)"
    r"|考(?!试|点|场)|报(?!社|名|业|刊)|买|卖|取|拿|修(?!理|配)|换(?!热|乘)|参加|地方|地点|位置|单位|公司的|老师"
    r"|医生|大夫|护士|门卫|师傅|领导|主任|拍|守|查(?![金干布日])|做|挑(?!战)|吃|喝|配(?!送)|看(?!守|护|丹)|装(?!饰|潢|修|卸)|拆|灌|烫|染|镶(?=牙|完|好)|尝|定做|本人|系(?!统)|隔壁|对面|旁边|次(?!坞)|出(?!租|口|版)|请假"
)
# 鑫源燃气站, 宝视眼镜店: what somebody trades in and the premises; 物流行业 and 保险部门 are none.
_PREMISES = late("[站店馆铺厅所城园厂院社坊]|门诊部?|行(?!业|情|驶|走|动|程)|部(?!门|分|队|件)")
_PHASE = late(r"[一二三四五六\d]期(?=$|[^一-鿿]|工地|[的在那东西南北上去看送拉找取干值])")
# What makes another word of the kind: 高中生, 婚纱照, 眼科大夫.
GOES_ON = late(
    r"(?:(?<=高中)|(?<=大学)|(?<=小学)|(?<=中学)|(?<=学院))(?:生|业|毕业|老师|学业|同学|文凭|学历|开学|放假)"
    r"|(?<=村)(?:民|口|书记|支书|长|主任|会计|医(?!院)|干部|头(?:上)?)|(?<=镇)(?:长|书记)"
    r"|(?<=路)[上过边远程滑不费况灯]|(?<=[二三四五六七八九十]中)[午旬]|(?<=小)[时袋瓶块盒碗会部半口女子孙舅姨姑叔哥弟妹伙孩朋]|(?<=院)子"
    r"|(?<=[山河])(?:上|里|边)|(?<=[山河湖])[区县市旗]|(?<=快递)(?:员|小哥|柜|[到没拿取])|(?<=婚纱)照|(?:(?<=眼科)|(?<=牙科)|(?<=口腔)"
    r"|(?<=齿科))(?:医生|大夫|溃疡|科|内|外|检查|手术|医师)|(?<=眼镜)(?:腿|片|框|盒|布|架|坏|折|碎|丢|掉|摔|度数|都|也|不|没)|(?<=[厂街])(?:家|坊|道|长|子|里的)"
    r"|(?<=法院)的?(?:传票|通知|电话)"
    r"|(?:(?<=车站)|(?<=中心))(?:值|街)|(?<=公园)(?:里)?散|(?<=超市)(?:采购|购物券|老板)|(?<=医院)(?:上班的"
    r"|里的?护士)|(?<=市场)(?:价|经济)|(?<=堂)[哥弟姐妹兄叔侄屋课]"
)
# 燃气公司的,周一到周五值守; 法院开庭: a place of work, or who does something.
NO_GOAL_BEHIND = late(
    r"(?:的?(?:员?工|职工|司机|老师|护士|大夫|医生|保安|保洁|锅炉工|工人|值班员|人员)|的(?:$|[ ,。;])"
    r"|[^ ,。;\n去到找接看送给]{0,2}[工员](?=[ ,。;\n])|(?:那边"
    r"|这边)?(?:开庭|传票|打电话|来电话|来人"
    r"|(?:通知|催|让|叫|要)我?(?!(?:我们?|我?们|家属|本人|亲属|家里人)?(?:到场|到位|[去过到回签办取领交补拿本]|处理))))"
)
# What may stand between a name and the end of its clause: 市医院内分泌, 民大附院疼痛科那边.
_TAIL = (
    r"(?:[ ]?(?:[^ ,。;\n\d]{1,4}科|内分泌|门诊楼?|急诊|住院[部处]|透析室|体检|一楼|二楼|那边儿?|那儿|那块|这边"
    r"|里边|里头|里|附近|旁边|对面|门口|前面|后面|后身"
    r"|[东西南北]门|吧|呗|啊|呀|哈|呢|嘛|[!?])){0,2}"
)
_CLOSED_BEHIND = late(rf"{_TAIL}(?:$|[ ,。;!?\n(])")
_CLOSED_BEFORE = frozenset(["", *' ,。;:!?\n"(号天'])


def whole_end(text: str, end: int, kind: str) -> int:
    """Where a name ends whose word for its kind goes on: 鑫源燃气|站, 宝视眼镜|店, 锦绣家园|二期."""
    behind = _PREMISES.match(text, end) if kind == "practice" else None
    if kind == "estate":
        behind = _PHASE.match(text, end)
    return end if behind is None else behind.end()


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name is a clause by itself, but for what tells where in it (市医院骨科那边)."""
    return text[start - 1 : start] in _CLOSED_BEFORE and ends_clause(text, end)


def ends_clause(text: str, end: int) -> bool:
    """Whether what stands before `end` ends its clause, but for what tells where in a place."""
    return _CLOSED_BEHIND.match(text, end) is not None


def beginning(text: str, start: int, end: int) -> int:
    """Where the name that ends at `end` begins: behind the last word of going, time or person before it."""
    begin = start
    for found in BEGINS_BEHIND.finditer(text, start, end):
        begin = found.end()
    return begin
