"""A treebank of two sentences run through ``training.prepare``, for tests.

The sentences are ours; they have what the preparation must get right: a multi-word token,
quotation marks, an empty node, an entity, a genre that is not kept.
"""

from pathlib import Path

import attrs

from training.prepare import FORM, parse_conllu, write_data

TREES = """\
# newdoc id = GUM_{genre}_made
# sent_id = made-1
# text = "It isn't safe," Ada Byron said.
1\t"\t"\tPUNCT\t``\t_\t5\tpunct\t5:punct\tSpaceAfter=No
2\tIt\tit\tPRON\tPRP\tCase=Nom\t5\tnsubj\t5:nsubj\t_
3-4\tisn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tis\tbe\tAUX\tVBZ\tMood=Ind\t5\tcop\t5:cop\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t5:advmod\t_
5\tsafe\tsafe\tADJ\tJJ\tDegree=Pos\t10\tccomp\t10:ccomp\tSpaceAfter=No
6\t,\t,\tPUNCT\t,\t_\t5\tpunct\t5:punct\tSpaceAfter=No
7\t"\t"\tPUNCT\t''\t_\t5\tpunct\t5:punct\t_
8\tAda\tAda\tPROPN\tNNP\tNumber=Sing\t10\tnsubj\t10:nsubj\tEntity=(1-person-new-cf1-1-sgl
9\tByron\tByron\tPROPN\tNNP\tNumber=Sing\t8\tflat\t8:flat\tEntity=1)
10\tsaid\tsay\tVERB\tVBD\tTense=Past\t0\troot\t0:root\tSpaceAfter=No
10.1\tso\tso\tADV\tRB\t_\t_\t_\t10:advmod\t_
11\t.\t.\tPUNCT\t.\t_\t10\tpunct\t10:punct\t_

# newpar
# sent_id = made-2
# text = They can't agree.
1\tThey\tthey\tPRON\tPRP\tCase=Nom\t4\tnsubj\t4:nsubj\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\tVerbForm=Fin\t4\taux\t4:aux\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t4:advmod\t_
4\tagree\tagree\tVERB\tVB\tVerbForm=Inf\t0\troot\t0:root\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t4:punct\t_

"""
NAMES = """\
# sent_id = made-1
1\t"\tO\t-\t-
2\tAda\tB-PER\t-\tmade
3\tByron\tI-PER\t-\tmade
4\tNile\tB-LOC\t-\tmade
5\tRadio\tB-ORG\t-\tmade
6\tArabic\tB-OTH\t-\tmade

"""


@attrs.frozen
class Smoke:
    """What came out of a smoke test."""

    words: tuple[str, ...]
    text: str
    labels: str
    names: str


def write_treebanks(folder: Path) -> None:
    """The two sentences as every treebank the recipe reads."""
    (folder / "uner").mkdir(parents=True, exist_ok=True)
    for split in ("train", "dev", "test"):
        kept, other = TREES.format(genre="news"), TREES.format(genre="fiction")
        (folder / f"en_gum-ud-{split}.conllu").write_text(kept + other, encoding="utf-8")
        (folder / f"en_ewt-ud-{split}.conllu").write_text(kept, encoding="utf-8")
        (folder / "uner" / f"en_ewt-ud-{split}.iob2").write_text(NAMES, encoding="utf-8")
    (folder / "en_pud-ud-test.conllu").write_text(TREES.format(genre="pud"), encoding="utf-8")
    (folder / "uner" / "en_pud-ud-test.iob2").write_text(NAMES, encoding="utf-8")


def smoke(folder: Path) -> Smoke:
    """Prepare the two sentences below ``folder`` and give back what PUD became.

    Raises:
        ValueError: The labels do not fit the text.
    """
    write_treebanks(folder / "ud")
    data = folder / "data"
    write_data(folder / "ud", data)
    read = {
        name: (data / f"pud.test.{name}").read_text(encoding="utf-8")
        for name in ("conllu", "txt", "labels", "names.json")
    }
    if len(read["txt"]) != len(read["labels"]):
        message = f"{len(read['txt'])} characters have {len(read['labels'])} labels"
        raise ValueError(message)
    words = tuple(row[FORM] for tree in parse_conllu(read["conllu"]) for row in tree.rows)
    return Smoke(words, read["txt"], read["labels"], read["names.json"])
