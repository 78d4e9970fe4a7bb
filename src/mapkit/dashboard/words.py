"""An event in plain words: what the panel and the table say, as data without any markup.

Every text of a document stays a value of its own, to be shown with `textContent`; nothing here makes HTML or Markdown.
"""

from collections.abc import Mapping
from typing import Any

from mapkit import measure
from mapkit.dashboard import telling
from mapkit.languages import Labels, marked
from mapkit.languages import gettext as _
from mapkit.model import INTER_NAMES, Distance, Event, EventStatus, Evidence
from mapkit.query import Similar
from mapkit.wording import (
    CLAIM_WORDS,
    NOT_STATED,
    STATUS_WORDS,
    events,
    length,
    number,
    quantity,
    says_so,
    span,
    when,
)

# What the exports say too is the wording of the page as well.
__all__ = [
    "CLAIM_WORDS",
    "NOT_STATED",
    "STATUS_WORDS",
    "caption",
    "comparison",
    "distance",
    "elsewhere",
    "events",
    "kind_of",
    "length",
    "number",
    "place",
    "quantity",
    "says_so",
    "span",
    "spread",
    "stated",
    "when",
]

#: What a place is, by the codes of GeoNames; a town or village is not told.
FEATURE_WORDS = Labels({
    "STM": marked("river"), "CNL": marked("canal"), "LK": marked("lake"), "RSV": marked("reservoir"),
    "SEA": marked("sea"), "OCN": marked("ocean"), "STRT": marked("strait"), "BAY": marked("bay"),
    "GULF": marked("gulf"), "ISL": marked("island"), "ISLS": marked("islands"), "PEN": marked("peninsula"),
    "MTS": marked("mountains"), "ADM1": marked("region"), "ADM2": marked("district"), "ADM3": marked("municipality"),
    "ADM4": marked("municipality"), "PCL": marked("country"), "RGN": marked("region"), "AREA": marked("area"),
    "AIRP": marked("airport"), "AIRB": marked("airbase"), "AIRF": marked("airfield"), "BDG": marked("bridge"),
    "DAM": marked("dam"), "PPLX": marked("part of a town"), "PPLC": marked("capital"), "ROAD": marked("road"),
    "FRST": marked("forest"), "VAL": marked("valley"), "DSRT": marked("desert"), "HBR": marked("harbour"),
    "PRT": marked("port"),
})  # fmt: skip
#: What ACLED's codes of a place's precision mean, in words of ours.
GEO_PRECISION: Labels[int] = Labels(
    {
        1: marked("1 of 3: the very place is known, a town or closer."),
        2: marked("2 of 3: near the place, or in a part of a region that it stands for."),
        3: marked("3 of 3: no more than a region is known; the point stands for all of it."),
    }
)
#: What UCDP GED's codes of a place's precision mean, in words of ours.
WHERE_PRECISION: Labels[int] = Labels(
    {
        1: marked("1 of 7: the exact place is known."),
        2: marked("2 of 7: within some 25 km of a known place."),
        3: marked("3 of 7: a district is known."),
        4: marked("4 of 7: a region of the first level is known."),
        5: marked("5 of 7: a line or an area without sharp edges, such as a river or a border."),
        6: marked("6 of 7: the country is known and no more."),
        7: marked("7 of 7: international waters or air."),
    }
)
_METHODS = Labels(
    {
        "gazetteer": marked("the place as the gazetteer has it"),
        "offset": marked("reckoned from the distance and direction that the text states"),
        "between": marked("reckoned between the two places that the text names"),
        "manual": marked("placed by hand"),
    }
)


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
            {"label": label, "value": value, "meaning": meaning}
            for label, value, meaning in (
                (
                    _("The name is a place"),
                    event.confidence.recognition,
                    _("How likely the marked name is that of a place at all. Of 100 names with 0.90, some 90 are."),
                ),
                (
                    _("It is this place"),
                    event.confidence.resolution,
                    _("How likely the name means this place and no other one. Of 100 with 0.90, some 90 do."),
                ),
                (
                    _("It is this event"),
                    event.confidence.coding,
                    _("How likely the text tells this event, of this kind, at this place. 1 is sure, 0 is not at all."),
                ),
            )
        ],
        "explanation": telling.told(event.explanation),
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
            "name": name or _("No place of its own"),
            "placed": False,
            "note": _("Listed without a marker: the text gives it no place that can be put on the map.")
            if name is None
            else _("Listed without a marker: this place could not be found."),
        }
    kind = kind_of(event)
    unnamed = {"line": _("river") if event.layer_id else _("line between two places"), "area": _("area")}
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
        "spread": event.coordinate_uncertainty_m is not None,
        "method": _METHODS.get(event.georeference_method or ""),
        "precision": _precisions(event),
    }


