"""The command line of the Hexi assistant: `python app.py COMMAND` (docs in README.md).

Each command is a file in commands/; what is slow to import is imported when its command runs. Errors that somebody can
mend are one clear line on standard error: 2 for a wrong call or configuration.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.errors import Refused
from commands.opening import clear_errors, installation, settings, speak_utf8

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The Hexi assistant.",
    rich_markup_mode=None,
)
plan = typer.Typer(no_args_is_help=True, help="The plan and the rules as data.", rich_markup_mode=None)
app.add_typer(plan, name="plan")


@app.command()
def decide(
    rule: Annotated[str, typer.Argument(help="Name of the rule, such as health_alert.")],
    facts: Annotated[str, typer.Option(help='The facts as JSON, such as {"fever": true}.')],
    on: Annotated[str | None, typer.Option(help="Day of the event, such as 2022-01-20; today without it.")] = None,
    announcement: Annotated[
        list[Path] | None, typer.Option(help="Announcement in force; may be given several times.")
    ] = None,
) -> None:
    """Decide by a rule: prints rule, version, clause, outcome and trace as one line of JSON."""
    from commands import decide as deciding

    deciding.decide(rule, facts, on, announcement or ())


@plan.command("check")
def plan_check(
    announcement: Annotated[
        list[Path] | None,
        typer.Option(help="Announcement file to check as well; may be given several times."),
    ] = None,
) -> None:
    """Check the knowledge: plan, rules and their examples, answers, words, announcements."""
    from commands import plan as checking

    checking.plan_check(announcement or ())


@plan.command("coverage")
def plan_coverage(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a clause, fact by fact.")] = False,
) -> None:
    """Print every clause of the plan with what serves it today, and what nothing serves yet."""
    from commands import coverage

    with clear_errors():
        for line in coverage.printed(as_json=as_json):
            typer.echo(line)


@plan.command("import")
def plan_import(
    file: Annotated[Path, typer.Argument(help="The plan's official text, .txt in UTF-8 or GB18030.")],
    by: Annotated[str | None, typer.Option(help="Who imports it; without it whoever is signed in here.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show what it would change, and keep nothing.")] = False,
) -> None:
    """Read an official text into clauses, show what differs from the one before and what that touches, and keep it."""
    from commands import plan_import as importing

    with clear_errors():
        for line in importing.import_text(settings(), file, by, preview=preview):
            typer.echo(line)


role = typer.Typer(no_args_is_help=True, help="Roles of the staff.", rich_markup_mode=None)
app.add_typer(role, name="role")


@app.command()
def serve(
    web_only: Annotated[bool, typer.Option("--web-only", help="Without sender and scheduler.")] = False,
) -> None:
    """Answer pushes; also send and keep the clock, unless told otherwise."""
    from commands import serve as server

    with clear_errors():
        server.serve(settings(), web_only=web_only)


@app.command()
def worker() -> None:
    """Send what is due in the outbox; any number of hosts may."""
    from commands import serve as server

    with clear_errors():
        server.work(settings())


@app.command()
def scheduler() -> None:
    """Run the jobs when they are due; any number of hosts may."""
    from commands import serve as server

    with clear_errors():
        server.keep_time(settings())


@app.command()
def demo() -> None:
    """Start the assistant with a stand-in for WeChat, made-up people and an announcement."""
    from commands import demo as rehearsal

    with clear_errors():
        rehearsal.demo()


@app.command()
def chat(
    role: Annotated[str, typer.Option("--as", help="Role to speak as.")] = "resident",
    at: Annotated[str | None, typer.Option(help="Time of the first message, such as 2022-01-20T18:00.")] = None,
) -> None:
    """Talk in the terminal, through the same path as a push."""
    from commands import chat as terminal

    with clear_errors():
        terminal.chat(settings(), role, at)


@app.command()
def ask() -> None:
    """Answer questions about the plan, one a line of standard input, one JSON object a line."""
    from commands import ask as asking

    speak_utf8()
    try:
        asking.ask(sys.stdin, sys.stdout)
    except Refused as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(2) from None


@app.command()
def understand(
    explain: Annotated[bool, typer.Option("--explain", help="With the reasons and the next likely intents.")] = False,
) -> None:
    """Print what is understood of each line of standard input: a text, or {"text", "now", "role"} as JSON."""
    from commands import understand as understanding

    speak_utf8()
    try:
        understanding.understand(sys.stdin, sys.stdout, explain=explain)
    except Refused as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(2) from None


@app.command()
def invite(
    role: Annotated[str | None, typer.Option(help="resident, grid_worker, office …")] = None,
    scope: Annotated[str | None, typer.Option(help="A place such as 永茂社区/1网格, or a group's id.")] = None,
    name: Annotated[str, typer.Option(help="Whose code it is.")] = "",
    phone: Annotated[str | None, typer.Option(help="Their phone, kept sealed.")] = None,
    file: Annotated[Path | None, typer.Option(help="Many at once, a JSON object a line; - for standard input.")] = None,
) -> None:
    """Print a one-time code: whoever sends 绑定 CODE is bound with this role, place, name and phone."""
    from commands import invite as invitations

    with clear_errors(), installation() as house:
        if file is not None:
            invitations.invite_file(house, file)
        else:
            typer.echo(invitations.invite_one(house, role, scope, name, phone))


@app.command()
def account(
    name: Annotated[str, typer.Argument(help="Whose account: the name to sign in with.")],
    role: Annotated[str | None, typer.Option(help="office, grid_worker, group_member …")] = None,
    scope: Annotated[str | None, typer.Option(help="A place such as 永茂社区/1网格, or a group's id.")] = None,
    end: Annotated[bool, typer.Option("--end", help="End the account and sign it out everywhere.")] = False,
) -> None:
    """Print a one-time link to the office's pages, on which NAME sets password and second factor; again: anew."""
    from commands import account as accounts

    with clear_errors(), installation() as house:
        typer.echo(accounts.end(house, name) if end else accounts.make(house, name, role, scope))


