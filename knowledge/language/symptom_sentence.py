"""How a sentence about symptoms is read: word by word, with what reaches over the next word.

`symptoms.yaml` says what each word does. A denial reaches over what follows it at once, a formal one over a whole
list; a blank or a comma weakens the first, anything else between ends it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from knowledge.language.words import WordFound

CODES = ("fever", "cough", "sore_throat", "fatigue", "loss_of_smell", "diarrhoea", "breathless")
NONE = ("none",)
Tag = tuple[str, str]  # what a word does, and of which symptom it speaks


class _State(Enum):
    """What is known of one thing that was named."""

    PRESENT = 1
    DENIED = 2
    GONE = 3
    PAST = 4
    DOUBTFUL = 5
    UNSAID = 6
    MENTIONED = 7  # 毛病, of which it is not said yet whether there is one


class _Reach(Enum):
    """How far the denial that was last said reaches."""

    NOTHING = 0
    NEXT = 1
    LIST = 2
    DOUBTFUL = 3


# By names of their own, because each look at a member of an enumeration costs as much as a call, and a sentence takes
# some twenty.
_PRESENT, _DENIED, _GONE, _PAST, _DOUBTFUL, _UNSAID, _MENTIONED = _State
_TO_NOTHING, _TO_NEXT, _TO_LIST, _TO_DOUBT = _Reach
# States that say nothing about now, and give way to what is said elsewhere.
_SILENT = (_PAST, _DOUBTFUL, _UNSAID, _MENTIONED)


_ANYTHING = ("啥", "什么", "别的", "其他的", "感觉")
# The sound that northern speech adds to a word: 没啥不得劲儿的.
_NOTHING = ("儿", "儿的")
_ENDINGS = "的过啊呢呀哈吧哦嘛哒滴"  # may stand behind a denial that ends a sentence
_BY_NOW = frozenset({"现在", "目前", "眼下", "这会", "这会儿", "此刻", "如今"})
_CROSS = "×"
# 浑身没劲,咳嗽倒没有: what is set against the rest is denied alone.
_AGAINST = ("倒", "却", "可", "也没")
# 咳嗽根本没好, 烧其实没退: that it is not over is denied, and not the trouble.
_GETTING_BETTER = "好退降恢消痊康"
# They tell of a time past in their clause alone: 上次的事谢谢,咳嗽.
_OF_ITS_CLAUSE = frozenset({
    "上次", "上回", "那次", "那回", "上礼拜", "前年", "大前年", "往年", "早先", "年前", "打完疫苗那",
    "头几天", "头两天", "头些天",
})  # fmt: skip
_SINCE = "就"
_SAYING = ("说", "喊", "嚷", "叫唤")
# Of today, unless a day before stands right before them (昨天早上); 昨晚 早上 is the night and the morning after it.
_MORNING = frozenset({"早上", "早晨", "大早上", "一早", "早起"})
_NIGHT = ("晚", "夜", "晚上")
_NOTHING_LEFT = frozenset({"没症状了", "没事了", "没问题了", "不难受了"})
_UNTIL_NOW = frozenset({"到现在", "至今"})
_CAUGHT = ("着凉", "受凉", "冻着")
_AFFIRMING = ("有点", "有些")
_WONDERS = frozenset({"会不会", "是不是", "有没有", "是否", "有无", "算不算", "会是那个"})
_FEARS = frozenset({"害怕", "担心"})
# What may stand between a denial and what it denies, and what it may deny.
_PASSED_OVER = ("link", "has", "degree", "part")
_DENIABLE = (*_PASSED_OVER, "symptoms", "troubles", "general", "ailment")


def gap_of(text: str) -> str:
    """The shortest text that is read as this one is, between two words of a sentence or around them."""
    if not text or text in _NOTHING:
        return text
    if text.isspace():
        return " "
    return ("某" if _may_be_denied(text[0]) else ".") + (" " if " " in text else "")


def _may_be_denied(char: str) -> bool:
    """Whether what begins with a character that is in no word of ours may be what a denial before it is about."""
    return "一" <= char <= "鿿" and char not in _ENDINGS


@dataclass(frozen=True, slots=True)
class SymptomsFound:
    """`symptoms`: codes affirmed, ("none",) where denied and none affirmed, None where nothing can be said.

    `troubles` are complaints without a code, in the words of the text (头疼).
    """

    symptoms: tuple[str, ...] | None
    troubles: tuple[str, ...]


@dataclass(slots=True)
class Sentence:
    """The state of reading one text: what was named so far, and what reaches over the next word."""

    text: str
    words: Sequence[WordFound[Tag]]
    complaints: Mapping[tuple[str, str], str]  # part of the body and ailment: its code
    named: list[tuple[str, str, _State]] = field(default_factory=list)  # code or "", word, state
    run: list[int] = field(default_factory=list)  # what was named without a gap up to here
    row: int = 0  # the first of what was named since the last blank
    clause: int = 0  # the same since the last comma
    is_apart: bool = False  # a blank or a comma stands behind what was last named
    unsettled: list[int] = field(default_factory=list)  # what is not known to be denied or gone
    reach: _Reach = _TO_NOTHING
    reached: bool = False  # the denial has denied something already
    of_saying: bool = False  # the denial is that somebody spoke of it, and ends with its clause
    past: bool = False
    past_clause: bool = False  # the time past ends with its clause
    skipped: int = -1  # the word that the one before it has dealt with
    caught: bool = False  # a cold, in time past, of which what follows it is the outcome
    of_past: bool = False  # the word before was of a day before, whose morning may follow
    maybe: bool = False
    wonders: bool = False  # by a question that ends with its clause
    strays: bool = False  # the question is about something that is no word of ours
    fears: bool = False  # the word before was of a fear, of what is not said yet
    affirmed: bool = False
    measured: bool = False
    by_now: bool = False  # the word before was 现在, before which it may have been otherwise
    part: str = ""  # of the body, of which the next word may say that it hurts

    def read(self) -> None:
        behind = 0
        for index, (start, word, (role, code)) in enumerate(self.words):
            if start > behind:
                self._between(self.text[behind:start])
                self.by_now = False
                self.fears = False
                self.of_past = self.of_past and self.text[behind:start].isspace()
            behind = start + len(word)
            if index == self.skipped:
                continue
            if role == "well" and word.endswith(_ANYTHING) and self._denies_next(index):
                role = "deny"  # 都没啥 alone is well, 都没啥不舒服 denies what follows
            action = self._ACTIONS.get(role)
            if action is not None:
                action(self, word, code)
            elif role in ("deny", "deny_list"):
                self._deny(index, role)
            # `link` changes nothing
            self.of_past = self.of_past and role == "past"

    def result(self) -> SymptomsFound | None:
        states: dict[str, _State] = {}
        for code, word, state in self.named:
            known = states.get(code or word)
            if known is None or state not in _SILENT:
                states[code or word] = state
        if not states:
            return None
        present = [name for name, state in states.items() if state is _PRESENT]
        coded = tuple(code for code in CODES if code in present)
        troubles = tuple(name for name in present if name not in CODES)
        if coded:
            return SymptomsFound(coded, troubles)
        if troubles or _DOUBTFUL in states.values():
            return SymptomsFound(None, troubles)
        denied = [name for name, state in states.items() if state in (_DENIED, _GONE)]
        if _PAST in states.values() and all(name in CODES for name in denied):
            return SymptomsFound(None, ())  # 昨晚咳嗽 今天不烧: of the cough nothing is said
        is_denied = bool(denied)
        return SymptomsFound(NONE if is_denied else None, ())

    def _between(self, gap: str) -> None:
        """What stands between two known words: a blank weakens a denial, anything else ends it."""
        if gap in _NOTHING:
            return
        if gap.isspace():
            self._blank()
            return
        if self.wonders:  # 是不是枪不准 反正人没啥不舒服: the question ends with the blank behind its words
            self.strays, self.maybe = True, self.maybe and " " not in gap
        self.reach, self.run, self.affirmed, self.part = _TO_NOTHING, [], False, ""

    def _blank(self) -> None:
        self.is_apart = True
        if self.reach is _TO_NEXT and self.reached:
            self.reach = _TO_DOUBT
        if self.fears or (self.wonders and self.strays):
            self.maybe = self.fears = self.wonders = False  # 有点害怕 一直咳嗽

    def _name(self, word: str, code: str) -> None:
        if (self.part, word) in self.complaints:
            code, word = self.complaints[self.part, word], self.part + word
        if word.startswith(_AFFIRMING):
            self.reach = _TO_NOTHING
        if self.maybe:
            state = _UNSAID
        elif self.reach in (_TO_NEXT, _TO_LIST):
            state, self.reached = _DENIED, True
        elif self.reach is _TO_DOUBT:
            state = _DOUBTFUL
        else:
            state = _PAST if self.past else _PRESENT
        self._note(code, word, state)

    def _note(self, code: str, word: str, state: _State) -> None:
        self.by_now = False
        self.caught = self.caught or (self.past and word.startswith(_CAUGHT))
        if self.is_apart:
            self.row, self.is_apart = len(self.named), False
        self.run.append(len(self.named))
        if state not in (_DENIED, _GONE):
            self.unsettled.append(len(self.named))
        self.named.append((code, word, state))

    def _change(self, places: list[int], old: tuple[_State, ...], new: _State) -> None:
        for place in places:
            code, word, state = self.named[place]
            if state in old:
                self.named[place] = (code, word, new)

    def _part(self, word: str, _code: str) -> None:
        self.part = word

    def _ailment(self, word: str, code: str) -> None:
        if (self.part, word) in self.complaints:
            self._name(word, code)

    def _general(self, word: str, code: str) -> None:
        if self.reach is _TO_DOUBT:
            self._end_list(word, code)
        elif self.affirmed or self.reach is not _TO_NOTHING:
            self._name(word, code)
        else:
            self._note(code, word, _MENTIONED)

    def _well(self, word: str, _code: str) -> None:
        if self.by_now:  # 早上咳了两声 现在没事
            self._change(self.unsettled, (_PRESENT, _PAST, _DOUBTFUL), _GONE)
        self._note("", word, _UNSAID if self.maybe else _DENIED)

    def _normal(self, word: str, code: str) -> None:
        if not self.measured:
            self._well(word, code)

    def _measure(self, _word: str, _code: str) -> None:
        self.measured = True

    def _unwell(self, word: str, _code: str) -> None:
        self.reach = _TO_NOTHING
        self._name(word, "")

    def _denied(self, word: str, code: str) -> None:
        self._note(code, word, _UNSAID if self.maybe else _DENIED)

    def _deny(self, index: int, role: str) -> None:
        """没有 behind a list denies the list, unless something to deny follows it at once."""
        if self._denies_the_end(index):
            return
        if self.run and not self._denies_next(index):
            if not self._goes_with_unknown(index):
                if self.words[index].word.startswith(_AGAINST):
                    self.run = [place for place in self.run if place >= self.clause] or self.run
                self._deny_behind("", "")
            return
        self.reach = _TO_LIST if role == "deny_list" else _TO_NEXT
        self.reached = self.affirmed = self.of_saying = False

    def _denies_the_end(self, index: int) -> bool:
        """Whether a denial is of getting better (根本没好, 也没退烧), so that the trouble goes on."""
        behind = self.words[index].start + len(self.words[index].word)
        if index + 1 == len(self.words) or self.words[index + 1].start != behind:
            return False
        _start, word, (role, _code) = self.words[index + 1]
        is_end = role in ("over", "fever_over", "degree") and word[0] in _GETTING_BETTER and not word.endswith("了")
        if not is_end or (role == "degree" and self._denies_next(index)):
            return False
        self.skipped = index + 1
        if role == "fever_over":
            self._fever_still(word, "")
        elif not self.run:
            self._unwell(self.words[index].word + word, "")
        self.reach = _TO_NOTHING
        return True

    def _goes_with_unknown(self, index: int) -> bool:
        """Whether a denial belongs to what stands behind it and is no word of ours: 咳了一宿没睡好."""
        behind = self.words[index].start + len(self.words[index].word)
        is_known = index + 1 < len(self.words) and self.words[index + 1].start == behind
        return not is_known and _may_be_denied(self.text[behind : behind + 1])

    def _denies_next(self, index: int) -> bool:
        behind = self.words[index].start + len(self.words[index].word)
        for start, word, (role, _code) in self.words[index + 1 :]:
            if start > behind or role not in _DENIABLE:
                return False
            if role not in _PASSED_OVER:
                return True
            behind = start + len(word)
        return False

    def _deny_next(self, word: str, _code: str) -> None:
        self.reach, self.reached, self.affirmed = _TO_NEXT, False, False
        self.of_saying = word.endswith(_SAYING)

    def _hardly(self, _word: str, _code: str) -> None:
        self.reach, self.affirmed = _TO_DOUBT, False

    def _deny_behind(self, word: str, _code: str) -> None:
        if word == _CROSS:  # 咳嗽 乏力×: each has a sign of its own; 咳嗽、乏力× has one of both
            self._change([place for place in self.run if place >= self.row], (_PRESENT, *_SILENT), _DENIED)
            self.reach, self.run = _TO_NOTHING, []
            return
        self._change(self.run, (_PRESENT, *_SILENT), _DENIED)
        self._end_list("", "")
        self.reach, self.run = _TO_NOTHING, []

    def _affirm_behind(self, _word: str, _code: str) -> None:
        """是否咳嗽:是."""
        self._change(self.run, (_UNSAID, _DOUBTFUL, _MENTIONED), _PRESENT)
        self.maybe, self.run = False, []

    def _goes_on(self, _word: str, _code: str) -> None:
        self._change(self.run[-1:], (_DOUBTFUL,), _PRESENT)

    def _end_list(self, _word: str, _code: str) -> None:
        """等症状 behind a denied list shows that all of it was meant."""
        self._change(self.unsettled, (_DOUBTFUL,), _DENIED)
        # Only the last few stay open: nobody takes back more, and a text that repeats itself must not cost more.
        self.unsettled = [place for place in self.unsettled[-20:] if self.named[place][2] is not _DENIED]

    def _over(self, word: str, _code: str) -> None:
        if not self.named and word in _NOTHING_LEFT:  # 降到36.8,已经没症状了
            self._note("", word, _UNSAID if self.maybe else _GONE)
            return
        self._change(self.run or self.unsettled, (_PRESENT, _PAST, _DOUBTFUL), _GONE)
        if not self.run:
            self.unsettled = []
        self.reach, self.run = _TO_NOTHING, []

    def _fever_over(self, word: str, _code: str) -> None:
        if any(code == "fever" for code, _word, _state in self.named) or "烧" in word:
            self._note("fever", word, _UNSAID if self.maybe else _GONE)
        self.reach = _TO_NOTHING

    def _fever_still(self, word: str, _code: str) -> None:
        self._note("fever", word, _PRESENT)
        self.reach = _TO_NOTHING

    def _affirm(self, word: str, _code: str) -> None:
        if self.past_clause and word == _SINCE:  # 上次做核酸回来就咳嗽
            self.past = self.past_clause = False
        self.reach, self.run = _TO_NOTHING, []

    def _has(self, word: str, code: str) -> None:
        if self.reach is _TO_NOTHING or self.reached:
            self._affirm(word, code)
            self.affirmed = True

    def _now(self, word: str, _code: str) -> None:
        if self.of_past and word in _MORNING:
            return
        self.past, self.reach, self.run = False, _TO_NOTHING, []
        self.by_now = word in _BY_NOW

    def _ongoing(self, word: str, code: str) -> None:
        if word in _UNTIL_NOW:  # 从昨晚拉肚子到现在
            self._change(self.run, (_PAST,), _PRESENT)
        self._now(word, code)

    def _past(self, word: str, _code: str) -> None:
        self.past_clause = word in _OF_ITS_CLAUSE and (self.past_clause or not self.past)
        self.past, self.reach, self.run = True, _TO_NOTHING, []
        self.of_past = not word.endswith(_NIGHT)

    def _maybe(self, word: str, _code: str) -> None:
        self.maybe, self.reach = True, _TO_NOTHING
        self.wonders, self.fears, self.strays = word in _WONDERS, word in _FEARS, False

    def _asked(self, _word: str, _code: str) -> None:
        self._change(self.run, (_PRESENT, _PAST, _DENIED), _UNSAID)
        self.run = []

    def _comma(self, _word: str, _code: str) -> None:
        self._blank()
        self.clause = len(self.named)
        if self.of_saying and self.reach is _TO_NEXT and not self.reached:  # 难受也没喊,发烧38.5
            self.reach = _TO_NOTHING
        if self.caught:  # 昨天着凉了,咳嗽
            self.past = self.caught = False
        if self.past_clause:
            self.past = self.past_clause = False
        self.measured = self.maybe = self.affirmed = False
        self.part = ""

    def _stop(self, word: str, code: str) -> None:
        self._comma(word, code)
        self.past, self.reach, self.run = False, _TO_NOTHING, []

    def _other(self, _word: str, _code: str) -> None:
        self._between("x")

    _ACTIONS: ClassVar[Mapping[str, Callable[["Sentence", str, str], None]]] = {
        "part": _part, "ailment": _ailment, "symptoms": _name, "troubles": _name, "general": _general,
        "well": _well, "normal": _normal, "measured": _measure, "unwell": _unwell, "denied": _denied,
        "deny_next": _deny_next, "deny_behind": _deny_behind, "affirm_behind": _affirm_behind, "hardly": _hardly,
        "goes_on": _goes_on,
        "fever_over": _fever_over, "over": _over, "fever_still": _fever_still, "affirm": _affirm,
        "has": _has, "now": _now, "ongoing": _ongoing, "past": _past, "maybe": _maybe, "asked": _asked,
        "list_end": _end_list, "comma": _comma, "stop": _stop, "other": _other,
    }  # fmt: skip
