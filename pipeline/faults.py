"""A fault of the program costs the place it met, not the report: that place is named, the rest goes
on.

A stage guards each unit of its work (a page, a table, a join, a text, a claim): what fails gives
what was stated instead and a problem `pipeline_fault` that says where and what. Two kinds of
exception pass: words for the user (errors.PipelineError), and MemoryError, since memory that is
full is nobody's place, and what is left of it is not to be trusted.

The traceback is logged; `pipeline --debug` shows it.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, TypeVarTuple, Unpack

from pipeline.errors import PipelineError
from pipeline.lexicon import words
from pipeline.model.document import Place
from pipeline.model.problem import Problem

T = TypeVar("T")
D = TypeVar("D")
U = TypeVar("U")
Ts = TypeVarTuple("Ts")
FAULT = "pipeline_fault"
PASSED = (PipelineError, MemoryError)
MOST_LEFT_OUT = 8  # units of one step; where more of them fail, the step itself is at fault
LONGEST = 160  # characters of a cause: an exception may quote a whole page
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")  # differs run by run, and the bytes written must not


@dataclass(frozen=True, slots=True)
class Lost:
    """A unit of work as a person knows it: its name in lexicon/faults.toml, and where it stands."""

    unit: str
    place: Place = Place()
    programme_id: str | None = None
    table_no: int | None = None
    row: int | None = None
    col: int | None = None


@dataclass(slots=True)
class Faults:
    """The faults that one stage met, as problems in the order in which they came."""

    problems: list[Problem] = field(default_factory=list)

    def spare(
        self,
        lost: Lost | Callable[[], Lost],
        work: Callable[[Unpack[Ts]], T],
        *given: *Ts,
        instead: D,
    ) -> T | D:
        """What `work` makes of what is given; where it fails, `instead`, and the unit is named.

        >>> faults = Faults()
        >>> faults.spare(Lost("page", Place(3)), int, "12", instead=0)
        12
        >>> faults.spare(Lost("page", Place(3)), int, "twelve", instead=0)
        0
        >>> [(p.code, p.place.page) for p in faults.problems]
        [('pipeline_fault', 3)]
        """
        try:
            return work(*given)
        except PASSED:
            raise
        except Exception as fault:  # whatever it is, it costs this unit alone
            self.name(lost() if callable(lost) else lost, fault)
            return instead

    def spare_one(
        self, lost: Callable[[U], Lost], work: Callable[[Sequence[U]], list[T]], units: Sequence[U]
    ) -> list[T]:
        """What `work` makes of all units together; a unit that it fails on is left out and named.

        >>> faults = Faults()
        >>> work = lambda texts: [int(t) for t in texts]
        >>> faults.spare_one(lambda t: Lost("line"), work, ["1", "x", "3"])
        [1, 3]
        >>> len(faults.problems)
        1
        """
        for _ in range(MOST_LEFT_OUT):
            try:
                return work(units)
            except PASSED:
                raise
            except Exception as fault:  # as in spare
                at = failing_unit(work, units)
                if at is None:
                    self.name(lost(units[0]) if units else Lost("step"), fault)
                    return []
                self.name(lost(units[at]), fault)
                units = [*units[:at], *units[at + 1 :]]
        nothing: list[T] = []
        return self.spare(Lost("step"), work, units, instead=nothing)

    def spare_between(
        self, lost: Callable[[U], Lost], work: Callable[[Sequence[U]], list[T]], units: Sequence[U]
    ) -> list[T]:
        """As spare_one, but what stands before and behind the lost unit is never read as one; units
        that fail only together are read one by one.
        """
        try:
            return work(units)
        except PASSED:
            raise
        except Exception as fault:  # as in spare
            at = failing_unit(work, units)
            self.name(lost(units[at or 0]) if units else Lost("step"), fault)
            if at is None:  # only together: what the units have in common is lost
                return [made for unit in units for made in work([unit])]
            before = self.spare_between(lost, work, units[:at])
            return [*before, *self.spare_between(lost, work, units[at + 1 :])]

    def name(self, lost: Lost, fault: Exception) -> None:
        """Keep a fault as a problem, and log its traceback."""
        import logging

        logging.getLogger(__name__).error("%s", lost, exc_info=fault)
        self.problems.append(lost_to_problem(lost, fault_to_cause(fault)))


def failing_unit(work: Callable[[Sequence[U]], list[T]], units: Sequence[U]) -> int | None:
    """The index of a unit that `work` fails on though it stands alone, found by halves; None where
    only several together fail.
    """
    low, high = 0, len(units)
    while high - low > 1:
        middle = (low + high) // 2
        if fails(work, units[low:middle]):
            high = middle
        else:
            low = middle
    return low if low < high and fails(work, units[low:high]) else None


def fails(work: Callable[[Sequence[U]], list[T]], units: Sequence[U]) -> bool:
    """Whether `work` fails on these units."""
    try:
        work(units)
    except PASSED:
        raise
    except Exception:  # the one whose place is looked for
        return True
    return False


def lost_to_problem(lost: Lost, cause: str, code: str = FAULT) -> Problem:
    """The problem that names a lost unit.

    >>> dict(lost_to_problem(Lost("page", Place(3)), "KeyError: 3 (units.py:95)").words)["lost_en"]
    'page'
    """
    names = words("faults").get(lost.unit, {"ko": lost.unit, "en": lost.unit})
    page = (("page", str(lost.place.page)),) if lost.place.page is not None else ()
    said = (*page, ("lost_ko", names["ko"]), ("lost_en", names["en"]), ("cause", cause))
    return Problem(
        code,
        lost.place,
        lost.programme_id,
        lost.table_no,
        lost.row,
        lost.col,
        words=said,
    )


def fault_to_cause(fault: BaseException) -> str:
    """An exception in a few words, the same in every run: its kind, what it says, where it arose.

    >>> fault_to_cause(KeyError("가"))
    "KeyError: '가'"
    """
    told = ADDRESS.sub("0x…", f"{type(fault).__name__}: {fault}")
    told = told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"
    arose = traceback.extract_tb(fault.__traceback__)
    return f"{told} ({Path(arose[-1].filename).name}:{arose[-1].lineno})" if arose else told
