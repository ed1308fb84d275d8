"""Days, times and recurrences as people say them, seen from Thursday 20 January 2022, 09:30."""

from datetime import date, datetime, time, timedelta

import pytest
from borax.calendars.lunardate import LunarDate
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language.arrivals import find_arrival
from knowledge.language.clock_times import find_times
from knowledge.language.dates import find_date, find_dates, find_moment, find_moments, find_recurrence, find_time
from knowledge.language.taken_back import without_taken_back
from knowledge.times import SHANGHAI
from tests.language_texts import NOW, any_text, time_of_growing_texts
from tests.rows import every_row

DAYS = [
    # near today
    ("今天", "2022-01-20"),
    ("今儿个", "2022-01-20"),
    ("今晚", "2022-01-20"),
    ("明天", "2022-01-21"),
    ("明早七点", "2022-01-21"),
    ("明儿去", "2022-01-21"),
    ("后天", "2022-01-22"),
    ("后儿回去", "2022-01-22"),
    ("大后天", "2022-01-23"),
    ("昨天", "2022-01-19"),
    ("昨儿晚上到的", "2022-01-19"),
    ("前天", "2022-01-18"),
    ("大前天", "2022-01-17"),
    ("三天后", "2022-01-23"),
    ("两天以后", "2022-01-22"),
    ("再过3天", "2022-01-23"),
    ("一周后", "2022-01-27"),
    ("三天前", "2022-01-17"),
    ("后个到家", "2022-01-22"),
    ("后儿个回", "2022-01-22"),
    ("大后儿回", "2022-01-23"),
    ("前个从北京回来的", "2022-01-18"),
    ("昨黑到的", "2022-01-19"),
    ("明下午到", "2022-01-21"),
    ("今上午刚到", "2022-01-20"),
    ("明头晌到", "2022-01-21"),
    ("今儿个后半晌进村", "2022-01-20"),
    ("24号后半夜到", "2022-01-24"),
    # days of the week
    ("周五", "2022-01-21"),
    ("周四", "2022-01-20"),
    ("周三", "2022-01-26"),
    ("周三回来的", "2022-01-19"),
    ("这周三", "2022-01-19"),
    ("这礼拜天", "2022-01-23"),
    ("下周三", "2022-01-26"),
    ("下礼拜天", "2022-01-30"),
    ("下个星期一", "2022-01-24"),
    ("上周五", "2022-01-14"),
    ("周五一家三口回来", "2022-01-21"),
    ("周三三点", "2022-01-26"),
    # days of the month
    ("二十九号", "2022-01-29"),
    ("29号的票", "2022-01-29"),
    ("23日", "2022-01-23"),
    ("20号", "2022-01-20"),
    ("18号", "2022-02-18"),
    ("18号到的", "2022-01-18"),
    ("18号就到家了", "2022-01-18"),
    ("23号就回来了", "2022-01-23"),
    ("26回来", "2022-01-26"),
    ("30那天到", "2022-01-30"),
    ("过了29号", "2022-01-29"),
    ("1月23日", "2022-01-23"),
    ("一月二十三", "2022-01-23"),
    ("元月23号", "2022-01-23"),
    ("1月5号回来", "2022-01-05"),
    ("12月29日", "2021-12-29"),
    ("3月5", "2022-03-05"),
    ("十月二十", "2022-10-20"),
    ("下月3号", "2022-02-03"),
    ("下个月三号", "2022-02-03"),
    ("明年1月3日", "2023-01-03"),
    ("1.23", "2022-01-23"),
    ("1/23", "2022-01-23"),
    ("1.5回来", "2022-01-05"),
    ("01-23", "2022-01-23"),
    ("2022-01-23", "2022-01-23"),
    ("2022年1月26日14:20", "2022-01-26"),
    ("22年1月23日", "2022-01-23"),
    ("20220123", "2022-01-23"),
    ("月底", "2022-01-31"),
    ("1月底", "2022-01-31"),
    ("下月底", "2022-02-28"),
    # the Chinese calendar and feasts
    ("腊月二十八", "2022-01-30"),
    ("腊月廿七", "2022-01-29"),
    ("腊月28号", "2022-01-30"),
    ("农历腊月二十六", "2022-01-28"),
    ("阴历二十九", "2022-01-31"),
    ("小年", "2022-01-25"),
    ("小年后一天", "2022-01-26"),
    ("除夕", "2022-01-31"),
    ("除夕前一天", "2022-01-30"),
    ("春节前一天", "2022-01-31"),
    ("春节前两天", "2022-01-30"),
    ("大年初二", "2022-02-02"),
    ("初三", "2022-02-03"),
    ("正月初六", "2022-02-06"),
    ("正月十五", "2022-02-15"),
    ("元宵节", "2022-02-15"),
    ("2月初二", "2022-03-04"),
    ("五月初五", "2022-06-03"),
    ("大年二十九", "2022-01-31"),
    ("腊八从长春回来的", "2022-01-10"),
    ("破五那天到", "2022-02-05"),
    ("龙抬头那天回", "2022-03-04"),
    ("二月二回去", "2022-03-04"),
    ("二月二号回去", "2022-02-02"),
    ("廿八到家", "2022-01-30"),
    ("冬至那天到的", "2021-12-21"),
    ("立春回", "2022-02-04"),
    ("圣诞节从深圳飞的", "2021-12-25"),
    ("情人节出去", "2022-02-14"),
    ("除夕前一天到", "2022-01-30"),
    ("三八妇女节那天走", "2022-03-08"),
    ("植树节上山", "2022-03-12"),
    ("雨水那天上坟", "2022-02-19"),
    ("春分回来", "2022-03-20"),
    ("元旦", "2022-01-01"),
    ("清明节", "2022-04-05"),
    # one day said twice
    ("29号周六", "2022-01-29"),
    ("1月22日(周六)", "2022-01-22"),
    ("后天22号", "2022-01-22"),
    ("下周五1/28到", "2022-01-28"),
]

