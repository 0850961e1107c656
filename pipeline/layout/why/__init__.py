"""Why a page was read so: its tables, each edge with what speaks for it, and what became of the
lines outside them. Asked for by `pipeline why`; a run never comes here.
"""

from pipeline.layout.why.pages import page_to_why
from pipeline.layout.why.seen import Edge, Outside, Row, Side, WhyCell, WhyPage, WhyTable
from pipeline.layout.why.written import table_to_why

__all__ = [
    "Edge",
    "Outside",
    "Row",
    "Side",
    "WhyCell",
    "WhyPage",
    "WhyTable",
    "page_to_why",
    "table_to_why",
]
