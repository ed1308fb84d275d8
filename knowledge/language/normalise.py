"""Brings a message into one spelling before any grammar reads it: width, script, invisible characters, slips.

The text is cut at 2,048 characters first. Full-width letters and digits become half-width, traditional
characters simplified, emoji blanks (but a vehicle its word), runs of blanks one blank; line breaks stay, because lists
are written line by line. Slips of the keyboard are set right from `spellings.yaml`. A text that is clean already, as most
are, is returned at once.
"""

import re
import unicodedata
from functools import cache

from knowledge.language.words import WordListError, either, load_list, words_of

LIMIT = 2048

# Traditional characters that people use, and the simplified one at the same place below.
_TRADITIONAL = (
    "體溫發燒熱嚴無沒過來幾點鐘時間後從車飛機場開門關閉區縣鄉鎮莊園樓單號戶裏裡邊這個麼們會說話電碼報"
    "備記錄認證確診斷療醫藥檢測採樣陽陰隱瞞傳觸與為於還請問嗎寫錯應該對讓給誰爺媽兒孫嬸姪閨婦親兩雙雞"
    "麵條魚買賣東錢塊鐵軌動輛駕駛運輸貨達離歸遠進學習書師業務員長組織總統計劃圖畫聲響聽覺頭腦腳臉頸嚨"
    "氣悶嘔瀉腸傷痠軟勁憊難適養護顧慮憂鬱壓緊張絕殺夢驚嚇華麗蘭鳳龍劍偉強軍國慶節貴榮鄧陳趙鄭馮衛蔣韓"
    "楊許呂薑謝鄒蘇範魯韋馬賀湯羅畢鄔樂齊龐紀項樑賈婁駱鍾盧葉劉鄺譚連喬賴龔閻蕭內寧興遼瀋濟廣贛隴滬陝"
    "雲瓊島灣嶺錦撫順營盤錫爾額倫烏納諾頓沖賓綏鶴鴨臺網協調領導幹隊專執崗檔閘欄桿鎖線帶標籤誌願處辦廳"
    "廠礦鋪館廟鳥龜貓豬驢騾雜糧穀麥豐歲當選擇觀灑掃淨濕乾煙霧風轉涼凍見視覽訊訪談論議評詢詳誤謠謊識譯"
    "變讀頁頂須預題顏類飯飲餅駐驗驟髮鬆鬥鬧輕較載輪轄辭農迴週遊違遙遞遲遷遺郵鄰釘針鈴銀鍋鏈閃閒閱陸階"
    "際險隨隻雖靈靜韻義聖聞聯聰職肅腎腫膚膽舉舊莖萬蓋藍藝蟲術衆補製複規歡歷殘殼毀決況淚渾滅滿漢漸濃災"
    "獨獲獎獅現環產畝異疊瘋癢盜盡監眾睜礙禮禍種稱穩窮竊競筆築簡級紅約純紙紐紗細終結絡絲經維綠練縮繞繳"
    "繼續罵罷僅價億優償儘儲兇冊則剛創劇劑勝勞勢勸卻厭參喪喲喚嗚嘆嘗嚕囉團圍圓堅墊墳壞壯壺壽夠夥奪奮審"
    "實寬寵將尋屆屬帥帳幣幫庫廂廚廢彈徑復徵愛態慘慣懷懶戰戲拋挾捨掛換揚揮搶損搖撥撲擁擊擋據擠擴擺擾攔"
    "攝攜攤敗敘敵數晉晝暈暫曆曬朧極楓槍樹橋權歐賞賠賢質賬賺購贈贊贏資費貼貿負財貧販責貯貳諸謀謂講謙譜"
    "譽讚豈豎貝餓餘馳騎騙騷骯鬍鮮鯉鳴鵝鷄鹹鹽黃黨齒黴妳祂喫衝啟闆鹼汙洩恆峯牀羣綫紮剎勳啞噁嚐墜塗壘壩"
    "孃寢屍嶄嵐廁彆彙徹恥惡惱憐懸懺擔擬擱攪斃斬曉棄棗棟槓櫃歎毆汎溝準滯滾潑澀濁濤瀏灘煉煩爐爛爭牆猶獄"
    "瑤瓏甕癥癬癱皺盃盞睏禪稈穌窩竈籃籌粵糞紋紛絞緒緣緩緬縫繪纏罈聳脅脫膠臘艙艦蔔蕩薦蘿虛蝦螞蠅蠶襪襲"
    "覓訂訓訴註詐試詩誇誘誠課諒諷謹譏賊贓趕跡踐躍軋輔輝轟邏醜醞釀釐鈕鉤鉗銅銘銷銳鋒鋼錘錶鍛鍵鎢鏡鏽鑑"
    "鑰鑽閣闊闖闢陣隸靂韁頑顛颱飄飢飼飽饅饑駝騰髒鬢鯨鰻鱷鴿鷹鹵麩臨濱滄萊閩蕪紹荊噴稅潰瘍潛詭塵飾屜鋁"
    "銹贅勵鎊獻勻彥燦輿禎燁軒羨濰鈞鉅鎧銓鋭鏵鐸婭嫻媧琺璽瑪綺紈緋緹翹蘊蓮賁贇軾韜韞頎頤頻飆駿騏驊騫驥"
    "鴻鵬鷺潔瑩穎靄颯淵滎濘鄲鄆鞏鄖勛濼棲樺琿漣廬綿繡纓"
)
_SIMPLIFIED = (
    "体温发烧热严无没过来几点钟时间后从车飞机场开门关闭区县乡镇庄园楼单号户里里边这个么们会说话电码报"
    "备记录认证确诊断疗医药检测采样阳阴隐瞒传触与为于还请问吗写错应该对让给谁爷妈儿孙婶侄闺妇亲两双鸡"
    "面条鱼买卖东钱块铁轨动辆驾驶运输货达离归远进学习书师业务员长组织总统计划图画声响听觉头脑脚脸颈咙"
    "气闷呕泻肠伤酸软劲惫难适养护顾虑忧郁压紧张绝杀梦惊吓华丽兰凤龙剑伟强军国庆节贵荣邓陈赵郑冯卫蒋韩"
    "杨许吕姜谢邹苏范鲁韦马贺汤罗毕邬乐齐庞纪项梁贾娄骆钟卢叶刘邝谭连乔赖龚阎萧内宁兴辽沈济广赣陇沪陕"
    "云琼岛湾岭锦抚顺营盘锡尔额伦乌纳诺顿冲宾绥鹤鸭台网协调领导干队专执岗档闸栏杆锁线带标签志愿处办厅"
    "厂矿铺馆庙鸟龟猫猪驴骡杂粮谷麦丰岁当选择观洒扫净湿干烟雾风转凉冻见视览讯访谈论议评询详误谣谎识译"
    "变读页顶须预题颜类饭饮饼驻验骤发松斗闹轻较载轮辖辞农回周游违遥递迟迁遗邮邻钉针铃银锅链闪闲阅陆阶"
    "际险随只虽灵静韵义圣闻联聪职肃肾肿肤胆举旧茎万盖蓝艺虫术众补制复规欢历残壳毁决况泪浑灭满汉渐浓灾"
    "独获奖狮现环产亩异叠疯痒盗尽监众睁碍礼祸种称稳穷窃竞笔筑简级红约纯纸纽纱细终结络丝经维绿练缩绕缴"
    "继续骂罢仅价亿优偿尽储凶册则刚创剧剂胜劳势劝却厌参丧哟唤呜叹尝噜啰团围圆坚垫坟坏壮壶寿够伙夺奋审"
    "实宽宠将寻届属帅帐币帮库厢厨废弹径复征爱态惨惯怀懒战戏抛挟舍挂换扬挥抢损摇拨扑拥击挡据挤扩摆扰拦"
    "摄携摊败叙敌数晋昼晕暂历晒胧极枫枪树桥权欧赏赔贤质账赚购赠赞赢资费贴贸负财贫贩责贮贰诸谋谓讲谦谱"
    "誉赞岂竖贝饿余驰骑骗骚肮胡鲜鲤鸣鹅鸡咸盐黄党齿霉你他吃冲启板碱污泄恒峰床群线扎刹勋哑恶尝坠涂垒坝"
    "娘寝尸崭岚厕别汇彻耻恶恼怜悬忏担拟搁搅毙斩晓弃枣栋杠柜叹殴泛沟准滞滚泼涩浊涛浏滩炼烦炉烂争墙犹狱"
    "瑶珑瓮症癣瘫皱杯盏困禅秆稣窝灶篮筹粤粪纹纷绞绪缘缓缅缝绘缠坛耸胁脱胶腊舱舰卜荡荐萝虚虾蚂蝇蚕袜袭"
    "觅订训诉注诈试诗夸诱诚课谅讽谨讥贼赃赶迹践跃轧辅辉轰逻丑酝酿厘钮钩钳铜铭销锐锋钢锤表锻键钨镜锈鉴"
    "钥钻阁阔闯辟阵隶雳缰顽颠台飘饥饲饱馒饥驼腾脏鬓鲸鳗鳄鸽鹰卤麸临滨沧莱闽芜绍荆喷税溃疡潜诡尘饰屉铝"
    "锈赘励镑献匀彦灿舆祯烨轩羡潍钧巨铠铨锐铧铎娅娴娲珐玺玛绮纨绯缇翘蕴莲贲赟轼韬韫颀颐频飙骏骐骅骞骥"
    "鸿鹏鹭洁莹颖霭飒渊荥泞郸郓巩郧勋泺栖桦珲涟庐绵绣缨"
)