def _where_note(kind: str, what: str, metres: float | None) -> str | None:
    if kind == "point":
        return _("Somewhere within about {length} of the marker").format(length=length(metres)) if metres else None
    line = kind == "line"
    if metres:
        where = (
            _("Not a point: somewhere along this {what}, within about {length} of the marker")
            if line
            else _("Not a point: somewhere in this {what}, within about {length} of the marker")
        )
        return where.format(what=what, length=length(metres))
    where = _("Not a point: somewhere along this {what}") if line else _("Not a point: somewhere in this {what}")
    return where.format(what=what)


def spread(event: Event) -> str | None:
    """Return in a few words how far around its marker an event may lie; None where nothing is known of it."""
    told = place(event)
    if not told["placed"]:
        return None
    if told["kind"] == "line":
        return _("somewhere along this {place}").format(place=told["what"])
    if told["kind"] == "area":
        return _("somewhere in this {place}").format(place=told["what"])
    return f"± {length(event.coordinate_uncertainty_m)}" if event.coordinate_uncertainty_m else None


def _precisions(event: Event) -> list[dict[str, str]]:
    """Return the codes of precision of an event's place, each with what it means."""
    found = []
    if event.geo_precision is not None:
        code = _("geo-precision {n} (ACLED)").format(n=event.geo_precision)
        found.append({"words": code, "meaning": GEO_PRECISION.get(event.geo_precision, "")})
    if event.where_prec is not None:
        code = _("where-precision {n} (UCDP)").format(n=event.where_prec)
        found.append({"words": code, "meaning": WHERE_PRECISION.get(event.where_prec, "")})
    return found


def distance(one: Distance) -> dict[str, str | None]:
    """Return a stated distance: its figure in km and miles, from where, and the text's words."""
    return {
        "words": _("{km} km ({miles} mi)").format(km=number(one.km), miles=number(measure.miles(one.km))),
        "ends": _ends(one),
        "text": one.text,
        "note": one.note,
    }


def stated(one: Distance) -> str:
    """Return a stated distance in one line, as the table tells it."""
    told = distance(one)
    return _("{distance}, stated").format(distance=f"{told['words']} {told['ends']}".strip())


def _ends(one: Distance) -> str:
    if one.relation == "between" and one.from_place and one.to_place:
        return _("between {place} and {other}").format(place=one.from_place, other=one.to_place)
    parts = [_(one.direction)] if one.direction else []
    if one.relation == "along":
        parts.append(_("along {place}").format(place=one.from_place) if one.from_place else _("along"))
    elif one.from_place:
        parts.append((_("of {place}") if one.direction else _("from {place}")).format(place=one.from_place))
    if one.to_place:
        parts.append(_("to {place}").format(place=one.to_place))
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
        return {**record, "words": None, "note": _("One of the two has no place to measure from.")}
    ends = (one.latitude, one.longitude, two.latitude, two.longitude)
    km = measure.distance_km(*ends)
    kinds = {kind_of(one), kind_of(two)}
    note = None if kinds == {"point"} else _("One end is a river or an area: its marker stands for the whole.")
    if km < 0.001:
        return {**record, "words": _("At the same point"), "note": note}
    bearing = measure.bearing_deg(*ends)
    return {
        **record,
        "words": _("{n} km").format(n=number(km)),
        "miles": _("{n} mi").format(n=number(measure.miles(km))),
        "bearing": f"{bearing:.0f}° {_(measure.compass(bearing))}",
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
    return {"name": name, "role": role, "inter": _(INTER_NAMES[inter]) if inter in INTER_NAMES else None}


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
