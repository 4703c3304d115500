"""The settings of every model and the runs of Stanza's trainers that make them.

Sizes are small on purpose: the table of word vectors carries most of what the networks know, and
all five read about two thousand words a second on one core.

The tagger and the parser are trained twice. The first run is on gold annotation with the learning
rate held. The second starts from its weights, with a rate that falls to nothing; the tagger sees
quotation marks as newspapers write them, and the parser sees tags and lemmas as a tagger guesses
them, each part of the training set by a tagger that never saw it (jack-knifing). The taggers for
that are small and quick, so they err more often than the real one; one part of three therefore
keeps its gold tags.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs
import torch

from training.prepare import FOLDS, Sentence, parse_conllu, replace_tags, to_conllu

logger = logging.getLogger(__name__)

COMMON = ("--lang", "en", "--shorthand", "en_ct", "--cpu")
GUESSED = 2
"""How many of the parts of the training set have guessed tags; the others keep their own."""
VECTOR_FILE = "vectors.stanza.pt"


def read_options(text: str) -> tuple[str, ...]:
    """Command-line options written out over several lines."""
    return tuple(text.split())


TOKENIZER = read_options("""
    --no_use_mwt --max_seqlen 300 --steps 1800 --max_steps_before_stop 1800 --eval_steps 400
    --batch_size 32 --dropout .33 --unit_dropout .33
""")
TAGGER = read_options("""
    --share_hid --hidden_dim 200 --num_layers 1 --char_hidden_dim 64 --char_emb_dim 32
    --word_emb_dim 50 --word_cutoff 5 --transformed_dim 75 --deep_biaff_hidden_dim 100
    --tag_emb_dim 25 --dropout .33 --word_dropout .2 --batch_size 100 --fix_eval_interval
    --no_second_optim
""")
TAGGER_FIRST = read_options("--lr .003 --max_steps 1500 --eval_interval 150")
TAGGER_SECOND = read_options("""
    --lr .0025 --warmup 100 --max_steps 2000 --eval_interval 200 --max_steps_before_stop 5000
""")
FOLD_TAGGER = read_options("""
    --share_hid --hidden_dim 128 --num_layers 1 --char_hidden_dim 48 --char_emb_dim 24
    --word_emb_dim 50 --word_cutoff 5 --transformed_dim 75 --deep_biaff_hidden_dim 100
    --tag_emb_dim 25 --dropout .25 --word_dropout .2 --batch_size 100 --lr .006 --warmup 60
    --max_steps 600 --eval_interval 600 --fix_eval_interval --max_steps_before_stop 5000
    --no_second_optim
""")
PARSER = read_options("""
    --hidden_dim 160 --num_layers 2 --no_char --word_emb_dim 50 --word_cutoff 7 --tag_emb_dim 50
    --no_ufeats --no_linearization --no_distance --transformed_dim 100
    --deep_biaff_hidden_dim 100 --dropout .33 --word_dropout .2 --optim adam --beta2 .95
    --batch_size 2500 --no_checkpoint --no_second_optim
""")
PARSER_FIRST = read_options("""
    --lr .003 --plateau_decay .6 --plateau_steps 450 --eval_interval 300
    --max_steps 20000 --max_steps_before_stop 3000
""")
PARSER_SECOND = read_options("""
    --lr .0012 --warmup 50 --no_plateau --eval_interval 200 --max_steps 1000
    --max_steps_before_stop 9999
""")
LEMMATIZER = read_options("""
    --hidden_dim 80 --emb_dim 32 --pos_dim 32 --emb_dropout .2 --dropout .3 --num_epoch 1
    --lr .003 --batch_size 150
""")
NAMES = read_options("""
    --hidden_dim 128 --char_hidden_dim 50 --char_emb_dim 32 --word_emb_dim 100 --num_layers 1
    --no_emb_finetune --dropout .4 --word_dropout .02 --optim adam --lr .002 --batch_size 64
    --max_batch_words 3000 --lr_decay .5 --patience 1 --eval_interval 300 --max_steps 1300
    --max_steps_no_improve 1300
