"""Korean government reports in, checked data out."""

__version__ = "0.1.0"
