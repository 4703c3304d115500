"""The packages that parse, imported when first asked for.

The central decision: a package that is missing is told in one sentence. A checkout that was
brought up to date without being installed again lacks what was added since.
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from claimtrack.errors import ModelError


def load_package(name: str) -> Any:  # noqa: ANN401 - a library without types
    """A package that parsing needs, or a module of one.

    Args:
        name: As it is imported.

    Raises:
        ModelError: It, or a package that it needs, is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise _tell(error.name or name) from error


def find_version(name: str) -> str:
    """The version of an installed package.

    Args:
        name: As it is installed.

    Raises:
        ModelError: It is not installed.
    """
    try:
        return version(name)
    except PackageNotFoundError as error:
        raise _tell(name) from error


def _tell(name: str) -> ModelError:
    return ModelError(
        f"parsing needs the package {name!r}, which is not installed; install claimtrack again: "
        "pip install claimtrack, or pip install -e . in a checkout"
    )
