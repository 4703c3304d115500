"""Claims marked in their text, as a notebook shows them.

Each ``# %%`` begins a cell in editors that know them. In a notebook the last value of a cell is
shown; run as a script, ``python examples/notebook.py``, the same goes to two HTML files.
"""

# %% An article, read by the models that ship with claimtrack.
from pathlib import Path

import claimtrack as ct
from claimtrack.display import to_html

extraction = ct.extract(
    "The harbour bridge is safe, the city council said. "
    "The engineers' union denied that the harbour bridge was safe.\n"
)
marked = ct.show(extraction)
marked  # noqa: B018  a cell shows its last value

# %% What two sources say about the same thing, and whether both can be right.
claims = extraction.claims
clusters = ct.cluster(claims)
relations = ct.relate(claims, clusters)
[relation.reason for relation in relations if relation.conflict]

# %% A report over all of it.
report = ct.Report(
    documents=(extraction.document,), claims=claims, clusters=clusters, relations=relations
)
ct.show(report)

# %% The same as files, for a browser.
Path("marked.html").write_text(
    f"<!doctype html>\n<meta charset='utf-8'>\n{marked.html}", encoding="utf-8"
)
Path("report.html").write_text(to_html(report), encoding="utf-8")
print("wrote marked.html and report.html")
