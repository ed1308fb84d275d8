"""Who goes, when and where to, as it is said in the middle of life; tests/test_exit_sayings.py computes the scores.

Sent on Thursday 2022-01-20 at 09:30, labelled as tests/trip_labels.py tells. The half that the grammar may be mended by;
the other half is tests/exit_sayings_held_back.py.
"""

# A first sentence and what it settles.
REQUESTS = [
    ("我明早六点去市医院做胃镜 我弟送我", "medical leave=01-21T06:00 to=市医院 who=弟弟,我"),
    ("我后天上午去中医院扎针灸，我姐夫开车送我过去", "medical leave=01-22 to=中医院 who=我,姐夫"),
    ("孩子他爸拉我去附属医院，后天早上八点", "medical leave=01-22T08:00 to=附属医院 who=老公,我"),
    ("我儿子开车，我去市医院拆线", "medical to=市医院 who=我,儿子"),
    ("我姐陪我去妇幼产检，明天上午", "medical leave=01-21 to=妇幼 who=姐姐,我"),
    ("明早七点我要去市医院复查，我老公发烧38度5", "medical leave=01-21T07:00 to=市医院"),
    ("我妈腿摔了，想明天下午带她去医院看看", "medical leave=01-21 who=我,妈妈"),
    ("我妈在市医院ICU，医生让现在过去签字", "medical leave=01-20T09:30 to=市医院"),
    ("我自己去就行，我妈已经在医院了", "medical"),
    ("八个月的娃，奶粉没了，我得出去买", "other"),
    ("我婆婆瘫痪在家，我得去药店给她买药", "medical"),
    ("我老公在外地，我自己带孩子去打疫苗", "medical who=我,孩子"),
    ("我们俩明天去市医院，我妈复查", "medical leave=01-21 to=市医院 who=我,妈妈"),
    ("后天一早去殡仪馆，家里五口人都去，晚上回", "funeral leave=01-22 back=01-22 to=殡仪馆"),
    ("婆婆走了 我想给她办后事 后天一早 全家五口去殡仪馆", "funeral leave=01-22 to=殡仪馆"),
    ("奶奶今早走了，明天我们一家都得回开鲁", "funeral leave=01-21 to=开鲁"),
    ("姥爷没了，明早七点我和我妈去殡仪馆", "funeral leave=01-21T07:00 to=殡仪馆 who=我,妈妈"),
    ("大爷去世 我家四口都得去送葬 后天早上六点走 下午回", "funeral leave=01-22T06:00 back=01-22"),
    ("我妈要化疗 周二周四早8点 市医院 我陪", "medical to=市医院 who=妈妈,我 on=TU,TH"),
    ("我爸放疗 周一周三下午两点 附属医院", "medical to=附属医院 who=爸爸 on=MO,WE"),
    ("现在去市医院 明早回", "medical leave=01-20T09:30 back=01-21 to=市医院"),
]

# The question asked, who was to go so far (None: not said yet), the answer, who goes after it (None: nothing said of
# them), and what else it settles. 我 alone is the empty list, as a form keeps it.
ANSWERS: list[tuple[str, list[str] | None, str, list[str] | None, dict[str, object]]] = [
    ("plate", ["妈妈"], "就我们俩 打车", ["我", "妈妈"], {"no_plate": True}),
    ("plate", ["妈妈"], "不对 我也去 我俩", ["我", "妈妈"], {}),
    ("plate", ["妈妈"], "我陪着一起去", ["我", "妈妈"], {}),
    ("goers", ["妈妈"], "人数两个", ["我", "妈妈"], {}),
    ("goers", None, "我抱着孩子 两个人", ["我", "孩子"], {}),
    ("destination", None, "我抱着孩子 两个人", ["我", "孩子"], {"destination": None}),
    ("goers", None, "我和我妈还有我弟", ["我", "妈妈", "弟弟"], {}),
    ("plate", [], "有没有可能再加一个人我弟弟也去", ["我", "弟弟"], {}),
    ("plate", ["我", "妈妈"], "我弟也跟着去", ["我", "妈妈", "弟弟"], {}),
    ("plate", ["妈妈"], "我自己去，我妈已经在医院了", [], {}),
    ("goers", ["弟弟"], "是我看病，我弟送我", ["弟弟", "我"], {}),
    ("goers", None, "全家五口", ["我", "家人", "家人", "家人", "家人"], {}),
    ("plate", None, "坐我哥的车 蒙K88888，他在楼下接我", None, {"plate": "蒙K88888"}),
    ("destination", None, "供电局 自己开车蒙K12345", None, {"destination": "供电局", "plate": "蒙K12345"}),
    ("destination", None, "在达拉特旗树林召", None, {"destination": "达拉特旗树林召"}),
    ("destination", None, "在供电局值班", None, {"destination": "供电局"}),
    ("destination", None, "社区医院", None, {"destination": "社区医院"}),
    ("destination", None, "只有母婴店有", None, {"destination": "母婴店"}),
    ("name", None, "殡仪馆 我表哥的车蒙K99999", None, {"name": None, "destination": "殡仪馆", "plate": "蒙K99999"}),
    ("leave_time", None, "中午12点 每周二周四都要去", None, {"leave_time": "12:00", "recurrence": ["TU", "TH"]}),
    ("leave_at", None, "六点走 包车", None, {"leave_time": "06:00", "no_plate": True}),
]  # fmt: skip

# What is, and what is not, a wish to go out.
GOES_OUT = [
    "婆婆走了 我想给她办后事 后天一早 全家五口去殡仪馆",
    "我爷不在了，得去送他最后一程",
    "奶奶走了 想去殡仪馆看最后一眼",
]
STAYS = ["我生了 母女平安 后天出院回家", "我出院了怎么进门", "明天出院，能进小区不", "我爸出院了，咋进楼", "快递员走了"]
# Said by whoever is out: late, or not going on one of the days.
LATE = ["透析还没完，要晚点，一点半到", "路上堵车，晚点回", "化疗排队，估计得晚一个小时"]
NOT_THIS_TIME = ["明天不透析了，后天照常", "下周一不去透析了", "这周三不去化疗了"]
