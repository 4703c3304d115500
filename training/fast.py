"""One of Stanza's trainers in this process, on one thread, with a learning rate that falls.

    python -m training.fast stanza.models.tagger --warmup 100 ... Stanza's own options ...

Stanza's tagger and name trainers hold the learning rate still or drop it in steps. On a budget of
minutes a short linear rise and a linear fall to nearly nothing over ``--max_steps`` ends higher,
and no time goes into waiting for a plateau. (The tagger's ``--second_optim`` of Stanza 1.15 does
nothing: it sets ``optimizer``, and the update steps ``optimizers``.)
"""

import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Any

import torch

FLOOR = 0.02
"""The share of the learning rate that is left at the end."""


def share(step: int, warmup: int, total: int) -> float:
    """The share of the learning rate at a step: up from 0 until ``warmup``, down to ``FLOOR``."""
    if step < warmup:
        return (step + 1) / warmup
    return max(FLOOR, 1 - (step - warmup) / max(1, total - warmup))


def fall(trainer: type[Any], warmup: int, total: int) -> None:
    """Make a trainer's ``update`` set the learning rate of every optimizer by its own count."""
    update: Callable[..., Any] = trainer.update

    def updated(self: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - Stanza's own
        if not options.get("eval", False):
            count = self.__dict__.get("updates_done", 0)
            self.__dict__["updates_done"] = count + 1
            held = self.optimizers if hasattr(self, "optimizers") else self.optimizer
            for optimizer in held.values() if isinstance(held, dict) else (held,):
                for group in optimizer.param_groups:
                    group.setdefault("peak", group["lr"])
                    group["lr"] = group["peak"] * share(count, warmup, total)
        return update(self, *args, **options)

    trainer.update = updated


def keep_vocabulary(data: type[Any], saved: dict[str, Any]) -> None:
    """Make a trainer's data use a saved vocabulary, so that no word changes its number."""
    vocabulary = importlib.import_module("stanza.models.pos.vocab").MultiVocab

    def earlier(*_args: Any, **_options: Any) -> Any:  # noqa: ANN401 - Stanza's own
        return vocabulary.load_state_dict(saved["vocab"])

    data.init_vocab = staticmethod(earlier)


def start_tagger(module: Any, path: str) -> None:  # noqa: ANN401 - one of Stanza's
    """Make the tagger begin with the weights and vocabulary of an earlier one, which it cannot."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    weights = {name: value.float() for name, value in saved["model"].items()}
    build: Callable[..., None] = module.Trainer.__init__

    def built(self: Any, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Stanza's own
        build(self, *args, **options)
        self.model.load_state_dict(weights, strict=False)

    module.Trainer.__init__ = built
    keep_vocabulary(module.Dataset, saved)


def start_parser(path: str) -> None:
    """Give the parser's data the vocabulary of the model that ``--continue_from`` names.

    Stanza counts a new vocabulary, which fits the model only if the training file is the same.
    """
    saved = torch.load(path, map_location="cpu", weights_only=True)
    keep_vocabulary(importlib.import_module("stanza.models.depparse.data").Dataset, saved)


def take(options: list[str], name: str) -> str | None:
    """Remove ``name VALUE`` from the options and return the value, ``None`` if it is not there."""
    if name not in options:
        return None
    place = options.index(name)
    value = options[place + 1]
    del options[place : place + 2]
    return value


def main(arguments: Sequence[str]) -> None:
    """Run the module named first with the other arguments."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.backends.mkldnn.matmul.fp32_precision = "bf16"
    torch.backends.mkldnn.rnn.fp32_precision = "bf16"
    module = importlib.import_module(arguments[0])
    options = list(arguments[1:])
    warmup = take(options, "--warmup")
    start = take(options, "--start_from")
    if warmup is not None:
        total = int(options[options.index("--max_steps") + 1])
        fall(module.Trainer, int(warmup), total)
    if start is not None:
        start_tagger(module, start)
    if "--continue_from" in options:
        start_parser(options[options.index("--continue_from") + 1])
    module.main(options)


if __name__ == "__main__":
    main(sys.argv[1:])