TO_CONFIRM = [
    ("年三十", "2022-01-31"),
    ("大年三十到家", "2022-01-31"),
    ("三十儿到家", "2022-01-31"),
    ("三十儿晚上到", "2022-01-31"),
    ("腊月三十", "2022-01-31"),
    ("2月30日", "2022-02-28"),
    ("下月30号", "2022-02-28"),
    ("4月31号", "2022-04-30"),
    ("29号周五", "2022-01-29"),
]

NO_DAYS = [
    "谷雨前后",
    "大雪天路滑",
    "小雪下个不停",
    "赶明儿",
    "说明个人情况",
    "最后个人",
    "前个月",
    "过两天",
    "过几天",
    "这两天",
    "两三天后",
    "改天",
    "年前",
    "春节",
    "年底",
    "周末",
    "周六日",
    "下周",
    "今明两天",
    "明后天",
    "明天或后天",
    "28或29号",
    "28-29号",
    "28号到29号",
    "28号、29号",
    "25、26号吧",
    "二十八九号",
    "腊月二十八九到",
    "28号左右",
    "29号之前回来",
    "29号以后",
    "32号",
    "13月1日",
    "2.5公斤",
    "体温1.23",
    "36.5",
    "1.5",
    "9.12到",
    "二号村",
    "二号村三组",
    "6号楼",
    "三组12号",
    "3号楼2单元",
    "14号公告",
    "第3号",
    "2号网格",
    "3月5天",
    "周一三五",
    "每周三",
    "隔离14天后",
    "目前天气很好",
    "以后天天",
    "上初三的孩子",
    "后天性",
    "小年轻",
    "13800138000",
    "g1234",
    "第二天",
    "",
]

TIMES = [
    ("下午三点", "15:00"),
    ("下午3:20", "15:20"),
    ("下午3.30", "15:30"),
    ("下午三点二十五分", "15:25"),
    ("15:30", "15:30"),
    ("3:20", "03:20"),
    ("早上7点", "07:00"),
    ("早8点", "08:00"),
    ("明早七点半", "07:30"),
    ("中午12点", "12:00"),
    ("中午一点", "13:00"),
    ("中午回", "12:00"),
    ("晚上八点半", "20:30"),
    ("晚8点", "20:00"),
    ("夜里11点", "23:00"),
    ("凌晨两点", "02:00"),
    ("八点一刻", "08:15"),
    ("八点三刻", "08:45"),
    ("八点差五分", "07:55"),
    ("差五分八点", "07:55"),
    ("八点二十", "08:20"),
    ("八点零五", "08:05"),
    ("8点5分", "08:05"),
    ("8点多", "08:00"),
    ("8点钟", "08:00"),
    ("8时", "08:00"),
    ("20时30分", "20:30"),
    ("20点", "20:00"),
    ("十二点半", "12:30"),
    ("二十二点四十", "22:40"),
    ("零点", "00:00"),
    ("晚上12点", "00:00"),
    ("今黑儿九点", "21:00"),
    ("今儿黑八点", "20:00"),
    ("晚黑七点", "19:00"),
    ("下晌两点", "14:00"),
    ("头晌九点", "09:00"),
    ("后半夜三点", "03:00"),
    ("今晚的飞机 九点半落地", "21:30"),
    ("明天下午的高铁 五点到", "17:00"),
    ("夜里11点半", "23:30"),
    ("21时05分", "21:05"),
    ("24点", "00:00"),
]

