"""`plan import`: an official text is read, compared, kept, and from then on quoted beside the plain words."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import app as command_line
from commands import plan_import
from commands.doctor import findings
from commands.plan_touched import touched
from handlers.asking import plan as plan_handler
from knowledge.answers import Answers, Known, _quoting, the_answers
from knowledge.official import BadText, Shelf, read_text
from knowledge.official.comparing import Differences
from knowledge.plan import the_plan
from knowledge.settings import PROJECT_FOLDER, load_settings
from tests.flood_plan import FOLDER, OFFICIAL, flood_plan
from tests.talking import Talk

TEXT = OFFICIAL.read_text(encoding="utf-8")
NOTHING = Known()


@pytest.fixture
def shelf(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The shelf of the invented plan, which the commands of this test serve."""
    monkeypatch.setenv("HEXI_DATA_DIR", str(data_dir))
    monkeypatch.setenv("HEXI_PLAN__FOLDER", str(FOLDER))
    monkeypatch.setattr(plan_import, "the_plan", flood_plan)
    return Shelf.of(data_dir, flood_plan())


@pytest.fixture
def run(shelf: Shelf, tmp_path: Path) -> Callable[..., Result]:
    """Imports a text: `run(text, "--by", "王主任")`."""

    def run(text: str, *options: str) -> Result:
        file = tmp_path / "plan.txt"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(command_line.app, ["plan", "import", str(file), *options])

    return run


def spoiled(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_the_clause_tree_is_shown_and_the_text_kept_with_hash_date_and_who(
    run: Callable[..., Result], shelf: Shelf
) -> None:
    printed = run(TEXT, "--by", "王主任").stdout
    assert "青街发〔2023〕7号: 12 clauses, UTF-8, sha256 " in printed
    assert "    3.2  组织转移  line 23 [its number is missing]\n" in printed
    assert "  3 (only holds the following)  三、措施  line 18\n" in printed
    assert "no text was imported before" in printed
    assert printed.endswith("imported by 王主任\nanswers quote it from now on\n")
    [kept] = shelf.kept()
    assert (kept.by, kept.number, kept.file) == ("王主任", "青街发〔2023〕7号", "plan.txt")
    assert kept.imported_at.endswith("+08:00")
    assert [file.stat().st_mode & 0o777 for file in shelf.folder.iterdir()] == [0o600, 0o600]
    assert (shelf.folder / f"{kept.sha256[:16]}.txt").read_bytes() == TEXT.encode()


def test_without_a_name_it_is_whoever_is_signed_in(
    run: Callable[..., Result], shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "hexi-office")
    run(TEXT)
    assert shelf.kept()[0].by == "hexi-office"


def test_the_second_text_is_held_against_the_first_with_what_it_touches(run: Callable[..., Result]) -> None:
    run(TEXT, "--by", "王主任")
    now = spoiled("接到命令起2小时内", "接到命令起1小时内").replace("罗  青", "唐  雨")
    printed = run(now, "--by", "李主任").stdout
    differences = printed[printed.index("against plan.txt") :]
    assert " by 王主任:" in differences.splitlines()[0]
    assert "  changed 3.2\n    - 沿河住户自接到命令起2小时内" in differences
    assert "    + 沿河住户自接到命令起1小时内" in differences
    moving = differences[differences.index("  3.2 转移沿河住户") : differences.index("  org.office")]
    assert moving == (
        "  3.2 转移沿河住户\n    facts: move\n    rules: moving_out\n    disagreements in document.yaml: who_calls\n"
        "    words by which it is asked for: sayings.yaml, asked\n"
    )
    assert "  org.office 街道防汛办\n    its people and duties: organisation.yaml\n    facts: director\n" in differences
    assert "    answers: contact_query\n    organisation: office\n" in differences
    assert "clause org.office does not name 罗青, whom organisation.yaml has there" in printed
    assert "clause 3.2" not in printed


def test_a_clause_that_the_data_lacks_is_told(run: Callable[..., Result]) -> None:
    printed = run(spoiled("\n2、洪水退去后", "\n2、设立预备队。\n\n3、洪水退去后")).stdout
    assert (
        "3.3.3  3、洪水退去后，先行消毒、检查房屋，确认安全后住户方可返回  line 32 [not in the plan's data]" in printed
    )
    removed = run(TEXT[: TEXT.index("2.提早一步")] + TEXT[TEXT.index("三、措施") :]).stdout
    assert "clause 2.2 is in the plan's data and not in the text" in removed
    assert "  removed 2.2\n" in removed
    assert "  2.2 早一步\n    facts: early\n" in removed


def test_learned_questions_are_named_where_a_plan_has_any() -> None:
    plan = the_plan()
    text = read_text(TEXT.encode(), Path("plan.txt"), flood_plan())
    [heading, *said] = touched(plan, text, Differences((), ("3.4.1",), (), ()))
    assert heading == f"  3.4.1 {plan.clauses['3.4.1'].title}"
    assert "    rules: " in "\n".join(said)
    assert said[-1].startswith("    learned questions: 9 labels in taught.txt")


def test_the_same_text_again_is_kept_once_and_mends_what_is_damaged(run: Callable[..., Result], shelf: Shelf) -> None:
    run(TEXT, "--by", "王主任")
    file = shelf.folder / f"{shelf.kept()[0].sha256[:16]}.txt"
    file.write_bytes(b"")
    again = run(TEXT, "--by", "李主任").stdout
    assert "cannot be compared" in again
    assert "by 王主任: there is nothing more to keep" in again
    assert len(shelf.kept()) == 1
    assert file.read_bytes() == TEXT.encode()
    assert "no clause differs" in run(TEXT).stdout


def test_a_preview_keeps_nothing(run: Callable[..., Result], shelf: Shelf) -> None:
    assert "a preview: nothing was kept" in run(TEXT, "--preview").stdout
    assert shelf.kept() == ()


def test_next_year_s_text_is_kept_and_not_quoted_for_this_year_s_data(run: Callable[..., Result], shelf: Shelf) -> None:
    run(TEXT)
    printed = run(spoiled("〔2023〕7号", "〔2024〕3号")).stdout
    assert (
        "the plan's data is of 青街发〔2023〕7号: answers quote this text when document.yaml has its number" in printed
    )
    quoted = shelf.in_force(flood_plan())
    assert quoted is not None
    assert quoted.number == "青街发〔2023〕7号"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.replace("三、措施", "四、措施"), "plan.txt:18: 四、 comes where 三、 is expected"),
        (lambda text: text.replace("青街发〔2023〕7号", ""), "does not say its document number"),
    ],
)
def test_a_text_that_cannot_be_read_is_one_line_and_nothing_is_kept(
    run: Callable[..., Result], shelf: Shelf, spoil: Callable[[str], str], said: str
) -> None:
    refused = run(spoil(TEXT))
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert shelf.kept() == ()


