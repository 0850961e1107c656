"""The review page: each doubt beside the page that it came from, for a person to judge."""

from pipeline.review.writing import write_pages

__all__ = ["write_pages"]
