"""The commands and their options; what each does stands in the module it imports."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

import click

from pipeline import __version__
from pipeline.cli import options, tell_interrupt
from pipeline.errors import PipelineError, UsageError
from pipeline.export import FORMATS
from pipeline.run.causes import VERDICTS
from pipeline.run.said import one_of, say


class Commands(click.Group):
    """A group that turns the program's faults into a sentence and the contract's exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a traceback only with --debug."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(tell_interrupt())
        except Exception as fault:
            if ctx.params.get("debug"):
                traceback.print_exc()
            click.echo(f"pipeline: {fault_to_sentence(fault)}", err=True)
            sys.exit(fault.exit_code if isinstance(fault, PipelineError) else 1)


def fault_to_sentence(fault: Exception) -> str:
    """What a person is told of a fault, in one language; one of ours is named as such."""
    if isinstance(fault, UsageError) and fault.both:
        return one_of(*fault.both)
    if isinstance(fault, PipelineError):
        return str(fault)
    ours = say("fault_of_ours")
    return f"{type(fault).__name__}: {fault} ({ours})"


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="pipeline")
@click.option("--debug", is_flag=True, help=options.DEBUG_HELP)
@click.pass_context
def main(ctx: click.Context, debug: bool) -> None:
    """Korean government reports (HWPX, HWP, PDF, text) to programme rows, quantities and checks.

    정부 보고서를 단위사업, 수치, 검산 결과의 표로 바꿉니다.
    """
    ctx.obj = debug


@main.command("run")
@options.debug
@options.paths
@options.out
@options.fail_on
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=None,
    help="Files read at once.  [default: one a processor, 4 at most]",
)
@click.option(
    "--second-opinion",
    is_flag=True,
    help="Compare each PDF's characters with those of the other reader (slow).",
)
@click.option("--review", is_flag=True, help="Write review pages too, where none is up to date.")
@options.reading
@options.telling
@click.pass_obj
def run_command(debug: bool, /, **given: Any) -> None:
    """Read reports (files or folders; raw/ without any) and publish them. / 보고서를 읽어 펴냅니다."""
    from pipeline.cli.running import run_and_tell

    sys.exit(run_and_tell(debug=debug, **given))


@main.command("check")
@options.debug
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(VERDICTS),
    help="Checks of this verdict alone (may be given again).",
)
@click.option("--accept", is_flag=True, help="Print entries for accepted.toml, and nothing else.")
@click.option("--summary", type=options.ANY_PATH, help="Write a summary in Markdown.")
@click.option("--junit", type=options.ANY_PATH, help="Write the results as JUnit XML.")
@options.out
@options.fail_on
@options.telling
def check_command(
    reports: tuple[str, ...], only: tuple[str, ...], out: Path, fail_on: str, **asked: Any
) -> None:
    """Verdicts and problems of what is published; verifies the files. / 펴낸 것의 판정과 문제를
    보이고 파일을 확인합니다.

    Of several reports: what to look at by cause, the heaviest first, and a line a report; REPORT
    tells one in full.
    """
    from pipeline.cli.checking import Asked, check_and_tell

    sys.exit(check_and_tell(out, fail_on, reports, only, Asked(**asked)))


@main.command("tables")
@options.debug
@click.argument("file", type=click.Path(path_type=Path))
@options.reading
@options.telling
@click.pass_obj
def tables_command(debug: bool, /, file: Path, **given: Any) -> None:
    """The tables of FILE as layout sees them, before any meaning. / 해석하기 전의 표를 그대로 보여
    줍니다.
    """
    from pipeline.cli.tables import tables_and_tell

    tables_and_tell(file, debug=debug, **given)


@main.command("why")
@options.debug
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("where", metavar="[PAGE]", required=False)
@click.option(
    "--image",
    type=click.Path(path_type=Path),
    help="PNG to draw the page into, with what was seen over it.",
)
@options.reading
@options.telling
@click.pass_obj
def why_command(debug: bool, /, file: Path, where: str | None, **given: Any) -> None:
    """Why a page of FILE was read so: tables, what speaks for their edges, lines left over. / 쪽을
    왜 그렇게 읽었는지 보입니다.

    PAGE is a page of a PDF. Of a text it is lines (120-180), a page where the file has form feeds,
    or left out: the whole. An HWPX or HWP has no pages: PAGE is the number of a table, or left out:
    all tables.
    """
    from pipeline.cli.why import why_and_tell

    why_and_tell(file, where, debug=debug, **given)


