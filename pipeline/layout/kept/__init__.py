"""The door for office files (HWPX, HWP): what the file keeps in, the same lines, paragraphs and
tables out that the other doors give.
"""

from pipeline.layout.kept.door import kept_to_bare_lines, lay_out_kept

__all__ = ["kept_to_bare_lines", "lay_out_kept"]
