"""The parsing package: cheap to import, one protocol for all parsers."""

import subprocess
import sys

import pytest

from claimtrack.errors import ModelError
from claimtrack.parsing import Parser, default_parser, parse_many
from claimtrack.parsing.conllu import ConlluParser, read_conllu

OSLO = (
    "1\tOslo\tOslo\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tagreed\tagree\tVERB\tVBD\t_\t0\troot\t_\t_"
)


@pytest.mark.parametrize("module", ["", ".stanza", ".conllu", ".weights", ".chunks"])
def test_importing_loads_no_network_library(module: str) -> None:
    code = (
        f"import sys, claimtrack.parsing{module}; "
        "print(sorted({'stanza', 'torch', 'numpy', 'requests'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_texts_are_parsed_one_by_one_when_they_are_asked_for() -> None:
    parser = ConlluParser(read_conllu(OSLO))
    assert isinstance(parser, Parser)
    parsed = parse_many(parser, iter(["Oslo agreed", "", "Oslo agreed", "not stored"]))
    assert [len(next(parsed)) for _ in range(3)] == [1, 0, 1]


def test_a_language_without_models_says_so_and_is_not_remembered() -> None:
    for _ in range(2):
        with pytest.raises(ModelError, match="no models for 'sv' ship with claimtrack"):
            default_parser("sv")