TIMES_TO_CONFIRM = [("三点到", "15:00"), ("6点", "18:00"), ("一点半", "13:30"), ("一点钟", "13:00"), ("5点20", "17:20")]

NO_TIMES = [
    "一点也不好",
    "好一点",
    "早一点",
    "晚一点来",
    "有一点咳嗽",
    "差一点",
    "两点一线",
    "有三点建议",
    "提两点要求",
    "三点五公斤",
    "六点五",
    "36点5",
    "三十六点五",
    "37点2",
    "25点",
    "上午十八点",
    "下午",
    "晚上",
    "早点回",
    "一时半会",
    "2小时",
    "12:75",
    "13800138000",
    "",
]

MOMENTS = [
    ("后天下午三点", [("2022-01-22", "15:00")]),
    ("1月22日15:30到", [("2022-01-22", "15:30")]),
    ("今晚12点", [("2022-01-21", "00:00")]),
    ("今晚一点", [("2022-01-21", "01:00")]),
    ("明天早上7点去,中午回", [("2022-01-21", "07:00"), ("2022-01-21", "12:00")]),
    ("21号上午9点出去,11点回来", [("2022-01-21", "09:00"), ("2022-01-21", "11:00")]),
    ("明天下午3点到5点", [("2022-01-21", "15:00"), ("2022-01-21", "17:00")]),
    ("明天早上7点去3点回", [("2022-01-21", "07:00"), ("2022-01-21", "15:00")]),
    ("28号晚上走,第二天早上六点半到", [("2022-01-28", None), ("2022-01-29", "06:30")]),
    ("下午三点到站,后天", [(None, "15:00"), ("2022-01-22", None)]),
    ("半小时后", [("2022-01-20", "10:00")]),
    ("两个半小时以后", [("2022-01-20", "12:00")]),
    ("20分钟后去", [("2022-01-20", "09:50")]),
    ("隔离2小时后", []),
    ("从23号到25号", [("2022-01-23", None), ("2022-01-25", None)]),
]

