"""``claimtrack models``: which models there are, and fetching larger ones."""

import click

from claimtrack.cli.printing import note, print_table, say
from claimtrack.errors import ModelError
from claimtrack.parsing.weights import SHIPPED, STANFORD, find_models, user_folder


@click.group()
def models() -> None:
    """List the models that parse, and fetch larger ones."""


@models.command()
@click.argument("lang", default="en")
def get(lang: str) -> None:
    """Fetch Stanford's models of a language (en); this needs a network.

    Afterwards use them with: --models stanford
    """
    # Stanza's adapter stays unimported until models are fetched.
    from claimtrack.parsing.stanza import get_models  # noqa: PLC0415

    note(f"fetching Stanford's models for {lang!r} …")
    found = get_models(lang)
    say(f"{found.folder}: {found.name} {found.digest}; use them with: --models {STANFORD}")


@models.command("list")
def list_models() -> None:
    """List the models that are here."""
    rows = [_describe(folder.name, None) for folder in sorted(SHIPPED.glob("*/"))]
    rows += [
        _describe(folder.name, STANFORD)
        for folder in sorted((user_folder() / STANFORD).glob("*/"))
    ]
    print_table(("lang", "models", "digest", "size", "folder"), rows)


def _describe(lang: str, models: str | None) -> tuple[str, ...]:
    try:
        found = find_models(lang, models)
    except ModelError as error:
        return (lang, models or "shipped", "-", "-", str(error))
    size = sum(file.size for file in found.files.values()) / 1e6
    return (lang, found.name, found.digest, f"{size:.0f} MB", str(found.folder))
