"""Who says what in one article.

Run as ``python examples/one_article.py [FILE]``; without a file it reads the text below.
"""

import sys
from pathlib import Path

import claimtrack as ct

ARTICLE = """\
The harbour bridge will stay open this winter, the city council said.

"The bridge is safe," mayor Ana Ruiz told reporters. She added that inspectors had found 12 loose \
bolts in spring.

The engineers' union denied that the bridge was safe. Its chair, Bo Lind, said that the union had \
warned the council twice.
"""


def main(path: str | None) -> None:
    """Print each claim: its source, its cue, its content, and where the content stands."""
    text = ARTICLE if path is None else Path(path).read_text(encoding="utf-8")
    for claim in ct.extract(text).claims:
        who = " and ".join(claim.sources) or "nobody named"
        cue = claim.cue.text if claim.cue else "(goes on)"
        denied = ", denied" if claim.polarity == "negative" else ""
        inside = ", inside another claim" if claim.parent else ""
        print(f"{who} | {cue} | {claim.text}")
        print(f"    {claim.mode} {claim.kind}{denied}{inside}")
        for span in claim.content:
            # Offsets count characters of the text: they read back.
            print(f"    {span.start}-{span.end}: {text[span.start : span.end]!r}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
