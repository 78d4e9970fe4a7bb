"""Reads the project's own annotated news texts (data/annotated/*.txt) into the JSONL form of the benchmark.

A document begins with a line `=== ID | PUBLISHER | DATE`. In its text `[[Name]]` marks a place, `[[Name|where]]` says
which one at its first mention, `[[~Name]]` one embedded in another name, `[[@Name]]` a facility and `[[!Name]]` a team
that is called by its place's name.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mapkit.gazetteer import Gazetteer
from mapkit.gazetteer.containment import contains
from mapkit.model import Place

_HEADER = re.compile(r"=== (?P<id>[a-z0-9-]+) \| (?P<publisher>[^|]*?) \|\s*(?P<date>\d{4}-\d\d-\d\d)?\s*")
_MARK = re.compile(r"\[\[(?P<kind>[~@!]?)(?P<name>[^\[\]|\n]+)(?:\|(?P<where>[^\[\]|\n]+))?\]\]")
_KINDS = {"~": "embedded", "@": "facility", "!": "team"}


def read(path: Path) -> list[dict[str, Any]]:
    """Return the documents of a file: "id", "publisher", "published" where stated, "text" without marks, and "gold".

    A gold span has "start" and "end" (code points), "phrase", "where" as far as the document told by then, and
    `"embedded": true`, `"facility": true` or `"team": true` where it is marked so.

    Raises
    ------
    ValueError
        Where a header or a mark is broken, or an id comes twice; it names the line.
    """
    documents: list[dict[str, Any]] = []
    for header, lines in _parts(path):
        text, gold = unmarked("\n".join(lines).strip("\n"))
        document: dict[str, Any] = {"id": header["id"], "publisher": header["publisher"]}
        if header["date"]:
            document["published"] = header["date"]
        documents.append({**document, "text": text, "gold": gold})
    return documents


def _parts(path: Path) -> Iterator[tuple[re.Match[str], list[str]]]:
    header: re.Match[str] | None = None
    lines: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("==="):
            if header:
                yield header, lines
            header, lines = _HEADER.fullmatch(line), []
            if header is None:
                raise ValueError(f"{path}, line {number}: {line!r} is no header; write === ID | PUBLISHER | YYYY-MM-DD")
            if header["id"] in seen:
                raise ValueError(f"{path}, line {number}: the id {header['id']!r} comes twice")
            seen.add(header["id"])
        elif header is None and line.strip():
            raise ValueError(f"{path}, line {number}: text before the first header === ID | PUBLISHER | YYYY-MM-DD")
        else:
            rest = _MARK.sub("", line)
            if "[[" in rest or "]]" in rest:
                raise ValueError(f"{path}, line {number}: a broken mark in {line.strip()[:60]!r}")
            lines.append(line)
    if header:
        yield header, lines


def unmarked(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """Return a text without its marks, and the spans that they marked."""
    pieces: list[str] = []
    gold: list[dict[str, Any]] = []
    told: dict[str, str] = {}
    length = cursor = 0
    for mark in _MARK.finditer(marked):
        pieces += [marked[cursor : mark.start()], mark["name"]]
        start = length + mark.start() - cursor
        length, cursor = start + len(mark["name"]), mark.end()
        span: dict[str, Any] = {"start": start, "end": length, "phrase": mark["name"]}
        if mark["where"]:
            told[mark["name"]] = mark["where"].strip()
        if mark["name"] in told:
            span["where"] = told[mark["name"]]
        if mark["kind"]:
            span[_KINDS[mark["kind"]]] = True
        gold.append(span)
    return "".join([*pieces, marked[cursor:]]), gold


def locate(documents: Iterable[dict[str, Any]], gazetteer: Gazetteer) -> None:
    """Give each gold span the coordinates of the place that it names, where the gazetteer knows that place.

    Told from `where`; without it only a name that cannot mean a state of the USA and something else is taken, as its
    best known place. Facilities and teams get none.
    """
    for document in documents:
        for span in document["gold"]:
            if span.get("facility") or span.get("team"):
                continue
            place = _place(gazetteer, span["phrase"], span.get("where", ""))
            if place:
                span["lat"], span["lon"] = place.latitude, place.longitude


def _place(gazetteer: Gazetteer, name: str, where: str) -> Place | None:
    places = gazetteer.lookup(name)
    if not where:
        doubtful = len(places) > 1 and any(place.country == "US" and place.feature_code == "ADM1" for place in places)
        return places[0] if places and not doubtful else None
    first, *_ = where.split("/")
    containers = [gazetteer.lookup(part) for part in first.split(",") if part.strip()]
    best, most = None, 0
    for place in places:
        inside = [any(contains(container, place) for container in named) for named in containers]
        if inside and inside[-1] and sum(inside) > most:
            best, most = place, sum(inside)
    return best
