"""The public names are sorted, documented and all there is, and importing them is cheap."""

import subprocess
import sys
from types import ModuleType

import pytest

import claimtrack

HEAVY = ("torch", "stanza", "numpy", "pandas", "sklearn", "transformers", "lxml", "rich")


def test_the_public_names_are_sorted_and_stand_once() -> None:
    assert claimtrack.__all__ == sorted(set(claimtrack.__all__))


def test_the_public_names_are_all_there_is() -> None:
    found = {
        name
        for name, value in vars(claimtrack).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert found == set(claimtrack.__all__)


@pytest.mark.parametrize("name", claimtrack.__all__)
def test_a_public_name_is_documented(name: str) -> None:
    value = getattr(claimtrack, name)
    assert value.__doc__
    assert value.__doc__.strip().splitlines()[0].endswith((".", ":"))


@pytest.mark.parametrize(
    "name", [name for name in claimtrack.__all__ if isinstance(getattr(claimtrack, name), type)]
)
def test_the_public_methods_are_documented(name: str) -> None:
    for method, value in vars(getattr(claimtrack, name)).items():
        if not method.startswith("_") and (callable(value) or isinstance(value, property)):
            assert value.__doc__, f"{name}.{method}"


def test_importing_claimtrack_loads_no_heavy_library() -> None:
    source = (
        "import sys, claimtrack\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
        "assert all(hasattr(claimtrack, name) for name in claimtrack.__all__)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"


def test_every_public_function_takes_six_parameters_at_most() -> None:
    functions = [getattr(claimtrack, name) for name in claimtrack.__all__]
    for function in functions:
        if hasattr(function, "__code__"):
            assert function.__code__.co_argcount + function.__code__.co_kwonlyargcount <= 6
