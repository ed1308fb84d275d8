"""The words that name a day: 后天, 下周三, 二十九号, 1.23, 月底, 三天后, 腊月二十八, 除夕.

Each way of naming a day is a group of `DAY`; what it means on a given day is worked out by
`knowledge.language.day_names`. What is vague (过两天, 春节期间, 年底) has no group.
"""

import re

from knowledge.language.small_numbers import FIGURES, NO_FIGURE_BEFORE, NO_FIGURE_BEHIND, SMALL

_FIGURE = "[一二三四五六七八九]"
_LUNAR_FIGURE = "[一二三四五六七八九十]"
# What makes of 6号 a building, a train or a rule and of 3日 a length of time.
_NUMBERED_THING = (
    r"(?![ ]?(?:楼|院|村|门|线|口|桌|床|车|厢|机|出口|公告|文|柜|店|厂|矿|井|房|室|病|令|区|馆|棚|仓|库|窗|岗|卡|栋|幢"
    rf"|座|通知|名|人|屯|户|位|商|铺|网格|点位|药|{SMALL}单元|单元|\d*-\d|码|台))"
)
_NOT_BEHIND = r"(?<![第组队排栋幢弄巷屯村路街楼#编周期拜])(?<!社区)(?<!小区)(?<!单元)(?<!公告)(?<!网格)"
_UNIT_BEHIND = r"(?![\d./%℃度斤公千克米元块万百倍个次小天吨升厘毫片袋箱瓶盒包两支粒岁折分kKmMgG点:号楼单室]|-\d)"
_MEASURE_BEFORE = r"(?<!体温)(?<!温度)(?<!烧到)(?<!烧)(?<!量)(?<!测)(?<!上午)(?<!下午)(?<!中午)(?<!晚上)(?<!早上)"

