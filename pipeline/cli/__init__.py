"""The command line: the only place that prints. Whatever a command needs is imported when it runs, so that --help is instant."""

from __future__ import annotations

from pipeline.cli.app import main

__all__ = ["main"]