@role.command("end")
def role_end(
    name: Annotated[str, typer.Argument(help="Whose role.")],
    by: Annotated[str, typer.Option(help="Who decides it.")],
    kind: Annotated[str | None, typer.Option("--role", help="Which role, where there are several.")] = None,
    scope: Annotated[str | None, typer.Option(help="Its place or group, where there are several.")] = None,
) -> None:
    """End a role of the staff at once: the next command of whoever held it is ordinary text."""
    from commands import role as roles

    with clear_errors(), installation() as house:
        typer.echo(roles.end(house, name, kind, scope, by))


@app.command()
def qr(
    place: Annotated[str, typer.Argument(help="A place such as 永茂社区/6号楼.")],
    out: Annotated[Path | None, typer.Option(help="The picture's file, .png; else in the data folder.")] = None,
) -> None:
    """Make a QR code that says where it hangs: whoever scans it need not say their address."""
    from commands import qr as codes

    with clear_errors(), installation() as house:
        typer.echo(codes.make(house, place, out))


@app.command()
def menu() -> None:
    """Publish the account's menu, and those of the staff by tag."""
    from commands import menu as menus

    with clear_errors(), installation() as house:
        typer.echo(menus.publish(house))


@app.command()
def grid(
    place: Annotated[str, typer.Argument(help="What is put into it, such as 永茂社区/6号楼.")],
    grid: Annotated[str, typer.Argument(help="A grid of the same community, such as 2网格.")],
    by: Annotated[str, typer.Option(help="Who decides it.")],
) -> None:
    """Put a building, with all who live there, into one of its community's grids."""
    from commands import grid as grids

    with clear_errors(), installation() as house:
        typer.echo(grids.put_into_grid(house, place, grid, by))


@app.command()
def roster(
    file: Annotated[Path, typer.Argument(help="永茂社区6号楼 卡口 张三 8:00-20:00, one a line; - for stdin.")],
    by: Annotated[str, typer.Option(help="Who decides it.")],
) -> None:
    """Put a roster of duty hours in force, all of its lines or none."""
    from commands import roster as rosters

    with clear_errors(), installation() as house:
        typer.echo(rosters.enter(house, file, by))