DAY = re.compile(
    # Every way begins with one of these, which passes over the rest of a text quickly.
    rf"(?=[0-9{FIGURES}大后前今明昨第次转翌当下上这本周星礼农阴旧正冬腊元年初除小端中清国劳五春月再还过去破龙立圣平情妇植惊雨谷芒夏处秋霜寒白头])(?:"
    # 2022-01-23, 2022年1月23日, 22年1月23日, 20220123
    rf"(?<![\d.])(?:(?P<iso_year>20\d\d|(?<!\d)2\d(?=年))(?:[-/.]|年)(?P<iso_month>{SMALL})(?:[-/.]|月)"
    rf"(?P<iso_day>{SMALL})(?:[日号]|(?![\d日号]))"
    r"|(?P<compact>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d))"
    # 大后天, 明晚, 今儿个, 后个, 今下午
    r"|(?P<near>(?<![目以之提眼今明昨年节午饭术])大?[后前]天(?![气性]|天(?![亮黑]))"
    r"|(?<!赶)[今明昨](?:天|日|儿个?|个儿?(?!人)|早|晚|晨|夜|黑|宿|(?=[上下中]午|[头前下后过]晌|晌午|傍晚|凌晨|夜里|[明后]?后?[两俩二][天日]))"
    r"|[前后]晚(?!年)|(?<![前往以之午背])大?后日(?![子常期报后])|(?<![目以之提眼先最然])大?[后前](?:儿个?|个儿?)(?![子媳女月周星礼人小多半年学季阶]))"
    # 第二天, said of a day named before
    r"|(?P<following>第二天|前一天|(?<!最)后一天|头一?天(?=晚|夜|早|下午|上午|中午|走|就|[得要去]|出)|次日|转天|翌日|当天|当日|当晚)"
    # 下周三, 这礼拜天, 周五
    r"|(?<![每逢一二两三四五六七八九十几半\d姓])(?P<week>下下|上上|下|上|这|本)?个?(?:周|星期|礼拜)"
    r"(?P<weekday>[一二三四五六日天1-7])(?!\d(?!\d?[月号日]))"
    # 农历正月初六, 腊月二十八, 正月十五, 2月初二, 农历二十八
    rf"|(?:[农阴旧]历的?(?P<said_month>{SMALL}|[正冬腊])月|(?P<lunar_month>[正冬腊]|{SMALL}(?=月初{_LUNAR_FIGURE}))月)"
    rf"初?(?P<lunar_day>{SMALL}){NO_FIGURE_BEHIND}[日号]?"
    rf"|[农阴旧]历的?初?(?P<lunar_only_day>{SMALL}){NO_FIGURE_BEHIND}(?!月)"
    # 大年初二, 年三十, 初三
    rf"|(?:大年|年)初(?P<new_year>{_LUNAR_FIGURE})(?!{_LUNAR_FIGURE})|(?P<eve>大?年三十儿?|大年30)"
    # 三十晚上: the last day of the year, or the thirtieth of the month
    rf"|{NO_FIGURE_BEFORE}(?<![住待呆过了:点])(?P<thirtieth>三十|30)(?:儿(?![子媳女童科])|(?=晚上?(?![年点])|早上|[上下中]午|夜里))"
    rf"|大年(?P<late>二十{_FIGURE}|廿{_FIGURE}|2\d)(?!\d)"
    rf"|(?<![上读念升])(?:初(?P<any_month>{_LUNAR_FIGURE})|廿(?P<any_month_late>{_FIGURE}))"
    rf"(?!{_LUNAR_FIGURE}|中(?!午)|[级学班]|年级|毕业|的学生)"
    r"|(?P<feast>除夕|大年夜|跨年夜|小年(?!轻|货)|元旦|元宵节?|端午节?|中秋节?|清明节?|腊八节?|国庆节|劳动节|五一节|破五|龙抬头"
    r"|二月二(?![日号十])|冬至|立[春夏秋冬]|惊蛰|春分"
    r"|谷雨|芒种|夏至|处暑|秋分|霜降|(?:小寒|大寒|小雪|大雪|小暑|大暑|雨水|小满|白露|寒露)"
    r"(?=那天|当天|前一天|后一天)|三八妇女节|(?:三八节|植树节)(?![ ,。])|圣诞节?|平安夜|情人节|妇女节"
    r"|春节(?=的?前(?:一|[一二两三四五六七八九1-9])天|当天|那天|当日|第[一二三四五六七]天))"
    # 28到29号, 28、29号: a span or a choice
    rf"|{NO_FIGURE_BEFORE}{_NOT_BEHIND}(?P<one_end>{SMALL})[日号]?(?:-|~|到|至|、|/|或者?|和)"
    rf"(?P<other_end>{SMALL})号{_NUMBERED_THING}"
    # 下月23号, 1月23日, 一月二十三, 1月底
    rf"|(?:(?P<month_word>下下?个?月|这个?月|本月|上个?月|当月)的?|(?:{NO_FIGURE_BEFORE}|(?<=[周期拜][一二三四五六])(?=\d))"
    rf"(?:(?P<year_word>[今明去]年)的?)?(?P<month>{SMALL}|元)月(?:份的?)?)"
    rf"(?:(?P<day>{SMALL})(?:[日号]|{NO_FIGURE_BEHIND}(?![个次天斤元块岁月人名袋箱度℃]))|(?P<end_of_it>底|末))"
    # 月底
    r"|(?P<end>月底|月末)"
    # 三天后, 再过3天, 一周后
    rf"|{NO_FIGURE_BEFORE}(?P<days_on>{SMALL})个?(?P<days_unit>天|日|周|星期|礼拜)(?:之|以)?"
    r"(?P<direction>后|前)(?![面边])"
    rf"|(?:再过|还有|再有|过)(?P<days_through>{SMALL})天(?!前)"
    # 1.23, 1/23, 01-23
    rf"|{_MEASURE_BEFORE}(?<![\d./:\-￥¥])(?P<short_month>\d{{1,2}})[./](?P<short_day>\d{{1,2}})"
    rf"(?:[日号]|{_UNIT_BEHIND})"
    r"|(?<![\d-])(?P<dash_month>0\d|1[0-2])-(?P<dash_day>[0-3]\d)(?![\d-])"
    # 26回来, 二十九号, 23日
    r"|(?<![a-zA-Z\d./:\-点第离])(?P<bare_day>[12]\d|3[01])(?:(?=那天|到家|回来|回家|回通|回去"
    r"|(?:早[上晨起]|一早|[上下中]午|半夜|夜里|凌晨|(?<![了住干待熬]..)晚上|(?<![了住干待熬]..)晚(?=[飞到走坐]))[^,，。;\d\n]{0,4}(?:[到走飞回]|的[^,，。;\n]{0,2}(?:车|票|飞机|高铁)|\d{1,2}[点:]))"
    r"|(?:(?<=改[到成]\d\d)|(?<=改[到成]了\d\d))(?=$|[ ,。;]))"  # 票从25改到了19
    # 正月十六走 十七到, 30号夜里走31早上到: the number alone, behind a day that tells which month is meant
    rf"|{NO_FIGURE_BEFORE}(?<![a-zA-Z\d./:\-])(?P<next_day>十{_FIGURE}?|二十{_FIGURE}?|[12]\d|3[01])"
    r"(?=那天|(?:早[起上晨]?|一早|晚上?|[上下中]午|晌午|[前后下过头]晌|傍[晚黑]|半夜|凌晨)?"
    r"(?:能|就)?(?:到(?![时处底\d一二三四五六七八九十])|进[家屋村]))"
    rf"|(?:{NO_FIGURE_BEFORE}|(?<=[周期拜][一二三四五六])(?=\d)){_NOT_BEHIND}(?P<only_day>{SMALL})(?:号{_NUMBERED_THING}|日(?![内后前游之以里期]|三餐)))"
)
# What moves a day that was just named: 春节前一天, 23号的后两天, 小年第二天.
SHIFT = re.compile(
    rf"的?(?:(?:前|头(?!.天[报上开去到]))(?P<before>{SMALL})天|后(?P<behind>{SMALL})天|(?:之后|过后|以后)?的?第(?P<nth>[二三四五六七八九])天)"
)
