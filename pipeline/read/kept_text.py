"""The characters of one paragraph, as a reader of an office file meets them, to kept lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.model import KeptLine, Spot
from pipeline.model.kept import KeptRole
from pipeline.read.kept_looks import CharLook, ParaLook, look_to_unseen


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one look; why nobody sees them, or ""."""

    text: str
    look: CharLook
    unseen: str


@dataclass(slots=True)
class ParagraphText:
    """Collects a paragraph piece by piece; gives its lines. What nobody sees becomes lines of its
    own behind the line it stands in.
    """

    spot: Spot
    look: ParaLook
    role: KeptRole
    on_ground: bool
    number: str = ""  # set before its first seen characters
    pieces: list[Piece] = field(default_factory=list)

    def add(self, text: str, look: CharLook, unseen: str = "") -> None:
        """Takes the next characters; `unseen`: what is known to hide them already."""
        if text:
            self.pieces.append(Piece(text, look, unseen or look_to_unseen(look, self.on_ground)))

    def take(self) -> list[KeptLine]:
        """The lines collected since the last call: those that are seen, then what is not."""
        pieces, self.pieces = self._with_number(), []
        kinds = sorted({p.unseen for p in pieces if p.text.strip()}) or [""]
        if len(kinds) == 1:
            return [self._line(pieces, kinds[0])] if pieces else []
        own = {k: [p for p in pieces if _kind(p, kinds[0]) == k] for k in kinds}
        return [self._line(own[kind], kind) for kind in kinds]

    def _with_number(self) -> list[Piece]:
        """The pieces, the number set before the first that is seen."""
        first = next((p for p in self.pieces if p.text.strip() and not p.unseen), None)
        if not self.number or first is None:
            return self.pieces
        number, self.number = self.number, ""
        return [Piece(number, first.look, ""), *self.pieces]

    def _line(self, pieces: list[Piece], unseen: str) -> KeptLine:
        if len(pieces) == 1:
            (only,) = pieces
            bold = only.look.bold and bool(only.text.strip())
            return self._with_look(only.text, only.look.size, bold, unseen)
        sizes: Counter[float] = Counter()
        bold = True
        for piece in pieces:
            inked = len("".join(piece.text.split()))
            sizes[piece.look.size] += inked
            bold = bold and (piece.look.bold or not inked)
        text = "".join(p.text for p in pieces)
        size = max(sizes, key=lambda s: (sizes[s], s), default=None)
        return self._with_look(text, size, bold and bool(text.strip()), unseen)

    def _with_look(self, text: str, size: float | None, bold: bool, unseen: str) -> KeptLine:
        return KeptLine(self.spot, text, size, bold, self.look.centred, self.role, unseen)


def _kind(piece: Piece, blank: str) -> str:
    """What hides a piece; blanks go with what is seen, the first of the kinds."""
    return piece.unseen if piece.text.strip() else blank