ARRIVALS = [
    ("今天到不了,得明天上午", ("2022-01-21", None)),
    ("明天下午两点从长春出发,晚上到家", ("2022-01-21", None)),
    ("明天下午两点多从长春飞,晚上到家", ("2022-01-21", None)),
    ("后天从大连飞,晚上九点到", ("2022-01-22", "21:00")),
    ("25号早上从北京出发,第二天晚上到", ("2022-01-26", None)),
    ("25号动身", None),
    ("今天走不了,后天到", ("2022-01-22", None)),
    ("今天批下来的,22号回", ("2022-01-22", None)),
    ("23号到,高铁,半夜十一点二十", ("2022-01-23", "23:20")),
    ("1.22到 航班PN6321 晚22:05", ("2022-01-22", "22:05")),
    ("23号到,坐火车,晚上八点发车", ("2022-01-23", None)),
    ("早上六点到的小区", ("2022-01-20", "06:00")),
    ("26晚飞通辽", ("2022-01-26", None)),
    ("住了26晚 回家", None),
    ("估计后天天亮到", ("2022-01-22", None)),
    ("在老家过的腊八,25号往回走", ("2022-01-25", None)),
    ("腊月二十走,二十一傍黑到", ("2022-01-23", None)),
    ("已到村口", ("2022-01-20", None)),
    ("明天早上5点40下车", ("2022-01-21", "05:40")),
    ("昨晚八点二十下的火车", ("2022-01-19", "20:20")),
    ("刚从火车上下来", ("2022-01-20", None)),
    ("路线:大同(23号早)→通辽(24号上午9点15)", ("2022-01-24", "09:15")),
    ("后天从呼市坐k1302回来", ("2022-01-22", None)),
    ("28号晚上的火车,29号早上8点到", ("2022-01-29", "08:00")),
    ("28号晚上走,第二天早上六点半到", ("2022-01-29", "06:30")),
    ("明天出发后天到", ("2022-01-22", None)),
    ("今天报备,29号回", ("2022-01-29", None)),
    ("周三从杭州回来的,今天刚想起来报备", ("2022-01-19", None)),
    ("明天下午三点的飞机", ("2022-01-21", None)),
    ("29号的票从北京回", ("2022-01-29", None)),
    ("周五的高铁,下午3点20到通辽", ("2022-01-21", "15:20")),
    ("下午三点到站,后天", ("2022-01-22", "15:00")),
    ("买的27号的火车票,大概29号到", ("2022-01-29", None)),
    ("到达时间2022年1月26日14:20 车次g1234", ("2022-01-26", "14:20")),
    ("返乡时间:1月25日", ("2022-01-25", None)),
    ("后天半夜12点多到", ("2022-01-23", "00:00")),
    ("周五下午两点多到家", ("2022-01-21", "14:00")),
    ("明天出发", None),
    ("29号之前到家", None),
    ("23号到25号之间", None),
    ("28号或者29号到", None),
    ("初八下午三点大客到通辽", ("2022-02-08", "15:00")),
    ("26号晚上8点k1302到通辽", ("2022-01-26", "20:00")),
    ("26号晚上8点的k1302到通辽", ("2022-01-26", None)),
    ("2022年1月13日21时05分乘g3601次列车由天津抵达通辽", ("2022-01-13", "21:05")),
    ("24号夜里11点半到通辽站 z字头的火车", ("2022-01-24", "23:30")),
    ("大后天 从烟台回 坐船到大连再坐火车", ("2022-01-23", None)),
    ("今天三点到", ("2022-01-20", "15:00")),
    ("25号放假 28号的火车", ("2022-01-28", None)),
    ("18号做的核酸 22号到", ("2022-01-22", None)),
    ("18号从天津回来,一直没报", ("2022-01-18", None)),
    ("刚到家", ("2022-01-20", None)),
    ("刚从开鲁回来", ("2022-01-20", None)),
    ("开厢货刚从开鲁回来", ("2022-01-20", None)),
    ("刚下高速 到通辽了", ("2022-01-20", None)),
    ("刚进家门", ("2022-01-20", None)),
    ("表哥刚到我家 从左后旗来的", ("2022-01-20", None)),
    ("刚从K1394下来,佳木斯上的车", ("2022-01-20", None)),
    ("刚下G2631", ("2022-01-20", None)),
    ("刚从楼上下来", None),
    ("已经到通辽站了", ("2022-01-20", None)),
    ("刚从广州回来三天", None),
    ("回来了", None),
    ("三点到", None),
    ("再有一个小时到家", ("2022-01-20", None)),
    ("25号的机票 到通辽估计26号了", ("2022-01-26", None)),
    ("24号坐飞机先到呼市再飞通辽", ("2022-01-24", None)),
    ("马上上火车 晚上8点20到通辽站", ("2022-01-20", "20:20")),
    # who drives, and who goes home
    ("后天我姐夫开车送我", ("2022-01-22", None)),
    ("后天开车出发", None),
    ("8点开车 后天", ("2022-01-22", None)),
    ("明天坐动车往家来", ("2022-01-21", None)),
    ("周五进家门", ("2022-01-21", None)),
    ("25号放假 我妈开车去接", None),
    ("24号 坐火车到沈阳再倒车", ("2022-01-24", None)),
    # what was planned once
    ("原定九点半到的 说得十一点二十才能到站 今晚", ("2022-01-20", "23:20")),
    ("后天回 本来想今天到家的", ("2022-01-22", None)),
    ("本来说好明天回 结果回不去了", None),
    # the night belongs to the evening before it
    ("夜里两点到 明晚的车", ("2022-01-22", "02:00")),
    ("半夜1点20到站 今天晚上的事", ("2022-01-21", "01:20")),
    # by when, which is no time
    ("今晚十二点前肯定到", ("2022-01-20", None)),
    ("后天下午四点之前到家", ("2022-01-22", None)),
    # on the way: the next such time
    ("在高速上呢 大概后半夜一点能到家", ("2022-01-21", "01:00")),
    ("快到了 三点半到", ("2022-01-20", "15:30")),
    ("已经出发了 下午五点半进通辽", ("2022-01-20", "17:30")),
    ("下午两点就到", ("2022-01-20", "14:00")),
    ("月底回 估计下午三点到", ("2022-01-31", "15:00")),
    ("路上得走六个小时 下午三点到", None),
    ("天黑之前能进屯子", ("2022-01-20", None)),
    ("明天天黑前到家", ("2022-01-21", None)),
    # there for some hours, or for days
    ("到家半个多小时了", ("2022-01-20", None)),
    ("进屋俩钟头了", ("2022-01-20", None)),
    ("到家十一个小时了", ("2022-01-19", None)),
    ("到家三天了", None),
    ("18号到的家 到家就没出过门", ("2022-01-18", None)),
    ("18号到家 一直没下楼", ("2022-01-18", None)),
    ("23号到家 这边一直没出去过", ("2022-01-23", None)),
    # right before or behind the time
    ("26号飞 到家晚上九点", ("2022-01-26", "21:00")),
    ("周六早上七点半的高铁进站", ("2022-01-22", "07:30")),
    ("26号到通辽8点20的车", ("2022-01-26", None)),
    # the number alone behind another day
    ("腊月二十六走 二十七晚上到家", ("2022-01-29", None)),
    ("30号夜里走 31早上到", ("2022-01-31", None)),
    ("28号出发 K1302次20到站", ("2022-01-28", None)),
    ("二十早晨到", None),
    ("28晚上的火车 29早上到", ("2022-01-29", None)),
    ("29上午10点到", ("2022-01-29", "10:00")),
    ("住了28晚上 明天回", ("2022-01-21", None)),
    # some day after it
    ("过了小年再回", None),
    # home later on the day of leaving, unless the way is broken
    ("明天从沈阳出发 晚上到家", ("2022-01-21", None)),
    ("明天从沈阳出发 晚上到通辽", ("2022-01-21", None)),
    ("明天从北京走 下午到", ("2022-01-21", None)),
    ("后天从大连出发 晚上能到家", ("2022-01-22", None)),
    ("明天从广州出发 晚上到武汉住一宿再走", None),
    ("明天从三亚出发 晚上到广州转车 后续再定", None),
    ("明天从成都出发,下午到机场", None),
    ("明天从呼市走 晚上到赤峰", None),
    ("明天从上海走 要开两天车 中途休息 晚上到", None),
    ("明天从乌鲁木齐走 坐两天火车 晚上到", None),
    ("明天从长春出发 晚上应该到不了家", None),
    ("昨天从广州走的 晚上到武汉歇了一夜 现在在路上", None),
    ("过完年初六回", ("2022-02-06", None)),
    # of today, where that part of the day has come
    ("早上打四平回来的", ("2022-01-20", None)),
    ("头晌8点50从彰武到的家", ("2022-01-20", "08:50")),
    ("晚上从彰武到的家", None),
    ("每天早上从沈阳回来的", None),
    ("大年初二带老婆回娘家 初四回来", ("2022-02-04", None)),
]