# What NFKC would change for the worse (℃ becomes two signs there) or leave in several forms.
_SIGNS = {
    "℃": "℃",
    "℉": "℉",
    "。": "。",
    "｡": "。",
    "．": ".",
    "•": "·",
    "・": "·",
    "˙": "·",
    "‧": "·",
    "∙": "·",
    "⋅": "·",
    "﹒": ".",
    "～": "~",
    "—": "-",
    "–": "-",
    "―": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "【": "[",
    "】": "]",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "\t": " ",
    "\x0b": " ",
    "\x0c": " ",
    "…": " ",
    "⋯": " ",
    "⁄": "/",
    **dict.fromkeys("🚄🚅", "高铁"),
    **dict.fromkeys("🚂🚆🚊", "火车"),
    **dict.fromkeys("✈🛫🛬🛩", "飞机"),
    **dict.fromkeys("🚌🚍", "大巴"),
    **dict.fromkeys("🚗🚘🚙", "轿车"),
    **dict.fromkeys("🚚🚛", "货车"),
    **dict.fromkeys("🚢⛴🛳", "轮船"),
    "🏍": "摩托车",
}


def _sign_of(code: int) -> str | None:
    """What a character outside the plain ranges becomes: a blank for a picture, None for an invisible one."""
    char = chr(code)
    kind = unicodedata.category(char)
    if kind in {"Cc", "Cf", "Cs", "Me"} or unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
        return None
    folded = unicodedata.normalize("NFKC", char).replace("⁄", "/")
    if kind in {"So", "Sk", "Co", "Cn"} and char not in "°℃℉":
        # A circled or squared figure is a figure; a picture stays what it is and gives a blank.
        is_picture = folded == char or unicodedata.category(folded[0]) in {"So", "Sk", "Mn", "Zs"}
        return " " if is_picture else folded
    return folded