""")


@attrs.frozen
class Workshop:
    """The folders of one run of the recipe."""

    root: Path
    first: Path | None = None
    """A packed set whose tagger and parser stand for the first runs."""

    @property
    def data(self) -> Path:
        """Where ``training.prepare`` has written."""
        return self.root / "data"

    @property
    def models(self) -> Path:
        """Where the trainers save."""
        return self.root / "models"

    @property
    def vectors(self) -> Path:
        """The word vectors as Stanza's trainers read them."""
        return self.root / VECTOR_FILE

    def first_run(self, name: str) -> Path:
        """The model that a second run starts from."""
        shipped = None if self.first is None else self.first / f"{name}.pt"
        return shipped or self.models / f"{name}.first.pt"


def run(shop: Workshop, name: str, module: str, options: Sequence[str]) -> None:
    """Run a trainer to its end, its output in ``logs/<name>.log``.

    Raises:
        subprocess.CalledProcessError: It failed; the log says why.
    """
    logs = shop.root / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    shop.models.mkdir(parents=True, exist_ok=True)
    project = str(Path(__file__).parents[1])
    paths = [project, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "training.fast", f"stanza.models.{module}", *options]
    logger.info("%s: %s", name, " ".join(command))
    with (logs / f"{name}.log").open("w", encoding="utf-8") as log:
        subprocess.run(
            command,
            check=True,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
        )


def saved(shop: Workshop, name: str) -> list[str]:
    """The options that say where a model is saved."""
    return ["--save_dir", str(shop.models), "--save_name", f"{name}.pt"]


def files(shop: Workshop, train: str, dev: str) -> list[str]:
    """The options that say what a model reads."""
    train_file, eval_file = str(shop.data / train), str(shop.data / dev)
    vectors = ["--wordvec_pretrain_file", str(shop.vectors)]
    return [*vectors, "--train_file", train_file, "--eval_file", eval_file]


def train_tokenizer(shop: Workshop) -> None:
    """The tokenizer and sentence splitter."""
    data = shop.data
    options = ["--txt_file", data / "train.txt", "--label_file", data / "train.labels"]
    options += ["--mwt_json_file", data / "train.mwt.json", "--dev_txt_file", data / "dev.txt"]
    options += ["--dev_label_file", data / "dev.labels"]
    options += ["--dev_conll_gold", data / "dev.conllu"]
    options += ["--conll_file", shop.root / "logs" / "tokenize.dev.conllu"]
    where = [*map(str, options), *saved(shop, "tokenize")]
    run(shop, "tokenize", "tokenizer", [*COMMON, *where, *TOKENIZER])


def train_tagger(shop: Workshop) -> None:
    """The tagger, in two runs."""
    common = [*COMMON, *files(shop, "train.tags.conllu", "dev.tags.conllu"), *TAGGER]
    if shop.first is None:
        run(shop, "pos.first", "tagger", [*common, *TAGGER_FIRST, *saved(shop, "pos.first")])
    start = ["--start_from", str(shop.first_run("pos"))]
    run(shop, "pos", "tagger", [*common, *TAGGER_SECOND, *start, *saved(shop, "pos")])


def read(shop: Workshop, name: str) -> tuple[Sentence, ...]:
    """A treebank file of the data folder."""
    return parse_conllu((shop.data / name).read_text(encoding="utf-8"))


def guess(shop: Workshop, model: str, source: str, target: str) -> None:
    """Tag a file of the data folder with a tagger."""
    where = ["--eval_file", str(shop.data / source), "--output_file", str(shop.data / target)]
    vectors = ["--wordvec_pretrain_file", str(shop.vectors)]
    options = [*COMMON, "--mode", "predict", *vectors, *where, *saved(shop, model)]
    run(shop, f"guess.{model}", "tagger", options)