@main.command("show")
@options.debug
@click.argument("report", required=False)
@options.out
@click.option(
    "--left-out", is_flag=True, help="The digits that are no quantities, with the reason."
)
@options.telling
def show_command(report: str | None, out: Path, left_out: bool, **telling: Any) -> None:
    """The programme tree of a published REPORT. / 펴낸 보고서의 사업 계층을 보여 줍니다."""
    from pipeline.cli.showing import show_left_out, show_tree

    (show_left_out if left_out else show_tree)(out, report, **telling)


@main.command("explain")
@options.debug
@click.argument("id_", metavar="ID")
@click.option(
    "--image",
    type=options.ANY_PATH,
    help="PNG to draw the page into: the statement in red, its operands numbered.",
)
@options.out
@options.reading
@options.telling
@click.pass_obj
def explain_command(
    debug: bool, /, id_: str, out: Path, as_json: bool, image: Path | None, **given: Any
) -> None:
    """How a quantity_id was read, from the page to its value, or what a check_id compares. / 수치를
    어떻게 읽었는지, 검산이 무엇을 견주는지 보입니다.
    """
    from pipeline.cli.showing import explain, image_to_draw

    given["quiet"] = given["quiet"] or as_json
    draw = image_to_draw(image, debug, given)
    explain(out, id_.strip(" ()"), as_json, draw)  # in brackets as `check` prints it


@main.command("review")
@options.debug
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option(
    "--raw",
    "places",
    multiple=True,
    type=options.ANY_PATH,
    help="Raw folder or file to cut pages out of (may be given again).  [default: raw]",
)
@options.out
@options.reading
@options.telling
@click.pass_obj
def review_command(
    debug: bool, /, reports: tuple[str, ...], places: tuple[Path, ...], **given: Any
) -> None:
    """Write review pages: each doubt beside the page that it came from. / 의심스러운 곳을 쪽 그림과
    함께 보이는 검토 쪽을 만듭니다.
    """
    from pipeline.cli.reviewing import review_and_tell
    from pipeline.cli.running import given_to_reading

    out, as_json, quiet = (given.pop(name) for name in ("out", "as_json", "quiet"))
    review_and_tell(out, reports, places, given_to_reading(debug, given), as_json, quiet)


@main.command("diff")
@options.debug
@click.argument("reports", nargs=2, metavar="REPORT REPORT")
@options.out
@options.telling
def diff_command(
    reports: tuple[str, str], as_json: bool, language: str, quiet: bool, out: Path
) -> None:
    """What two published reports differ in: two formats of one report. / 펴낸 두 보고서(한 보고서의
    두 형식)가 어디서 다른지 보입니다.

    Programmes, figures, tables and checks side by side, as Markdown.
    """
    from pipeline.cli.diff import diff_and_tell

    diff_and_tell(out, reports, as_json, language)


@main.command("export")
@options.debug
@click.argument("folder", type=options.ANY_PATH)
@click.option(
    "--to", required=True, type=click.Choice(FORMATS), help="The program that is to open it."
)
@options.out
@options.telling
def export_command(folder: Path, to: str, out: Path, **telling: Any) -> None:
    """What is published, for Excel, DuckDB or other programs, into FOLDER. / 펴낸 표를 엑셀 등으로
    내보냅니다.

    Every table with all reports, one row a programme with its common measures, the dictionary, and
    the values of coded columns.
    """
    from pipeline.cli.exporting import export_and_tell

    export_and_tell(out, folder, to, **telling)


@main.command("prune")
@options.debug
@options.paths
@options.out
@options.telling
@click.pass_obj
def prune_command(debug: bool, /, paths: tuple[Path, ...], out: Path, **telling: Any) -> None:
    """Remove what was published from raw files that are gone. / 원본이 없어진 결과를 지웁니다."""
    from pipeline.cli.running import prune_and_tell

    prune_and_tell(paths, out, debug=debug, **telling)


def help_text() -> str:
    """What `pipeline --help` prints, as help.txt holds it."""
    with click.Context(
        main, info_name="pipeline", terminal_width=100, help_option_names=["-h", "--help"]
    ) as ctx:
        return main.get_help(ctx) + "\n"
