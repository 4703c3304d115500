"""The whole recipe, from treebanks to packed models and their scores.

    python -m training.recipe --ud TREEBANKS --out FOLDER
    python -m training.recipe --ud TREEBANKS --out FOLDER --stage tagger --stage pack

A stage that has been done (``FOLDER/done/<stage>``) is not done again unless it is named.
"""

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import click

from training.evaluate import PROCESSORS, evaluate, to_table
from training.pack import pack_model, unpack_vectors
from training.prepare import write_data
from training.train import (
    Workshop,
    guess_tags,
    train_lemmatizer,
    train_names,
    train_parser,
    train_tagger,
    train_tokenizer,
)
from training.vectors import build_vectors

LICENSE = Path(__file__).with_name("MODEL_LICENSE.md")


def build(shop: Workshop, texts: Path | None) -> None:
    """The word vectors, those of an earlier set where one is given."""
    packed = shop.root / "vectors.pt"
    if shop.first is None:
        build_vectors(shop.data, packed, texts)
    else:
        shutil.copyfile(shop.first / "vectors.pt", packed)
    unpack_vectors(packed, shop.vectors)


def pack(shop: Workshop) -> None:
    """The set as it ships, in ``ship/``; a model that was not trained is the earlier set's."""
    target = shop.root / "ship"
    target.mkdir(exist_ok=True)
    for name in PROCESSORS:
        trained = shop.models / f"{name}.pt"
        if trained.exists():
            pack_model(trained, target / f"{name}.pt")
        elif shop.first is not None:
            shutil.copyfile(shop.first / f"{name}.pt", target / f"{name}.pt")
    shutil.copyfile(shop.root / "vectors.pt", target / "vectors.pt")
    shutil.copyfile(LICENSE, target / LICENSE.name)
    (target / "resources.json").write_text("{}\n", encoding="utf-8")


def report(shop: Workshop) -> None:
    """The scores of the packed set, printed and in ``scores.json``."""
    results = evaluate(shop.root / "ship", shop.data)
    text = json.dumps(results, indent=1)
    (shop.root / "scores.json").write_text(text + "\n", encoding="utf-8")
    click.echo(to_table(results))


def stages(shop: Workshop, treebanks: Path, texts: Path | None) -> dict[str, Callable[[], None]]:
    """The stages in their order."""
    return {
        "prepare": lambda: write_data(treebanks, shop.data),
        "vectors": lambda: build(shop, texts),
        "tokenizer": lambda: train_tokenizer(shop),
        "lemmatizer": lambda: train_lemmatizer(shop),
        "tagger": lambda: train_tagger(shop),
        "guess": lambda: guess_tags(shop),
        "parser": lambda: train_parser(shop),
        "names": lambda: train_names(shop),
        "pack": lambda: pack(shop),
        "evaluate": lambda: report(shop),
    }


@click.command(help=__doc__)
@click.option("--ud", "treebanks", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--out", "root", type=click.Path(path_type=Path), required=True)
@click.option(
    "--first", type=click.Path(path_type=Path, exists=True), help="An earlier packed set."
)
@click.option("--texts", type=click.Path(path_type=Path, exists=True), help="News, for its words.")
@click.option("--stage", "chosen", multiple=True, help="Only this stage; may be repeated.")
def main(
    treebanks: Path,
    root: Path,
    first: Path | None,
    texts: Path | None,
    chosen: tuple[str, ...],
) -> None:
    """Run the stages that are not done, or those chosen."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    # Stanza joins paths it is given to its own, so they must not depend on the working folder
    shop = Workshop(root.resolve(), None if first is None else first.resolve())
    known = stages(shop, treebanks, texts)
    unknown = [name for name in chosen if name not in known]
    if unknown:
        message = f"no stage {unknown[0]!r}; there are: {', '.join(known)}"
        raise click.BadParameter(message)
    done = shop.root / "done"
    done.mkdir(parents=True, exist_ok=True)
    for name, step in known.items():
        if name in chosen or (not chosen and not (done / name).exists()):
            click.echo(name)
            step()
            (done / name).touch()


if __name__ == "__main__":
    main()
