"""The door for text that a PDF once was: lines in, the same paragraphs and tables out that the
geometry door gives.
"""

from pipeline.layout.flattened.door import lay_out_text

__all__ = ["lay_out_text"]
