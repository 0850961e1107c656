"""Items of an office file on their way to what the file keeps: where they stand, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.errors import UnreadableError
from pipeline.model import KeptItem, KeptLine, Spot
from pipeline.model.kept import KeptRole
from pipeline.read.kept_text import ParagraphText

DEEPEST = 24  # tables and boxes inside one another; Hancom's reports reach 4
# HWPUNIT: an object that hangs lower under its paragraph's head than a line of ten points stands
# behind the paragraph's text, a higher one pushes the text below itself (of 44 paragraphs with
# both, in 25 files)
ONE_LINE = 1000


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for all that stands in one place: where it is, what its lines are, the ground
    behind it, what hides it.
    """

    spot: Spot
    role: KeptRole = "text"
    on_ground: bool = False
    unseen: str = ""
    depth: int = 0

    def over(self, shaded: bool) -> Around:
        """The place on a ground that may be coloured."""
        return replace(self, on_ground=True) if shaded and not self.on_ground else self

    def deeper(self, name: str) -> Around:
        """The place inside an object that stands here."""
        if self.depth >= DEEPEST:
            raise UnreadableError(
                "over_limit_office",
                f"{name} holds tables inside one another deeper than {DEEPEST} levels, so it was "
                "stopped; save the document as PDF.",
            )
        return replace(self, depth=self.depth + 1)


@dataclass(slots=True)
class Gathered:
    """The items of one paragraph: what is printed before its text, with it, behind it."""

    text: ParagraphText
    before: list[KeptItem] = field(default_factory=list)
    own: list[KeptItem] = field(default_factory=list)
    after: list[KeptItem] = field(default_factory=list)

    def end_line(self) -> None:
        """Ends the line that is being written."""
        self.own += self.text.take()

    def items(self) -> list[KeptItem]:
        """Everything, in the order of print."""
        self.end_line()
        return [*self.before, *self.own, *self.after]


def without_blank(items: Iterable[KeptItem]) -> Iterator[KeptItem]:
    """The items without the lines that say nothing."""
    return (item for item in items if not isinstance(item, KeptLine) or item.text.strip())
