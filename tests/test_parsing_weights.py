"""Sets of models: found, whole, or one clear sentence about what is wrong."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.errors import ModelError
from claimtrack.parsing import weights
from claimtrack.parsing.weights import (
    MANIFEST,
    find_models,
    stanford_folder,
    user_folder,
    write_manifest,
)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A small set with a manifest, in a folder within which anything may be broken."""
    folder = tmp_path / "models"
    (folder / "deep").mkdir(parents=True)
    (folder / "pos.pt").write_bytes(b"weights of a tagger")
    (folder / "deep" / "ner.pt").write_bytes(b"weights of names")
    (folder / ".DS_Store").write_bytes(b"not listed")
    (folder / "LICENSE.md").write_text("Not listed either.", encoding="utf-8")
    write_manifest(folder, "small")
    return folder


def test_a_manifest_read_back_is_the_one_written(models: Path) -> None:
    written, found = write_manifest(models, "small"), find_models("en", models)
    assert (found.folder, found.name, found.files) == (models, "small", written.files)
    assert sorted(found.files) == ["deep/ner.pt", "pos.pt"]
    assert found.digest == written.digest


def test_the_digest_tells_weights_apart(models: Path) -> None:
    before = find_models("en", models).digest
    (models / "pos.pt").write_bytes(b"weights of another ")
    assert write_manifest(models, "small").digest != before


def truncate(folder: Path) -> None:
    (folder / "pos.pt").write_bytes(b"weights")


def garble(folder: Path) -> None:
    (folder / "pos.pt").write_bytes(b"weights of a digger")


def remove(folder: Path) -> None:
    (folder / "deep" / "ner.pt").unlink()


def put_a_folder(folder: Path) -> None:
    remove(folder)
    (folder / "deep" / "ner.pt").mkdir()


def lose_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def lose_all(folder: Path) -> None:
    shutil.rmtree(folder)


def write(content: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / MANIFEST).write_text(content, encoding="utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (truncate, r"pos\.pt has 7 bytes where 19 belong; copy the folder again"),
        (garble, r"pos\.pt is damaged; copy the folder again"),
        (remove, r"ner\.pt is missing; copy the folder again"),
        (put_a_folder, r"ner\.pt is missing; copy the folder again"),
        (lose_manifest, r"no models in .*: manifest\.json is missing; copy the folder again"),
        (lose_all, r"no models in .*: manifest\.json is missing; copy the folder again"),
        (write("{"), r"manifest\.json is no list of models \(JSONDecodeError.*copy the folder"),
        (write("[]"), r"manifest\.json is no list of models"),
        (write('{"name": "x", "files": []}'), r"manifest\.json is no list of models"),
        (write('{"name": "x", "files": {"a": {"size": 1}}}'), r"is no list of models"),
    ],
)
def test_a_damaged_set_is_one_clear_sentence(
    models: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(models)
    with pytest.raises(ModelError, match=said):
        find_models("en", models)


def test_large_sets_are_checked_by_size_alone(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "READ_THROUGH", 10)
    garble(models)
    assert find_models("en", models).name == "small"
    truncate(models)
    with pytest.raises(ModelError, match="7 bytes where 19 belong"):
        find_models("en", models)


def test_a_language_without_shipped_models_names_those_with() -> None:
    with pytest.raises(ModelError, match=r"'sv' ship.*are: en.*run: claimtrack models get sv"):
        find_models("sv")


def test_stanfords_models_that_were_not_fetched_say_how_to_fetch_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMTRACK_MODELS", str(tmp_path))
    assert stanford_folder("en") == tmp_path / "stanford" / "en"
    with pytest.raises(ModelError, match=r"no Stanford models for 'en'.*claimtrack models get en"):
        find_models("en", "stanford")


def test_stanfords_models_that_are_damaged_say_how_to_fetch_them_again(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMTRACK_MODELS", str(tmp_path))
    truncate(models)
    (tmp_path / "stanford").mkdir()
    models.rename(tmp_path / "stanford" / "en")
    with pytest.raises(ModelError, match="7 bytes where 19 belong; run: claimtrack models get en"):
        find_models("en", "stanford")


def test_models_lie_in_the_users_cache_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CLAIMTRACK_MODELS", raising=False)
    assert user_folder() == Path.home() / ".cache" / "claimtrack" / "models"


@pytest.mark.parametrize("lang", ["", "..", "en/../..", "EN", "english", "e\n"])
@pytest.mark.parametrize("models", [None, "stanford"])
def test_what_is_no_language_code_never_becomes_a_path(lang: str, models: str | None) -> None:
    with pytest.raises(ModelError, match="is no language code"):
        find_models(lang, models)


def test_the_shipped_set_is_whole_and_small() -> None:
    shipped = find_models("en")
    assert {"tokenize.pt", "pos.pt", "lemma.pt", "depparse.pt", "ner.pt"} < set(shipped.files)
    assert sum(file.size for file in shipped.files.values()) < 32 * 2**20
    content = json.loads((shipped.folder / MANIFEST).read_text(encoding="utf-8"))
    assert content["name"] == shipped.name
