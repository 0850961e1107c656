"""Rows read of real plans against those that a person wrote down from the page images.

    python tests/bench/outlines.py [FOLDER] [--half learning|judging] [--negatives] [--show]

FOLDER: what a run published; without it the working tree's own outputs of SILJEOK_REPORTS, kept as
compare.py keeps them. Truth: outline_truth/*.toml. Titles are matched by their first words, folded
(no blanks, no marks, look-alikes as one), on their page or the next one on either side; doubtful
titles of the truth count neither way, found or not. A line counts as right under its programme at its
level, and one of no programme if it is under none; its text is exact if its start and end are read
where they stand. Lines in frames are left out. `--negatives`: how many rows the documents of
outlines.toml give, which are no reports. `--show`: what is missing and what is too much.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent))

import outputs

Row = dict[str, Any]
HERE = Path(__file__).parent
RANKS = ("programmes", "areas", "groups")


def fold(text: str | None) -> str:
    """A text as two spellings of it are compared: letters and digits alone, circled ones bare.

    >>> fold("①  감사 ·운영（1）") == fold("1감사・운영(1)")
    True
    """
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", text or ""))).casefold()


def same_title(truth: str, read: str | None) -> bool:
    """Whether a title that was read begins with the first words of the truth."""
    first, other = fold(truth), fold(read)
    return bool(first and other) and (
        other.startswith(first) or re.sub(r"^\d+", "", other).startswith(first)
    )


def near(a: int | None, b: int | None) -> bool:
    """Whether two pages are the same one or neighbours; a rank without a page is anywhere."""
    return a is None or b is None or abs(a - b) <= 1


def rows_to_match(truth: Sequence[Row], read: Sequence[Row]) -> dict[int, int]:
    """The index of the row that each row of the truth is found as, each once, nearest page first."""
    found: dict[int, int] = {}
    for far in (0, 1):
        for k, row in enumerate(truth):
            for n, other in enumerate(read):
                pages = row["page"], other.get("page")
                close = near(*pages) if far else pages[0] == pages[1]
                free = k not in found and n not in found.values()
                if free and close and same_title(row["title"], other["title"]):
                    found[k] = n
    return found


def table(folder: Path, name: str, report: str) -> list[Row]:
    """The rows of a published table; none if the report has none."""
    path = folder / name / f"{report}.parquet"
    rows: list[Row] = pq.read_table(path, partitioning=None).to_pylist() if path.exists() else []
    return rows


def ranks_to_rows(folder: Path, report: str) -> dict[str, list[Row]]:
    """Published areas, groups and programmes with a title each; a rank's page is its first row's."""
    programmes = table(folder, "programmes", report)
    ranks: dict[str, list[Row]] = {"programmes": programmes}
    for rank, keys in (("areas", ("area_no",)), ("groups", ("area_no", "group_no"))):
        ranks[rank] = []
        for row in table(folder, rank, report):
            title = row[f"{rank[:-1]}_title"]
            below = [p for p in programmes if all(p[k] == row[k] for k in keys)]
            page = min((p["page"] for p in below if p["page"]), default=None)
            if title:
                ranks[rank].append({"title": title, "last": page})
    return ranks


def score_rank(
    truth: Sequence[Row], read: Sequence[Row]
) -> tuple[Counter[str], list[str], dict[int, int]]:
    """Found, missing and surplus rows of one rank, what they are, and who is found as whom."""
    match = rows_to_match(truth, read)
    sure = [k for k, row in enumerate(truth) if not row.get("doubtful")]
    missing = [truth[k] for k in sure if k not in match]
    surplus = [row for n, row in enumerate(read) if n not in match.values()]
    counts = Counter(right=len(sure) - len(missing), missing=len(missing), surplus=len(surplus))
    told = [f"- {r['page']} {r['title']}" for r in missing]
    told += [f"+ {r.get('page', r.get('last'))} {r['title'][:60]}" for r in surplus]
    return counts, told, match


def score_lines(truth: Row, lines: Sequence[Row], ids: dict[str, int]) -> Counter[str]:
    """Lines of the truth under their programme at their level, and those read exactly: of several
    lines that begin alike the one that ends so too.

    ids: the number of the programme in the truth, from 1, by the published programme_id.
    """
    counts: Counter[str] = Counter()
    for page in truth.get("page", ()):
        left = [row for row in lines if row["page"] == page["page"]]
        for line in (x for x in page["lines"] if not x.get("boxed")):
            doubtful = line["programme"] and truth["programme"][line["programme"] - 1].get(
                "doubtful"
            )
            start = fold(line["start"])
            if doubtful or not start:
                continue
            counts["all"] += 1
            begun = [r for r in left if fold(r["text"]).startswith(start)]
            whole = [r for r in begun if fold(r["text"]).endswith(fold(line["end"]))]
            row = next(iter(whole or begun), None)
            if row is None:
                counts["right"] += line["programme"] == 0
                counts["text"] += line["programme"] != 0
                continue
            left.remove(row)
            at_home = ids.get(row["programme_id"], 0) == line["programme"]
            counts["text"] += 1
            counts["right"] += at_home and row["level"] == line["level"]
            counts["exact"] += fold(row["text"]).endswith(fold(line["end"]))
    return counts


def score(truth: Row, folder: Path) -> tuple[dict[str, Counter[str]], dict[str, list[str]]]:
    """The counts of a document by rank and of its lines, and what is wrong by rank."""
    report = f"pdf__{truth['document']}.pdf"
    ranks = ranks_to_rows(folder, report)
    counts, told, match = {}, {}, {}
    for rank in RANKS:
        counts[rank], told[rank], match[rank] = score_rank(truth.get(rank[:-1], ()), ranks[rank])
    programmes = ranks["programmes"]
    ids = {programmes[n]["programme_id"]: k + 1 for k, n in match["programmes"].items()}
    counts["lines"] = score_lines(truth, table(folder, "achievements", report), ids)
    return counts, told


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def counts_to_text(counts: dict[str, Counter[str]]) -> str:
    """One line: recall and precision of every rank, then the lines."""
    told = []
    for rank in RANKS:
        c = counts[rank]
        right = c["right"]
        recall, precision = share(right, right + c["missing"]), share(right, right + c["surplus"])
        told.append(f"{rank} {right} -{c['missing']} +{c['surplus']} ({recall}, {precision})")
    c = counts["lines"]
    told.append(f"lines {c['right']} of {c['all']} ({share(c['right'], c['all'])})")
    told.append(f"text {share(c['exact'], c['text'])}")
    return "; ".join(told)


def published_folder(reports: str | None) -> Path:
    """What the working tree publishes for the reports at hand."""
    if not reports:
        sys.exit("outlines.py: no FOLDER, and SILJEOK_REPORTS is not set")
    cache = outputs.cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    inputs = outputs.Inputs("reports", Path(reports), outputs.folder_to_digest(Path(reports)))
    return outputs.published(outputs.working_tree_to_tree(), inputs, cache).folder


def print_half(folder: Path, half: str, show: bool) -> None:
    """A line a document of a half, and the pooled one."""
    pooled: dict[str, Counter[str]] = {kind: Counter() for kind in (*RANKS, "lines")}
    for path in sorted((HERE / "outline_truth").glob("*.toml")):
        truth = tomllib.loads(path.read_text(encoding="utf-8"))
        if truth["half"] != half:
            continue
        counts, told = score(truth, folder)
        for kind, c in counts.items():
            pooled[kind].update(c)
        print(f"{truth['document']}: {counts_to_text(counts)}")
        for rank in RANKS if show else ():
            print("\n".join(f"    {rank} {line}" for line in told[rank]))
    print(f"{half}: {counts_to_text(pooled)}")


def print_negatives(folder: Path) -> None:
    """Rows of every document that is no report, and of all of them."""
    named = tomllib.loads((HERE / "outlines.toml").read_text(encoding="utf-8"))["negative"]
    rows, sure = Counter[str](), Counter[str]()
    for report in sorted(p.stem for p in (folder / "manifest").glob("*.json")):
        if report.partition("__")[2].rpartition(".")[0] not in named:
            continue
        rows[report] = len(table(folder, "programmes", report))
        outline = table(folder, "reports", report)[0].get("outline") if rows[report] else "none"
        sure[report] = 0 if outline in ("doubtful", "none") else rows[report]
        if rows[report]:
            print(f"{report}: {rows[report]} rows, {sure[report]} of them not doubtful")
    with_rows = sum(n > 0 for n in rows.values())
    print(
        f"negatives: {rows.total()} rows in {with_rows} of {len(rows)}, {sure.total()} not doubtful"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="a folder that a run published")
    parser.add_argument("--half", choices=("learning", "judging"), default="learning")
    parser.add_argument("--negatives", action="store_true", help="documents that are no reports")
    parser.add_argument("--show", action="store_true", help="what is missing and what is too much")
    given = parser.parse_args()
    folder = given.folder or published_folder(os.environ.get("SILJEOK_REPORTS"))
    if given.negatives:
        print_negatives(folder)
    else:
        # Titles of the judging half stay unseen: who sees them fits the program to them.
        print_half(folder, given.half, given.show and given.half == "learning")


if __name__ == "__main__":
    main()