def test_a_file_that_is_not_there_is_one_line(shelf: Shelf) -> None:
    refused = CliRunner().invoke(command_line.app, ["plan", "import", "/nowhere/plan.txt"])
    assert refused.exit_code == 2
    assert "/nowhere/plan.txt: No such file" in refused.stderr


def answers(text: str | None) -> Answers:
    plan = flood_plan()
    return Answers(plan, official=None if text is None else read_text(text.encode(), Path("plan.txt"), plan))


def said(asked: Answers, question: str) -> str:
    return asked.words(asked.answer(question), NOTHING)


def test_an_answer_quotes_the_official_sentence_beside_the_plain_words() -> None:
    quoted = said(answers(TEXT), "水位到警戒线什么时候转移")
    plain = said(answers(None), "水位到警戒线什么时候转移")
    assert "原文：「水位到达警戒线时，由街道防汛指挥部下达转移命令。」\n" in quoted
    assert "".join(line for line in quoted.splitlines(keepends=True) if not line.startswith("原文")) == plain


def test_more_on_asking_quotes_too() -> None:
    assert "原文：「" in answers(TEXT).details(["3.2"])
    assert "原文" not in answers(None).details(["3.2"])


def test_a_long_sentence_is_cut_at_its_pauses_and_says_so() -> None:
    long = spoiled("抢险队昼夜待命", f"{'，'.join(['有关人员按照各自职责分工认真落实'] * 8)}，抢险队昼夜待命")
    [line] = [
        one for one in said(answers(long), "抢险队要随时出动吗河堤管涌塌坡").splitlines() if one.startswith("原文")
    ]
    assert len(line) < 85
    assert "……" in line
    assert "渗水、管涌、塌坡" in line or "昼夜待命" in line


