"""quantify: texts and table cells → figures with value, unit and meaning, left-out digits, and what
the texts claim.
"""

from pipeline.quantify.doubts import signs_to_problems
from pipeline.quantify.explain import explain_quantity
from pipeline.quantify.figures import Figures, quantify

__all__ = ["Figures", "explain_quantity", "quantify", "signs_to_problems"]
