"""Packages that are not installed: one sentence says so."""

import json
import sys

import pytest
from click.testing import CliRunner

from claimtrack.cli import main
from claimtrack.errors import ModelError
from claimtrack.parsing.packages import find_version, load_package


def test_a_package_that_is_there_is_loaded_and_has_a_version() -> None:
    assert load_package("json") is json
    assert find_version("click")[0].isdigit()


def test_a_package_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simplemma", None)
    with pytest.raises(ModelError, match="needs the package 'simplemma', which is not installed"):
        load_package("simplemma")
    with pytest.raises(ModelError, match="needs the package 'no-such-package'"):
        find_version("no-such-package")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (["extract", "--jsonl"], {"text": "It rained."}),
        (["compare", "--jsonl"], {"a": "It rained.", "b": "It did not rain."}),
        (["cluster", "--jsonl", "--stream"], {"text": "It rained."}),
    ],
)
def test_a_command_stops_with_one_sentence_where_a_package_is_missing(
    command: list[str], line: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> object:
        raise ModuleNotFoundError("No module named 'numpy'", name="numpy")

    for place in ("comparing.read_text", "extracting.extract_claims", "grouping.assign"):
        monkeypatch.setattr(f"claimtrack.cli.{place}", fail)
    result = CliRunner().invoke(main, command, input=f"{json.dumps(line)}\n" * 2)
    assert result.exit_code == 1
    assert result.output == (
        "Error: claimtrack needs the package 'numpy', which is not installed; run: pip install "
        "claimtrack, or pip install -e . in a checkout\n"
    )
