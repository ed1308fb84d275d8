"""`python -m evaluation` (`make evaluate`): accuracy by intent and slot, confusions, and speed.

With `--misread` also the texts of the open set whose intent was misread. Ends with 0: a figure is a figure.
"""

import argparse
from collections.abc import Sequence
from datetime import datetime

from evaluation import danger, pace, questions, report, speed
from evaluation.cases import KEPT_BACK, SETS, Case, load
from evaluation.scoring import score
from knowledge.language.reading import Reading, read
from knowledge.times import SHANGHAI


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the sets and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--misread", action="store_true", help="print the texts of the open set that were misread")
    parser.add_argument("--no-speed", action="store_true", help="leave the times out")
    options = parser.parse_args(arguments)
    cases = {which: load(which) for which in SETS}
    read_as = {which: _readings(of) for which, of in cases.items()}
    scores = {which: score(cases[which], read_as[which]) for which in SETS}
    for which in SETS:
        print(report.totals(which.replace("_", " "), scores[which]))
    together = score(
        [case for which in KEPT_BACK for case in cases[which]], [one for which in KEPT_BACK for one in read_as[which]]
    )
    print(report.totals("all that is kept back", together))
    for name, file in (("open", danger.OPEN), ("kept back", danger.KEPT_BACK)):
        print(report.of_danger(name, danger.score(danger.labelled(file))))
    for name, file in questions.SETS:
        print(report.of_questions(name, questions.score(questions.labelled(file))))
    kept = scores["kept_back"]
    for table in (report.by_intent(kept), report.by_slot(kept), report.confusions(kept)):
        print("\nkept back:", *table, sep="\n")
    for which in KEPT_BACK[1:]:
        print(f"\n{which.replace('_', ' ')}:", *report.by_slot(scores[which]), sep="\n")
    print("\nall that is kept back:", *report.by_slot(together), sep="\n")
    if options.misread:
        print("\nopen, misread:", *report.misread(cases["open"], read_as["open"]), sep="\n")
    if not options.no_speed:
        _print_speed(cases["kept_back"])


def _readings(cases: Sequence[Case]) -> list[Reading]:
    return [read(case.text, case.now.astimezone(SHANGHAI), case.role) for case in cases]


def _print_speed(cases: Sequence[Case]) -> None:
    now = datetime(2022, 1, 20, 9, 0, tzinfo=SHANGHAI)
    median, slow = speed.of_texts(cases)
    print(f"\na text: median {median:.0f} µs, 99 of 100 under {slow:.0f} µs")
    print(f"the usual check-in {speed.of_a_checkin(now):.0f} µs, a plain answer in a form {speed.of_an_answer(now):.0f} µs")
    print(f"one case by each rule of the plan {speed.of_the_rulebook():.0f} µs")
    start, slowness = speed.of_the_start(), pace.slowness()
    print(f"from the start of `understand` to its first reading {start / slowness:.2f} s ({start:.2f} s here)")
    print(f"all against a reference of the same run, which takes {slowness:.1f} times as long here (evaluation/pace.py)")


if __name__ == "__main__":
    main()
