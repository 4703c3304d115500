"""Values as pages and pictures: functions from values to HTML and plain text.

The central decision: values never render themselves. `show` wraps one for a notebook, `to_html`
makes a page that stands alone, and whatever comes from a document is escaped.
"""

from attrs import frozen

from claimtrack.display.elements import join, tag
from claimtrack.display.page import Index, read_style, to_html, to_sections, to_text_section
from claimtrack.model import Extraction, Report

__all__ = ["Shown", "show", "to_html"]


@frozen
class Shown:
    """HTML that a notebook shows by itself."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def show(value: Extraction | Report) -> Shown:
    """A value as a notebook shows it.

    Args:
        value: An extraction shows as its text with the claims marked; a report as its page.
    """
    if isinstance(value, Report):
        index = Index(value)
        parts = to_sections(index)
    else:
        index = Index(
            Report(documents=(value.document,), claims=value.claims, clusters=(), relations=())
        )
        parts = iter((to_text_section(index, value.document, linked=False),))
    body = tag("div", join(parts), class_="claimtrack")
    return Shown(f"<style>\n{read_style()}</style>\n{body}")