def guess_lemmas(shop: Workshop, name: str, gold: Sequence[Sentence]) -> None:
    """Write ``<name>.guess.conllu``: the gold trees with the tags guessed and lemmas for them."""
    source, target = f"{name}.tagged.conllu", f"{name}.lemmatized.conllu"
    where = ["--eval_file", str(shop.data / source), "--output_file", str(shop.data / target)]
    options = ["--mode", "predict", "--shorthand", "en_ct", "--cpu", "--batch_size", "500"]
    run(shop, f"lemmas.{name}", "lemmatizer", [*options, *where, *saved(shop, "lemma")])
    done = replace_tags(gold, read(shop, target))
    (shop.data / f"{name}.guess.conllu").write_text(to_conllu(done), encoding="utf-8")


def guess_tags(shop: Workshop) -> None:
    """What the parser learns on: the training set jack-knifed, the development set as tagged."""
    gold: list[Sentence] = []
    tagged: list[Sentence] = []
    for number in range(FOLDS):
        name = f"fold{number}"
        held = read(shop, f"{name}.held.conllu")
        gold += held
        if number >= GUESSED:
            tagged += held
            continue
        common = [*COMMON, *files(shop, f"{name}.rest.tags.conllu", "dev.tags.conllu")]
        run(shop, name, "tagger", [*common, *FOLD_TAGGER, *saved(shop, name)])
        guess(shop, name, f"{name}.held.tags.conllu", f"{name}.held.guess.conllu")
        tagged += read(shop, f"{name}.held.guess.conllu")
    text = to_conllu(replace_tags(gold, tagged))
    (shop.data / "train.tagged.conllu").write_text(text, encoding="utf-8")
    guess_lemmas(shop, "train", gold)
    guess(shop, "pos", "dev.tags.conllu", "dev.tagged.conllu")
    guess_lemmas(shop, "dev", read(shop, "dev.conllu"))


def train_parser(shop: Workshop) -> None:
    """The parser, on gold tags and then on guessed ones."""
    if shop.first is None:
        common = [*COMMON, *files(shop, "train.conllu", "dev.conllu"), *PARSER]
        where = saved(shop, "depparse.first")
        run(shop, "depparse.first", "parser", [*common, *PARSER_FIRST, *where])
    common = [*COMMON, *files(shop, "train.guess.conllu", "dev.guess.conllu"), *PARSER]
    start = ["--continue_from", str(shop.first_run("depparse"))]
    where = saved(shop, "depparse")
    run(shop, "depparse", "parser", [*common, *PARSER_SECOND, *start, *where])


def train_lemmatizer(shop: Workshop) -> None:
    """The lemmatizer: a dictionary of the whole treebank, a network for what it does not have."""
    common = ["--shorthand", "en_ct", "--cpu", "--eval_file", str(shop.data / "dev.conllu")]
    whole = ["--train_file", str(shop.data / "train.conllu"), "--dict_only"]
    run(shop, "lemma.words", "lemmatizer", [*common, *whole, *saved(shop, "lemma.words")])
    distinct = ["--train_file", str(shop.data / "train.lemma.conllu")]
    where = saved(shop, "lemma.network")
    run(shop, "lemma.network", "lemmatizer", [*common, *distinct, *LEMMATIZER, *where])
    network = torch.load(shop.models / "lemma.network.pt", weights_only=True)
    words = torch.load(shop.models / "lemma.words.pt", weights_only=True)
    both = network | {key: words[key] for key in ("dicts", "dicts_version")}
    torch.save(both, shop.models / "lemma.pt")


def train_names(shop: Workshop) -> None:
    """The finder of people, organizations and places."""
    read_from = files(shop, "train.names.json", "dev.names.json")
    options = ["--shorthand", "en_ct", "--cpu", *read_from, *NAMES, *saved(shop, "ner")]
    run(shop, "ner", "ner_tagger", options)
