"""An event in plain words: what the panel and the table say, as data without any markup.

Every text of a document stays a value of its own, to be shown with `textContent`; nothing here makes HTML or Markdown.
"""

from collections.abc import Mapping
from typing import Any

from mapkit import measure
from mapkit.model import INTER_NAMES, Distance, Event, EventStatus, Evidence
from mapkit.query import Similar
from mapkit.wording import CLAIM_WORDS, NOT_STATED, STATUS_WORDS, length, number, quantity, says_so, span, when

# What the exports say too is the wording of the page as well.
__all__ = [
    "CLAIM_WORDS",
    "NOT_STATED",
    "STATUS_WORDS",
    "caption",
    "comparison",
    "distance",
    "elsewhere",
    "kind_of",
    "length",
    "number",
    "place",
    "quantity",
    "says_so",
    "span",
    "when",
]

#: What a place is, by the codes of GeoNames; a town or village is not told.
FEATURE_WORDS = {
    "STM": "river", "CNL": "canal", "LK": "lake", "RSV": "reservoir", "SEA": "sea", "OCN": "ocean", "STRT": "strait",
    "BAY": "bay", "GULF": "gulf", "ISL": "island", "ISLS": "islands", "PEN": "peninsula", "MTS": "mountains",
    "ADM1": "region", "ADM2": "district", "ADM3": "municipality", "ADM4": "municipality", "PCL": "country",
    "RGN": "region", "AREA": "area", "AIRP": "airport", "AIRB": "airbase", "AIRF": "airfield", "BDG": "bridge",
    "DAM": "dam", "PPLX": "part of a town", "PPLC": "capital", "ROAD": "road", "FRST": "forest", "VAL": "valley",
    "DSRT": "desert", "HBR": "harbour", "PRT": "port",
}  # fmt: skip
_METHODS = {
    "gazetteer": "the place as the gazetteer has it",
    "offset": "reckoned from the distance and direction that the text states",
    "between": "reckoned between the two places that the text names",
    "manual": "placed by hand",
}


def kind_of(event: Event) -> str:
    """Return point, line or area, as the map draws an event's place."""
    shape = (event.geometry or {}).get("type", "")
    if "Line" in shape:
        return "line"
    if "Polygon" in shape:
        return "area"
    if not event.layer_id:
        return "point"
    return "line" if event.layer_id.startswith("rivers/") else "area"