RECURRENCES = [
    ("周一三五", "MO WE FR"),
    ("周一、三、五", "MO WE FR"),
    ("周一、周三、周五", "MO WE FR"),
    ("礼拜一三五", "MO WE FR"),
    ("星期二四六", "TU TH SA"),
    ("我妈周一三五早上七点去透析", "MO WE FR"),
    ("一三五去透析", "MO WE FR"),
    ("每周二", "TU"),
    ("每个星期三", "WE"),
    ("每周二和周四", "TU TH"),
    ("周二四", "TU TH"),
    ("周一到周五", "MO TU WE TH FR"),
    ("工作日", "MO TU WE TH FR"),
    ("每天早上", "MO TU WE TH FR SA SU"),
    ("周三都得去透析", "WE"),
    ("周三周五都要去换药", "WE FR"),
    ("固定周二", "TU"),
    ("每周的一三五", "MO WE FR"),
    ("每周末", "SA SU"),
    ("每晚上夜班", "MO TU WE TH FR SA SU"),
    ("见天去喂牛", "MO TU WE TH FR SA SU"),
    ("除了周日外天天都去上班", "MO TU WE TH FR SA"),
    ("除了周六周日我天天去上班", "MO TU WE TH FR"),
    ("除了周日都得去上班", None),
    ("周三周五都行", None),
    ("这周三都得去", None),
    ("周三", None),
    ("周二和周四", None),
    ("周五一家三口", None),
    ("周三三点", None),
    ("一三五零四八八", None),
    ("隔天去一次", None),
]


