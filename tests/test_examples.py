"""The examples run with the models that ship, and print what they promise."""

import runpy
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"

pytestmark = pytest.mark.models


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(name: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", [name, *arguments])
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")


def test_every_example_is_tested_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{path.name}"' in source for path in EXAMPLES.glob("*.py"))


def test_one_article_tells_who_says_what(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("one_article.py", monkeypatch)
    printed = capsys.readouterr().out
    assert 'Ana Ruiz | told | "The bridge is safe,"' in printed
    assert "indirect speech, denied" in printed


def test_one_article_reads_a_file(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    article = in_tmp / "article.txt"
    article.write_text("The bridge is closed, the harbour police said.", encoding="utf-8")
    run("one_article.py", monkeypatch, str(article))
    assert "harbour police | said | The bridge is closed" in capsys.readouterr().out


def test_several_documents_show_what_conflicts(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("several_documents.py", monkeypatch, "claims.db")
    printed = capsys.readouterr().out
    assert "About the same thing:" in printed
    assert "Conflict (denial): " in printed
    assert "Conflict (numeric): " in printed
    assert (in_tmp / "claims.db").exists()


def test_the_notebook_writes_its_pages(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("notebook.py", monkeypatch)
    for name in ("marked.html", "report.html"):
        page = (in_tmp / name).read_text(encoding="utf-8")
        assert "denied" in page
        assert "city council" in page
