"""A sign that a part of a table was not read, as the problem that names it: every stage that sees
one says it in the same words (lexicon/unread.toml).
"""

from __future__ import annotations

from pipeline.lexicon import words
from pipeline.model.document import Place
from pipeline.model.problem import Problem

CODE = "table_part_unread"
LONGEST_QUOTE = 60  # characters


def sign_to_problem(
    sign: str,
    place: Place,
    text: str = "",
    programme_id: str | None = None,
    table_no: int | None = None,
) -> Problem:
    """The problem that names a sign by what is seen, and where.

    >>> dict(sign_to_problem("numbers", Place(3), "2, 4").words)["seen_en"]
    'the numbers of the rows do not count on: 2, 4'
    """
    told = words("unread")[sign]
    quote = " ".join(text.split())[:LONGEST_QUOTE]
    seen = (("seen_ko", told["ko"].format(text=quote)), ("seen_en", told["en"].format(text=quote)))
    return Problem(CODE, place, programme_id, table_no, words=(("sign", sign), *seen))


def problem_to_sign(problem: Problem) -> str:
    """The sign that a problem names; "" where it is of another kind.

    >>> problem_to_sign(sign_to_problem("numbers", Place(3))), problem_to_sign(Problem("no_year"))
    ('numbers', '')
    """
    return dict(problem.words).get("sign", "") if problem.code == CODE else ""
