"""Where models lie and whether they are whole.

The central decision: a set of models is a folder with a ``manifest.json`` that lists each file's
size and SHA-256. What it lists is checked before a network library is even imported, so that a
missing or truncated file is one clear sentence; its digest goes into every claim's provenance.

The models that ship with claimtrack lie in the package. Others lie in the user's folder,
``~/.cache/claimtrack/models``, or where the environment variable ``CLAIMTRACK_MODELS`` says.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from attrs import field, frozen

from claimtrack.errors import ModelError

#: Where the models that ship with claimtrack lie, a folder for each language.
SHIPPED = Path(__file__).parent / "models"

MANIFEST = "manifest.json"

#: Name of Stanford's models, as an argument and as a folder.
STANFORD = "stanford"

#: Bytes; sets up to this size are read through and compared with their digests whenever they
#: are opened (30 ms for 15 MB), larger ones by size alone.
READ_THROUGH = 64 * 2**20

_LANG = re.compile(r"[a-z]{2,3}(-[a-z]+)*")


@frozen
class ModelFile:
    """What a file has to be: its length in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@frozen(kw_only=True)
class ModelSet:
    """A folder of models and what it should hold.

    Attributes:
        folder: Where the files lie.
        name: What the set calls itself.
        files: Path under `folder`, parted by ``/``, to what the file has to be.
        remedy: What a user can do when the set is damaged.
    """

    folder: Path
    name: str
    files: Mapping[str, ModelFile] = field(repr=False)
    remedy: str = field(default="get the folder again", repr=False)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that tell these weights from others."""
        listing = "\n".join(f"{path} {file.sha256}" for path, file in sorted(self.files.items()))
        return hashlib.sha256(listing.encode()).hexdigest()[:12]


def user_folder() -> Path:
    """Where models that a user fetched lie; it need not exist."""
    chosen = os.environ.get("CLAIMTRACK_MODELS")
    return Path(chosen) if chosen else Path.home() / ".cache" / "claimtrack" / "models"


def stanford_folder(lang: str) -> Path:
    """Where Stanford's models of a language lie once they are fetched.

    Raises:
        ModelError: `lang` cannot be a language.
    """
    return user_folder() / STANFORD / _checked(lang)


def find_models(lang: str, models: str | Path | None = None) -> ModelSet:
    """The checked set of models for a language.

    Args:
        lang: ISO 639-1 code.
        models: None for what ships with claimtrack, ``"stanford"`` for what `get_models`
            fetched, otherwise a folder with a manifest.

    Raises:
        ModelError: There are none, or a file is missing, truncated or altered.
    """
    if models is None:
        folder = SHIPPED / _checked(lang)
        if not folder.is_dir():
            shipped = ", ".join(sorted(path.name for path in SHIPPED.glob("*/")))
            raise ModelError(
                f"no models for {lang!r} ship with claimtrack (there are: {shipped}); "
                f"run: claimtrack models get {lang}"
            )
        return read_manifest(folder, remedy="reinstall claimtrack")
    if models == STANFORD:
        folder = stanford_folder(lang)
        if not folder.is_dir():
            raise ModelError(
                f"no Stanford models for {lang!r} in {folder}; run: claimtrack models get {lang}"
            )
        return read_manifest(folder, remedy=f"run: claimtrack models get {lang}")
    return read_manifest(Path(models), remedy="copy the folder again")


def _checked(lang: str) -> str:
    """The code itself: it becomes part of a path, so it must be no more than a code."""
    if not _LANG.fullmatch(lang):
        raise ModelError(f"{lang!r} is no language code; give one such as 'en'")
    return lang


def write_manifest(folder: Path, name: str) -> ModelSet:
    """Lists a folder's files with sizes and digests in its ``manifest.json``.

    Args:
        folder: Where the models lie; everything in it is listed but for hidden files and notes
            (``.md``), so that a changed licence text does not make other weights.
        name: What the set calls itself; becomes part of provenance.
    """
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.name != MANIFEST
        and path.suffix != ".md"
        and not path.name.startswith(".")
    )
    files = {path.relative_to(folder).as_posix(): _measure(path) for path in paths}
    content = {
        "name": name,
        "files": {
            path: {"size": file.size, "sha256": file.sha256} for path, file in files.items()
        },
    }
    (folder / MANIFEST).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return ModelSet(folder=folder, name=name, files=MappingProxyType(files))


def read_manifest(folder: Path, remedy: str) -> ModelSet:
    """A folder's set of models, each file checked against the manifest.

    Args:
        folder: Where the models lie.
        remedy: What a user can do when the set is damaged; ends every message.

    Raises:
        ModelError: The manifest is missing or no manifest, or a file is not as it says.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        files = {
            str(name): ModelFile(int(entry["size"]), str(entry["sha256"]))
            for name, entry in content["files"].items()
        }
        models = ModelSet(
            folder=folder,
            name=str(content["name"]),
            files=MappingProxyType(files),
            remedy=remedy,
        )
    except OSError as error:
        raise ModelError(f"no models in {folder}: {path.name} is missing; {remedy}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} is no list of models ({error!r}); {remedy}") from error
    _check(models)
    return models


def _check(models: ModelSet) -> None:
    total = sum(file.size for file in models.files.values())
    for name, expected in models.files.items():
        path = models.folder / name
        size = path.stat().st_size if path.is_file() else None
        if size is None:
            raise ModelError(f"model file {path} is missing; {models.remedy}")
        if size != expected.size:
            raise ModelError(
                f"model file {path} has {size} bytes where {expected.size} belong; {models.remedy}"
            )
        if total <= READ_THROUGH and _measure(path) != expected:
            raise ModelError(f"model file {path} is damaged; {models.remedy}")


def _measure(path: Path) -> ModelFile:
    with path.open("rb") as file:
        return ModelFile(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