TAKEN_BACK = [
    ("后天 不对 大后天", "大后天"),
    ("不是后天是大后天到家", "不是大后天到家"),
    ("周五到 不对 周六到", "周六到"),
    ("25号 说错了 26号上午十点到", "26号上午十点到"),
    ("原定27号改成28号到家", "原定28号到家"),
    ("后天上午十点 哦不对 十一点到站", "后天上午十一点到站"),
    ("下午三点 不对 四点", "下午四点"),
    ("明天八点 不对 后天九点", "后天九点"),
    ("明天回 不回后天也行", "明天回 不回后天也行"),
    ("明天去不了 后天去", "明天去不了 后天去"),
    ("25号到26号", "25号到26号"),
    ("本来后天回 现在大后天", "本来回 现在大后天"),
    ("本来后天回", "本来后天回"),
    ("原来在沈阳26号回 28号到", "原来在沈阳26号回 28号到"),
]


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


@every_row(("text", "day"), DAYS)
def test_a_day_is_read_as_it_was_meant(text: str, day: str) -> None:
    found = find_date(text, NOW)
    assert found is not None
    assert (found.value.isoformat(), found.confirm) == (day, False)


@every_row(("text", "day"), TO_CONFIRM)
def test_a_day_that_does_not_exist_is_proposed_and_asked_about(text: str, day: str) -> None:
    found = find_date(text, NOW)
    assert found is not None
    assert (found.value.isoformat(), found.confirm) == (day, True)


@every_row("text", NO_DAYS)
def test_what_is_vague_or_no_day_gives_none(text: str) -> None:
    assert find_date(text, NOW) is None


def test_past_days_are_taken_where_they_are_meant() -> None:
    for text, day in (("周三", "2022-01-19"), ("18号", "2022-01-18"), ("23号", "2021-12-23"), ("初三", "2022-01-05")):
        found = find_date(text, NOW, "past")
        assert found is not None
        assert found.value.isoformat() == day


def test_the_eve_is_the_thirtieth_where_the_month_has_one() -> None:
    found = find_date("年三十", datetime(2023, 1, 10, 9, 0, tzinfo=SHANGHAI))
    assert found is not None
    assert (found.value, found.confirm) == (date(2023, 1, 21), False)


def test_a_limit_and_a_span_are_told() -> None:
    assert [(found.value.day, found.limit) for found in find_dates("29号之前", NOW)] == [(29, "by")]
    assert [(found.value.day, found.limit) for found in find_dates("29号以后", NOW)] == [(29, "after")]
    assert [(found.value.day, found.limit) for found in find_dates("29号左右", NOW)] == [(29, "about")]
    assert [(found.value.day, found.joined) for found in find_dates("28到29号", NOW)] == [(28, True), (29, True)]


@every_row(("text", "clock"), TIMES)
def test_a_time_is_read_as_it_was_meant(text: str, clock: str) -> None:
    found = find_time(text)
    assert found is not None
    assert (found.value, found.confirm) == (_time(clock), False)


@every_row(("text", "clock"), TIMES_TO_CONFIRM)
def test_an_hour_of_either_half_of_the_day_is_asked_about(text: str, clock: str) -> None:
    found = find_time(text)
    assert found is not None
    assert (found.value, found.confirm) == (_time(clock), True)


@every_row("text", NO_TIMES)
def test_what_is_no_time_of_the_clock_gives_none(text: str) -> None:
    assert find_time(text) is None


@every_row(("text", "moments"), MOMENTS)
def test_times_go_with_the_day_named_before_them(text: str, moments: list[tuple[str | None, str | None]]) -> None:
    found = [(one.date.isoformat() if one.date else None, one.time) for one in find_moments(text, NOW)]
    assert found == [(day, _time(clock)) for day, clock in moments]


