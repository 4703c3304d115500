"""The command line: every command is a verb of `Tracker`, or of the functions below it.

The central decision: an expected error is one sentence on standard error and exit status 1;
results go to standard output, notes and progress to standard error. Nothing heavy is imported
before a command needs it, so that ``--help`` answers at once.
"""

from typing import Any

import click

from claimtrack.cli.adding import add
from claimtrack.cli.comparing import compare
from claimtrack.cli.explaining import explain
from claimtrack.cli.extracting import extract
from claimtrack.cli.grouping import cluster
from claimtrack.cli.identifying import source
from claimtrack.cli.judging import judge, recluster
from claimtrack.cli.keeping import backup, export, head, verify
from claimtrack.cli.models import models
from claimtrack.cli.reading import claims, clusters, sources
from claimtrack.cli.rerunning import diff, rerun, runs, search
from claimtrack.cli.showing import report, show
from claimtrack.cli.viewing import conflicts, timeline
from claimtrack.display.text import printable
from claimtrack.errors import ClaimtrackError
from claimtrack.tracker import read_version

__all__ = ["main"]


class Commands(click.Group):
    """A group whose commands tell expected errors in one sentence, with exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  as click declares it
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except ClaimtrackError as error:
            raise click.ClickException(printable(str(error))) from error
        except ModuleNotFoundError as error:
            # A checkout that was brought up to date may need what was never installed.
            raise click.ClickException(
                f"claimtrack needs the package {error.name!r}, which is not installed; run: "
                "pip install claimtrack, or pip install -e . in a checkout"
            ) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(read_version(), prog_name="claimtrack")
def main() -> None:
    """Who says what, and who contradicts whom.

    Add articles to a database, then read their claims and conflicts:

    \b
      claimtrack add article.txt
      claimtrack conflicts
      claimtrack report --out report.html
    """  # noqa: D301  click's mark for lines that stay as they are


for command in (
    *(add, claims, cluster, clusters, compare, conflicts, explain),
    *(extract, judge, models, recluster, report, show, source, sources),
    *(backup, diff, export, head, rerun, runs, search, timeline, verify),
):
    main.add_command(command)