class _Signs(dict[int, str | None]):
    """The table of `str.translate`, filled with a character when it is first met."""

    def __missing__(self, code: int) -> str | None:
        sign = _sign_of(code)
        if len(self) < 20_000:  # a stranger who sends every character there is cannot make it grow for ever
            self[code] = sign
        return sign


_TABLE = _Signs({ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)})
_TABLE.update({ord(old): new for old, new in _SIGNS.items()})
_TABLE.update({code: chr(code) for code in range(0x20, 0x7F)})
_TABLE[ord("\n")] = "\n"

# Plain text holds printable ASCII, simplified characters and few other signs; anything else is looked at.
_UNPLAIN = re.compile(f"[^!-Z^-~ \n。、℃·一-鿿]|[{_TRADITIONAL}]|[\\[\\]]|/:|摄氏|度[Cc]|  | \n|\n[ \n]")
# The signs of a Chinese keyboard stand in half of all texts. Where they are all that is not plain, they are replaced one
# by one: the thorough way costs ten times as much.
_USUAL_SIGNS = (("，", ","), ("！", "!"), ("？", "?"), ("：", ":"), ("；", ";"), ("（", "("), ("）", ")"))
_DEGREE = re.compile(r"(?:°|˚|º|度)[ ]?[Cc](?![A-Za-z])|摄氏度?")
_BLANKS = re.compile(r"[ \n]*\n[ \n]*|  +")


@cache
def _slips() -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of all slips and phrases to keep, and what each becomes; raises WordListError."""
    content = load_list("spellings.yaml")
    slips = content.get("slips")
    if set(content) != {"slips", "keep", "stickers"} or not isinstance(slips, dict):
        raise WordListError("spellings.yaml: the keys slips, keep and stickers are expected")
    meant = {word: word for word in words_of(content["keep"], "spellings.yaml: keep")}
    for right, wrong in slips.items():
        for word in words_of(wrong, f"spellings.yaml: {right}"):
            if meant.setdefault(word, str(right)) != right:
                raise WordListError(f"spellings.yaml: {word} is listed twice")
    return re.compile(either(meant)), meant


@cache
def _sticker() -> re.Pattern[str]:
    """The pattern of stickers sent as text: [微笑] and the older /::) ones."""
    names = words_of(load_list("spellings.yaml")["stickers"], "spellings.yaml: stickers")
    return re.compile(rf"\[{either(names)}\]|/::?[a-zA-Z<>()|@$*~,\-]{{1,2}}")


def normalise(text: str) -> str:
    """The text in one spelling, without blanks at its ends; never longer than 2,048 characters, never raises.

    Normalising twice gives the same as normalising once.
    """
    text = text[:LIMIT].strip()
    if _UNPLAIN.search(text) is not None:
        usual = text
        for sign, plain in _USUAL_SIGNS:
            usual = usual.replace(sign, plain)
        is_plain = _UNPLAIN.search(usual) is None and _DEGREE.search(usual) is None
        text = usual if is_plain else _plain(text)
    slip, meant = _slips()
    if slip.search(text) is not None:
        text = slip.sub(lambda found: meant[found.group()], text)[:LIMIT].strip()
    return text


def _plain(text: str) -> str:
    """The thorough way: every character looked up, stickers and spellings of ℃ folded, blanks gathered."""
    if "[" in text or "/:" in text or "［" in text or "【" in text:
        text = _sticker().sub(" ", text)
    text = text.replace("\r\n", "\n").translate(_TABLE)
    text = _DEGREE.sub("℃", text)
    return _BLANKS.sub(lambda run: "\n" if "\n" in run.group() else " ", text).strip()[:LIMIT].strip()