def test_the_first_settled_moment_is_the_moment() -> None:
    found = find_moment("后天下午三点到", NOW)
    assert found is not None
    assert (found.date, found.time, found.span) == (date(2022, 1, 22), time(15, 0), (0, 6))
    assert find_moment("下午三点", NOW) is None


@every_row(("text", "arrival"), ARRIVALS)
def test_of_several_moments_the_one_of_arriving_counts(text: str, arrival: tuple[str, str | None] | None) -> None:
    found = find_arrival(without_taken_back(text), NOW)
    if arrival is None:
        assert found is None
    else:
        assert found is not None
        assert (found.date, found.time) == (date.fromisoformat(arrival[0]), _time(arrival[1]))


@every_row(("text", "rest"), TAKEN_BACK)
def test_a_day_or_time_that_is_taken_back_does_not_count(text: str, rest: str) -> None:
    kept = without_taken_back(text)
    assert len(kept) == len(text)
    assert "".join(kept.split()) == "".join(rest.split())


@every_row(("text", "days"), RECURRENCES)
def test_recurring_days_of_the_week_are_read(text: str, days: str | None) -> None:
    found = find_recurrence(text)
    assert (" ".join(found.days) if found is not None else None) == days


_FIGURES = "零一二三四五六七八九"


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (_FIGURES[tens] if tens > 1 else "") + ("十" if tens else "") + (_FIGURES[ones] if ones or not tens else "")


def _day_texts(day: date, today: date) -> list[str]:
    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    texts = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.month}月{day.day}号",
        f"{_spoken(day.month)}月{_spoken(day.day)}日",
    ]
    if lunar.leap == 0:  # 六月初八 is that of the ordinary month
        texts.append(f"农历{lunar.cn_month}月{lunar.cn_day}")
    if (day.year, day.month) == (today.year, today.month):
        texts += [f"{day.day}号", f"{_spoken(day.day)}号"]
    return texts


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2085, 12, 31)), st.integers(0, 250))
def test_a_day_that_is_printed_parses_back(today: date, distance: int) -> None:
    now = datetime(today.year, today.month, today.day, 12, 0, tzinfo=SHANGHAI)
    day = today + timedelta(days=distance)
    for text in _day_texts(day, today):
        found = find_date(f"{text}回来", now)
        assert found is not None, text
        assert (found.value, found.confirm) == (day, False), text


@settings(max_examples=300, deadline=None)
@given(st.times())
def test_a_time_that_is_printed_parses_back(clock: time) -> None:
    clock = clock.replace(second=0, microsecond=0)
    part = ("凌晨", "早上", "上午", "中午", "下午", "晚上")[
        [6, 9, 11, 14, 18, 24].index(next(limit for limit in (6, 9, 11, 14, 18, 24) if clock.hour < limit))
    ]
    hour = clock.hour - 12 if clock.hour > 12 else clock.hour
    texts = [
        f"{clock:%H:%M}",
        f"{part}{hour}点{clock.minute:02d}分",
        f"{part}{_spoken(hour)}点{_spoken(clock.minute)}分",
    ]
    for text in texts:
        found = find_time(f"{text}到")
        assert found is not None, text
        assert (found.value, found.confirm, found.days_on) == (clock, False, 0), text


@settings(max_examples=400, deadline=None)
@given(any_text, st.datetimes(datetime(1950, 1, 1), datetime(2090, 12, 31)))
def test_no_text_raises_and_what_is_found_stands_in_it(text: str, moment: datetime) -> None:
    now = moment.replace(tzinfo=SHANGHAI)
    arrival, recurrence = find_arrival(text, now), find_recurrence(text)
    spans = [one.span for one in (*find_dates(text, now), *find_dates(text, now, "past"))]
    spans += [one.span for one in find_times(text)] + [one.span for one in find_moments(text, now)]
    spans += [one.span for one in (arrival, recurrence) if one is not None]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("find", [find_dates, find_moments, find_arrival])
def test_days_in_long_texts_take_linear_time(find: object) -> None:
    assert callable(find)
    assert time_of_growing_texts(lambda text: find(text, NOW)) < 10


@pytest.mark.parametrize("find", [lambda text: list(find_times(text)), find_recurrence, without_taken_back])
def test_times_in_long_texts_take_linear_time(find: object) -> None:
    assert callable(find)
    assert time_of_growing_texts(find) < 10
