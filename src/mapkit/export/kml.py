"""KML 2.2 (OGC 07-147r2) for Google Earth: a folder a type, a style a type and claim, the flat columns as ExtendedData.

Folders need the events sorted by type; they are spooled by type as they come, so that memory stays bounded. Styles
colour Google Earth's own pin and name no picture, so that opening the file asks nobody for one. A description is HTML
to Google Earth: document text is escaped for that first, and for XML then. Characters that XML 1.0 forbids (section
2.2) are written as U+FFFD.
"""

import datetime as dt
import html
import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

from mapkit.export import columns, geojson
from mapkit.export.about import About
from mapkit.model import ClaimStatus, Event, EventType

_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: How solid a pin is, in hex: a claim of one party alone is paler than what is reported.
_ALPHA = {ClaimStatus.REPORTED: "ff", ClaimStatus.CONFIRMED: "ff", ClaimStatus.DENIED: "66"}
_PALE = "a6"
#: Characters of a folder that are kept in memory before they go to a temporary file.
_SPOOL = 1_000_000


def write(events: Iterable[Event], stream: TextIO, about: About | None = None) -> None:
    """Write one KML document; WGS84, longitude before latitude."""
    with ExitStack() as stack:
        folders: dict[EventType, Any] = {}
        for event in events:
            if event.event_type not in folders:
                spool = tempfile.SpooledTemporaryFile(_SPOOL, "w+", encoding="utf-8", newline="\n")  # noqa: SIM115
                folders[event.event_type] = stack.enter_context(spool)
            folders[event.event_type].write(_placemark(event))
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
        )
        stream.write(_element("name", "mapkit events"))
        if about:
            stream.write(_element("description", html.escape(_account(about))))
        stream.writelines(_style(kind, claim) for kind in EventType if kind in folders for claim in ClaimStatus)
        for kind in EventType:
            if kind in folders:
                stream.write(f"<Folder>\n{_element('name', kind.value)}")
                folders[kind].seek(0)
                shutil.copyfileobj(folders[kind], stream)
                stream.write("</Folder>\n")
        stream.write("</Document>\n</kml>\n")


def _account(about: About) -> str:
    chosen = about.filters or "none"
    return f"Coded by {about.coder_version}; exported {about.exported}; filters: {chosen}; data: {about.credit}."


def _style(kind: EventType, claim: ClaimStatus) -> str:
    from mapkit.mapping.symbols import colour

    red, green, blue = (colour(kind)[at : at + 2] for at in (1, 3, 5))
    tone = f"{blue}{green}{red}".lower()  # KML's order is alpha, blue, green, red
    alpha = _ALPHA.get(claim, _PALE)
    return (
        f"<Style id={quoteattr(_style_id(kind, claim))}>\n"
        f"<IconStyle><color>{alpha}{tone}</color></IconStyle>\n"
        f"<LineStyle><color>{alpha}{tone}</color><width>3</width></LineStyle>\n"
        f"<PolyStyle><color>33{tone}</color></PolyStyle>\n"
        "</Style>\n"
    )


def _style_id(kind: EventType, claim: ClaimStatus) -> str:
    return re.sub(r"[^a-z]+", "-", f"{kind.value} {claim.value}".lower())


def _placemark(event: Event) -> str:
    name = event.sub_event_type + (f", {event.location}" if event.location else "")
    data = "".join(
        f"<Data name={quoteattr(key)}><value>{_text(value)}</value></Data>\n"
        for key, value in columns.to_row(event).items()
        if value is not None
    )
    return "".join(
        (
            f"<Placemark>\n{_element('name', name)}",
            _element("description", html.escape(_description(event)).replace("\n", "<br>").replace("$[", "&#36;[")),
            _time(event),
            _element("styleUrl", "#" + _style_id(event.event_type, event.claim_status)),
            f"<ExtendedData>\n{data}</ExtendedData>\n",
            _geometry(geojson.geometry(event)),
            "</Placemark>\n",
        )
    )


def _description(event: Event) -> str:
    said = event.claim_status.value + (f" by {event.claimed_by}" if event.claimed_by else "")
    lines = [f"{event.event_type.value}, {event.event_status.value}, {said}"]
    lines += [f"“{part.exact}”" for part in event.evidence]
    for source in event.sources:
        told = (source.publisher or "publisher not stated", source.title, source.published, source.url)
        lines.append(", ".join(part for part in told if part))
    return "\n".join(lines)


def _time(event: Event) -> str:
    """Return when it happened, nothing where no day is stated."""
    first = _day(event.date_start) or _day(event.event_date)
    last = _day(event.date_end) or first
    if not first:
        return ""
    if first == last:
        return f"<TimeStamp><when>{first}</when></TimeStamp>\n"
    return f"<TimeSpan><begin>{first}</begin><end>{last}</end></TimeSpan>\n"


def _day(date: str | None) -> str | None:
    try:
        return dt.date.fromisoformat(date or "").isoformat()
    except ValueError:
        return None


def _geometry(shape: dict[str, Any] | None) -> str:
    if shape is None:
        return ""
    parts = shape.get("coordinates", ())
    match shape["type"]:
        case "Point":
            return f"<Point>{_coordinates([parts])}</Point>\n"
        case "LineString":
            return f"<LineString><tessellate>1</tessellate>{_coordinates(parts)}</LineString>\n"
        case "Polygon":
            outer, *inner = (f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in parts)
            holes = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in inner)
            return f"<Polygon><tessellate>1</tessellate><outerBoundaryIs>{outer}</outerBoundaryIs>{holes}</Polygon>\n"
        case "GeometryCollection":
            return f"<MultiGeometry>{''.join(map(_geometry, shape['geometries']))}</MultiGeometry>\n"
        case kind:
            single = kind.removeprefix("Multi")
            members = "".join(_geometry({"type": single, "coordinates": part}) for part in parts)
            return f"<MultiGeometry>{members}</MultiGeometry>\n"


def _coordinates(points: Iterable[Any]) -> str:
    return f"<coordinates>{' '.join(f'{point[0]},{point[1]}' for point in points)}</coordinates>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>\n"


def _text(value: Any) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", str(value)))