def caption(event: Event, context: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the panel tells of an event.

    Parameters
    ----------
    event : Event
    context : mapping or None
        The paragraph around the first evidence, as `mapkit.server.routes.context_of` cuts it.

    Returns
    -------
    dict
        Plain JSON: texts, numbers, lists and country codes (the browser knows the countries' names).
    """
    status = None if event.event_status == EventStatus.ACTUAL else STATUS_WORDS[event.event_status]
    return {
        "id": event.event_id,
        "type": event.event_type.value,
        "sub": event.sub_event_type,
        "status": status,
        "place": place(event),
        "when": when(event),
        "who": {"claim": event.claim_status.value, "words": says_so(event)},
        "actors": [_actor(actor.name, actor.role, actor.inter) for actor in event.actors],
        "quantities": [quantity(one) for one in event.quantities],
        "distances": [distance(one) for one in event.distances],
        "quote": dict(context) if context else None,
        "more": [_more(one) for one in event.evidence[1:]],
        "sources": [
            {
                "id": s.document_id,
                "title": s.title,
                "publisher": s.publisher,
                "published": _day(s.published),
                "url": s.url,
            }
            for s in event.sources
        ],
        "candidates": [_candidate(event, one) for one in event.candidates],
        "confidence": [
            {"label": label, "value": value}
            for label, value in (
                ("The name is a place", event.confidence.recognition),
                ("It is this place", event.confidence.resolution),
                ("It is this event", event.confidence.coding),
            )
        ],
        "explanation": list(event.explanation),
        "notes": list(event.notes),
        "trigger": event.trigger,
        "coder": event.coder_version,
    }


def elsewhere(found: Similar) -> dict[str, Any]:
    """Return what other documents tell that may be the same event: who, when, the sentence, and why it may be."""
    return {
        "publishers": found.publishers,
        "events": [
            {
                "id": other.event_id,
                "what": other.sub_event_type,
                "publisher": next((s.publisher for s in other.sources if s.publisher), None),
                "when": when(other)["words"],
                "exact": other.evidence[0].exact if other.evidence else "",
                "reasons": list(suggestion.reasons),
                "score": suggestion.score,
            }
            for suggestion, other in found.events
        ],
    }


def place(event: Event) -> dict[str, Any]:
    """Return an event's place: name, kind, region, country code, front and what is uncertain about it."""
    name = event.location or event.location_text
    if name is None or event.latitude is None:
        return {
            "name": name or "No place of its own",
            "placed": False,
            "note": "Listed without a marker: the text gives it no place that can be put on the map."
            if name is None
            else "Listed without a marker: this place could not be found.",
        }
    kind = kind_of(event)
    unnamed = {"line": "river" if event.layer_id else "line between two places", "area": "area"}
    what = FEATURE_WORDS.get(event.feature_code or "") or unnamed.get(kind, "")
    return {
        "name": name,
        "placed": True,
        "kind": kind,
        "what": what,
        "verbatim": event.location_text if event.location_text != name else None,
        "admin1": event.admin1 if event.admin1 != name else None,
        "country": event.country,
        "front": event.front,
        "latitude": event.latitude,
        "longitude": event.longitude,
        "note": _where_note(kind, what, event.coordinate_uncertainty_m),
        "method": _METHODS.get(event.georeference_method or ""),
        "precision": _precisions(event),
    }


def _where_note(kind: str, what: str, metres: float | None) -> str | None:
    spread = f"within about {length(metres)}" if metres else None
    if kind == "point":
        return f"Somewhere {spread} of the marker" if spread else None
    where = f"Not a point: somewhere {'along' if kind == 'line' else 'in'} this {what}"
    return f"{where}, {spread} of the marker" if spread else where


def _precisions(event: Event) -> str | None:
    parts = []
    if event.geo_precision is not None:
        parts.append(f"geo-precision {event.geo_precision} (ACLED)")
    if event.where_prec is not None:
        parts.append(f"where-precision {event.where_prec} (UCDP)")
    return ", ".join(parts) or None


def distance(one: Distance) -> dict[str, str | None]:
    """Return a stated distance: its figure in km and miles, from where, and the text's words."""
    return {
        "words": f"{number(one.km)} km ({number(measure.miles(one.km))} mi)",
        "ends": _ends(one),
        "text": one.text,
        "note": one.note,
    }


def _ends(one: Distance) -> str:
    if one.relation == "between" and one.from_place and one.to_place:
        return f"between {one.from_place} and {one.to_place}"
    parts = [one.direction] if one.direction else []
    if one.relation == "along":
        parts.append(f"along {one.from_place}" if one.from_place else "along")
    elif one.from_place:
        parts.append(f"{'of' if one.direction else 'from'} {one.from_place}")
    if one.to_place:
        parts.append(f"to {one.to_place}")
    return " ".join(parts)


def comparison(one: Event, two: Event) -> dict[str, Any]:
    """Return the geodesic between two events' places: km, miles and bearing, or why there is none."""
    record: dict[str, Any] = {
        "id": two.event_id,
        "type": two.event_type.value,
        "claim": two.claim_status.value,
        "sub": two.sub_event_type,
        "place": two.location or two.location_text,
    }
    if one.latitude is None or one.longitude is None or two.latitude is None or two.longitude is None:
        return {**record, "words": None, "note": "One of the two has no place to measure from."}
    ends = (one.latitude, one.longitude, two.latitude, two.longitude)
    km = measure.distance_km(*ends)
    kinds = {kind_of(one), kind_of(two)}
    note = None if kinds == {"point"} else "One end is a river or an area: its marker stands for the whole."
    if km < 0.001:
        return {**record, "words": "At the same point", "note": note}
    bearing = measure.bearing_deg(*ends)
    return {
        **record,
        "words": f"{number(km)} km",
        "miles": f"{number(measure.miles(km))} mi",
        "bearing": f"{bearing:.0f}° {measure.compass(bearing)}",
        "note": note,
    }


def _more(one: Evidence) -> dict[str, str]:
    """Return further evidence between what little is kept of its surroundings, whole words only."""
    before, after = " ".join(one.prefix.split()), " ".join(one.suffix.split())
    return {
        "before": f"… {before.partition(' ')[2]} " if " " in before else "",
        "exact": one.exact,
        "after": f" {after.rpartition(' ')[0]} …" if " " in after else "",
    }


def _actor(name: str, role: str, inter: int | None) -> dict[str, str | None]:
    return {"name": name, "role": role, "inter": INTER_NAMES.get(inter) if inter else None}


def _candidate(event: Event, one: Mapping[str, Any]) -> dict[str, Any]:
    code = str(one.get("feature_code") or "")
    return {
        "id": one.get("gazetteer_id"),
        "name": one.get("name"),
        "what": FEATURE_WORDS.get(code),
        "admin1": one.get("admin1") if one.get("admin1") != one.get("name") else None,
        "country": one.get("country"),
        "score": one.get("score"),
        "reasons": list(one.get("reasons") or ()),
        "chosen": bool(event.gazetteer_id) and one.get("gazetteer_id") == event.gazetteer_id,
    }


def _day(text: str | None) -> str | None:
    return span(text, text) if text else None
