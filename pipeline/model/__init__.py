"""The types at the borders between the stages: frozen, slotted, and ignorant of every stage.

`document` is what reading gives, `blocks` what layout gives, `report` what outline gives, `figures`
what quantify gives, `checks` what reconcile gives. A thing that came from the page carries its
place with it from the first stage to the last.
"""

from pipeline.model.blocks import (
    Blocks,
    Cell,
    Line,
    Mark,
    Origin,
    Paragraph,
    Part,
    Printed,
    Run,
    Table,
)
from pipeline.model.checks import Check
from pipeline.model.document import (
    UNSEEN,
    Box,
    Document,
    Glyphs,
    Page,
    Place,
    Rulings,
    Source,
    TextLine,
)
from pipeline.model.extraction import Extraction, LinePiece
from pipeline.model.figures import SIGN_UNDECIDED, Claim, Container, LeftOut, Quantity
from pipeline.model.kept import Kept, KeptBox, KeptCell, KeptItem, KeptLine, KeptTable, Spot
from pipeline.model.problem import Problem
from pipeline.model.report import Achievement, Area, Group, Programme, Report

__all__ = [
    "SIGN_UNDECIDED",
    "UNSEEN",
    "Achievement",
    "Area",
    "Blocks",
    "Box",
    "Cell",
    "Check",
    "Claim",
    "Container",
    "Document",
    "Extraction",
    "Glyphs",
    "Group",
    "Kept",
    "KeptBox",
    "KeptCell",
    "KeptItem",
    "KeptLine",
    "KeptTable",
    "LeftOut",
    "Line",
    "LinePiece",
    "Mark",
    "Origin",
    "Page",
    "Paragraph",
    "Part",
    "Place",
    "Printed",
    "Problem",
    "Programme",
    "Quantity",
    "Report",
    "Rulings",
    "Run",
    "Source",
    "Spot",
    "Table",
    "TextLine",
]
