"""The other half of who goes, when and where to, written and labelled before the grammar was mended.

Labelled as tests/exit_sayings.py is; tests/test_exit_sayings.py computes the score. Nothing is ever fitted to single texts
of it.
"""

REQUESTS = [
    ("明早八点我去中医院抽血，儿子送我", "medical leave=01-21T08:00 to=中医院 who=儿子,我"),
    ("我得去民大附院做CT，后天上午，我妹夫拉我", "medical leave=01-22 to=民大附院 who=妹夫,我"),
    ("妹妹开车送我去妇幼保健院，我要产检", "medical to=妇幼保健院 who=妹妹,我"),
    ("我老伴陪我去蒙医院理疗", "medical to=蒙医院 who=老伴,我"),
    ("明天早上七点半我去区医院打针，我妈在家发烧呢", "medical leave=01-21T07:30 to=区医院"),
    ("孩子磕着头了，想现在抱他去市医院", "medical leave=01-20T09:30 to=市医院 who=我,孩子"),
    ("爸在附属医院抢救，大夫叫我马上过去", "medical leave=01-20T09:30 to=附属医院"),
    ("我一个人去，老公已经在市医院等着了", "medical to=市医院"),
    ("刚满月的宝宝，奶粉喝完了，我想出去买两罐奶粉", "other"),
    ("老太太瘫在床上，我去给她开药", "medical"),
    ("媳妇坐月子出不了门，我带孩子去打预防针", "medical who=我,孩子"),
    ("我们俩后天去沈阳，我爱人做手术", "medical leave=01-22 to=沈阳 who=我,爱人"),
    ("明天一早去火葬场，家里六口都去，下午回", "funeral leave=01-21 back=01-21 to=火葬场"),
    ("我公公走了，后天我们全家去殡仪馆送他", "funeral leave=01-22 to=殡仪馆"),
    ("爷爷昨晚没了，今天下午三点回库伦旗奔丧", "funeral leave=01-20T15:00 to=库伦旗"),
    ("我姑父过世 我跟我爸明早六点去 晚上回", "funeral leave=01-21T06:00 back=01-21 who=我,爸爸"),
    ("老伴做化疗 周一周四上午九点 民大附院 我跟着", "medical to=民大附院 who=老伴,我 on=MO,TH"),
    ("我周二周五要去输液，早上八点，区医院", "medical to=区医院 on=TU,FR"),
    ("明天下午两点我送我妈去做放疗，五点回", "medical leave=01-21T14:00 back=01-21T17:00 who=我,妈妈"),
    ("马上去市医院，后天早上回来", "medical leave=01-20T09:30 back=01-22 to=市医院"),
    ("我去办住院手续，我爸已经在医院里", "medical"),
]

ANSWERS: list[tuple[str, list[str] | None, str, list[str] | None, dict[str, object]]] = [
    ("plate", ["爸爸"], "我们俩 走着去", ["我", "爸爸"], {"no_plate": True}),
    ("plate", ["老伴"], "错了，我也一起去", ["我", "老伴"], {}),
    ("plate", ["孩子"], "我陪他去", ["我", "孩子"], {}),
    ("goers", ["爸爸"], "一共两个人", ["我", "爸爸"], {}),
    ("goers", None, "我背着我妈 两个人", ["我", "妈妈"], {}),
    ("destination", None, "我和老公两个人", ["我", "老公"], {"destination": None}),
    ("goers", None, "我 我爸 还有我姐", ["我", "爸爸", "姐姐"], {}),
    ("plate", ["我", "爸爸"], "能不能再加一个，我姐也想去", ["我", "爸爸", "姐姐"], {}),
    ("plate", [], "我媳妇也一起去", ["我", "媳妇"], {}),
    ("plate", ["爸爸"], "就我去，我爸在医院躺着呢", [], {}),
    ("goers", ["老公"], "是我去，老公只管开车", [], {}),
    ("goers", None, "一家四口都去", ["我", "家人", "家人", "家人"], {}),
    ("plate", None, "我叔开车蒙G55555，在楼下等我", None, {"plate": "蒙G55555"}),
    ("destination", None, "自来水公司 打车", None, {"destination": "自来水公司", "no_plate": True}),
    ("destination", None, "在奈曼旗八仙筒", None, {"destination": "奈曼旗八仙筒"}),
    ("destination", None, "在热电厂上班", None, {"destination": "热电厂"}),
    ("destination", None, "社区卫生服务中心", None, {"destination": "社区卫生服务中心"}),
    ("destination", None, "就粮油店有", None, {"destination": "粮油店"}),
    ("name", None, "火葬场 坐我姑父的车 蒙G66666", None, {"name": None, "destination": "火葬场", "plate": "蒙G66666"}),
    ("leave_time", None, "早上8点 每周一周三都去", None, {"leave_time": "08:00", "recurrence": ["MO", "WE"]}),
    ("leave_at", None, "五点走 包个车", None, {"leave_time": "05:00", "no_plate": True}),
]  # fmt: skip

GOES_OUT = ["公公走了 明天得去料理后事", "我姥没了，想去送送她", "丈母娘过世了 后天一早我们去火葬场"]
STAYS = ["生了，是个闺女，后天就出院", "刚出院，回来咋进小区", "我妈出院了能直接进楼吗", "媳妇生了，儿子", "送菜的走了"]
LATE = ["透析机器坏了，得晚点回来", "还没轮到，可能要晚一会", "医院人多，化疗还没打完"]
NOT_THIS_TIME = ["周五那次透析不去了", "后天不去透析了 停一次", "明天的化疗先不去了"]