@app.command()
def announce(
    file: Annotated[Path, typer.Argument(help="The announcement: YAML, or the workbook that --template writes.")],
    by: Annotated[str | None, typer.Option(help="Who puts it in force; without it only the preview is shown.")] = None,
    old_cases: Annotated[
        str | None, typer.Option(help="keep or change, where it does not say what holds for who came before.")
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Write an empty workbook to FILE, no more.")] = False,
) -> None:
    """Check an announcement, show whom it would change, and put it in force by a named person."""
    from commands import announce as announcing

    if template:
        with clear_errors():
            typer.echo(announcing.write_template(file))
        return
    with clear_errors(), installation() as house:
        if by is None:
            typer.echo(announcing.look(house, file, old_cases))
        else:
            typer.echo(announcing.announce(house, file, by, old_cases))


@app.command()
def announcements(
    at: Annotated[str | None, typer.Option(help="As of this time, such as 2022-01-20T18:00.")] = None,
    number: Annotated[str | None, typer.Option(help="One of them, to be written with --out.")] = None,
    out: Annotated[Path | None, typer.Option(help="The workbook to write it into.")] = None,
    report: Annotated[str | None, typer.Option(help="A return report to decide again as of its day.")] = None,
) -> None:
    """Print every announcement that was put in force, and which hold; write one out; decide a report again."""
    from commands import announcements as issued

    with clear_errors(), installation() as house:
        if number is not None and out is not None:
            typer.echo(issued.write_out(house, number, out))
            return
        if number is not None or out is not None:
            raise Refused("--number and --out go together")
        for line in issued.replayed(house, report) if report is not None else issued.listed(house, at):
            typer.echo(line)


@app.command()
def seal(
    place: Annotated[str, typer.Argument(help="A place such as 永茂社区 or 永茂社区/6号楼.")],
    leader: Annotated[str, typer.Option(help="Who leads its task force, bound already or not.")],
    kind: Annotated[str | None, typer.Option(help="lockdown, control or caution, as the order says.")] = None,
    order: Annotated[str | None, typer.Option(help="Number of the order.")] = None,
) -> None:
    """Put a place under closed management."""
    from commands import seal as sealing

    with clear_errors(), installation() as house:
        typer.echo(sealing.seal(house, place, leader, kind, order))


@app.command()
def unseal(place: Annotated[str, typer.Argument(help="A sealed place.")]) -> None:
    """End the closed management of a place."""
    from commands import seal as sealing

    with clear_errors(), installation() as house:
        typer.echo(sealing.unseal(house, place))


@app.command("gate-list")
def gate_list(
    place: Annotated[str, typer.Argument(help="A sealed place such as 永茂社区/6号楼.")],
    on: Annotated[str | None, typer.Option(help="The day, such as 2022-01-20; today without it.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the page here, for its owner alone.")] = None,
) -> None:
    """Make a page to print of the passes that count at a gate, for a night without signal."""
    from commands import gate_list as lists

    with clear_errors(), installation() as house:
        typer.echo(lists.gate_list(house, place, on, out))


@app.command()
def ledger(
    record: Annotated[str, typer.Argument(help="person, return_report, health_checkin, alert, delivery …")],
    since: Annotated[str | None, typer.Option(help="Filed at or after this time.")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="Replaced ones too.")] = False,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="Phones in clear.")] = False,
) -> None:
    """Print the records in force, one JSON object a line."""
    from commands import ledger as records

    with clear_errors():
        records.print_records(settings(), record, since, versions, unmasked)


@app.command()
def job(
    name: Annotated[str, typer.Argument(help="The job's name.")],
    at: Annotated[str | None, typer.Option(help="As if it were this time.")] = None,
) -> None:
    """Run one scheduled job now."""
    from commands import job as jobs

    with clear_errors(), installation() as house:
        typer.echo(str(jobs.run_job(house, name, at)))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")]) -> None:
    """Write the whole state into an encrypted file, beside a running server."""
    from commands import backup as backups

    with clear_errors():
        typer.echo(backups.back_up(settings(), file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="In the place of the records that are there.")] = False,
) -> None:
    """Put a backup back, the whole of it or nothing; the service must be stopped."""
    from commands import backup as backups

    with clear_errors():
        typer.echo(backups.restore(settings(), file, replace=replace))


@app.command()
def doctor() -> None:
    """Say what is configured, reachable and missing."""
    from commands import doctor as checks

    with clear_errors():
        if not checks.run(settings()):
            raise typer.Exit(1)


if __name__ == "__main__":
    app()