@pytest.fixture
def running(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Answers]]:
    """A service of the invented plan that runs already."""
    monkeypatch.setattr("knowledge.answers.the_plan", flood_plan)
    monkeypatch.setattr("knowledge.answers._shelf", lambda: shelf)
    monkeypatch.setattr("knowledge.answers._of_the_plan", lambda: Answers(flood_plan()))
    _quoting.cache_clear()
    yield the_answers
    _quoting.cache_clear()


def test_a_running_service_quotes_what_is_imported_at_once(
    run: Callable[..., Result], running: Callable[[], Answers]
) -> None:
    question = "水位到警戒线什么时候转移"
    assert "原文" not in said(running(), question)
    run(TEXT)
    assert "原文：「水位到达警戒线时，由街道防汛指挥部下达转移命令。」" in said(running(), question)
    assert running() is running()  # the text is not read again for each question
    run(spoiled("水位到达警戒线时，由", "水位到达警戒线时，立即由"))
    assert "立即由街道防汛指挥部下达转移命令" in said(running(), question)


def test_a_damaged_text_is_not_quoted_and_doctor_tells(run: Callable[..., Result], shelf: Shelf) -> None:
    run(TEXT)
    [told] = [one for one in findings(load_settings()) if one.what == "plan"]
    assert told.says == "青街发〔2023〕7号, quoted from plan.txt"
    (shelf.folder / f"{shelf.kept()[0].sha256[:16]}.txt").write_text("x")
    with pytest.raises(BadText, match="is not as it was imported"):
        shelf.in_force(flood_plan())
    [told] = [one for one in findings(load_settings()) if one.what == "plan"]
    assert (told.level, told.says.partition(":")[0]) == ("look", "its official text is not quoted")


def test_a_list_of_imports_that_was_edited_is_told_with_its_line(run: Callable[..., Result], shelf: Shelf) -> None:
    run(TEXT)
    with (shelf.folder / "imports.jsonl").open("a", encoding="utf-8") as index:
        index.write("{}\n")
    refused = run(TEXT)
    assert refused.exit_code == 2
    assert "imports.jsonl:2: is no line that `plan import` wrote" in refused.stderr


def test_ask_answers_from_the_plan_that_config_names_and_quotes_it(run: Callable[..., Result], data_dir: Path) -> None:
    run(TEXT)
    environment = os.environ | {"HEXI_PLAN__FOLDER": str(FOLDER), "HEXI_DATA_DIR": str(data_dir)}
    found = subprocess.run(
        [sys.executable, "app.py", "ask"],
        input="水位到警戒线什么时候转移\n柳湾谁负责\n出小区看病要谁签字\n",
        capture_output=True, text=True, check=True, env=environment, cwd=PROJECT_FOLDER,
    )  # fmt: skip
    moving, place, other = map(json.loads, found.stdout.splitlines())
    assert moving["clauses"][0] == "3.2"
    assert "〔防汛预案3.2〕\n原文：「" in moving["answer"]
    assert "柳湾村的联系人是柳成荫" in place["answer"]
    assert not other["answered"]


def test_in_the_chat_an_answer_and_its_details_quote_the_text(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan that is served, with an official text of this test's own for one clause."""
    plan = the_plan()
    text = "\n".join(
        ["测街发〔2021〕1号", "测试预案", "一、目标", "甲。", "二、原则", "乙。", "三、流程"]
        + [f"（{number}）第{number}件事。" for number in "一二三四"]
        + ["（五）全员检测。", "各村、社区自启动之时起，须于24小时内有序完成采样。"]
    )
    official = read_text(text.encode(), Path("plan.txt"), plan)
    quoting = Answers(plan, official=official)
    monkeypatch.setattr(plan_handler, "the_answers", lambda: quoting)
    talk("""王阿姨: 全员核酸多少小时采完
            助手: 各村、社区要在24小时内有序完成核酸采样。〔预案3.5〕
              原文：「各村、社区自启动之时起，须于24小时内有序完成采样。」
              想看全，回「详细」。
            王阿姨: 详细
            助手: 【…】〔预案3.5〕
              …
              原文：「各村、社区自启动之时起，须于24小时内有序完成采样。」
              …""")
