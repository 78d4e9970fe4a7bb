"""A person's place put into an event record: coordinates, precision, candidates, distances."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mapkit import measure, pipeline
from mapkit.model import Distance, Event

#: Degrees within which two points are one: the record rounds to five digits.
_SAME = 1e-4


def placed(event: Event, coded: Event, value: Mapping[str, Any]) -> Event:
    """Return an event at the place that a person names.

    Parameters
    ----------
    event : Event
        As it stands; its candidates stay, the chosen one first.
    coded : Event
        As the coder has it: a distance and direction stated from its place is kept from the new one, and so is
        "near" or "on the outskirts".
    value : mapping
        The fields of a place's correction.
    """
    there = dict(value)
    there["location"] = value["location"] or event.location
    geometry: dict[str, Any] | None = None
    chosen = _chosen(event, there)
    if value["georeference_method"] == "gazetteer":
        geometry = _moved(coded, there)
    if value["latitude"] is None:
        there["location"] = None
    moved = replace(
        event,
        **there,
        geometry=geometry,
        candidates=_candidates(event, chosen),
        distances=_distances(coded, value) if value["gazetteer_id"] else coded.distances,
        confidence=replace(event.confidence, resolution=None),
    )
    return replace(moved, front=pipeline.front(moved))


def _moved(coded: Event, there: dict[str, Any]) -> dict[str, Any] | None:
    """Keep what the text says around the name: a distance and direction, or that it was near; return the geometry."""
    anchor = next(((one["latitude"], one["longitude"]) for one in coded.candidates), None)
    if coded.georeference_method == "offset":
        there["georeference_method"] = "offset"
        for name in ("geo_precision", "where_prec", "coordinate_uncertainty_m"):
            there[name] = getattr(coded, name)
        if anchor is None or coded.latitude is None or coded.longitude is None or coded.geometry is None:
            return None  # at a distance, in a direction that the text does not state
        km = measure.distance_km(*anchor, coded.latitude, coded.longitude)
        bearing = measure.bearing_deg(*anchor, coded.latitude, coded.longitude)
        latitude, longitude = measure.destination(there["latitude"], there["longitude"], bearing, km)
        there |= {"latitude": round(latitude, 5), "longitude": round(longitude, 5), "layer_id": None}
        return {"type": "Point", "coordinates": [there["longitude"], there["latitude"]]}
    near = coded.georeference_method == "gazetteer" and (coded.geo_precision, coded.where_prec) == (2, 2)
    if near and not there["layer_id"]:
        there["geo_precision"] = max(2, there["geo_precision"] or 2)
        there["where_prec"] = max(2, there["where_prec"] or 2)
        told = [value for value in (there["coordinate_uncertainty_m"], coded.coordinate_uncertainty_m) if value]
        there["coordinate_uncertainty_m"] = max(told, default=None)
    return None


def _chosen(event: Event, there: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the place as the first of the candidates; its score where it was one of them, else none."""
    if there["latitude"] is None:
        return None
    known = next((one for one in event.candidates if _is(one, there)), {})
    return {
        "gazetteer_id": there["gazetteer_id"],
        "name": there["location"],
        "feature_code": there["feature_code"],
        "admin1": there["admin1"],
        "country": there["country"],
        "latitude": there["latitude"],
        "longitude": there["longitude"],
        "score": known.get("score"),
        "reasons": ["chosen by hand", *(text for text in known.get("reasons", ()) if text != "chosen by hand")],
    }


def _candidates(event: Event, chosen: dict[str, Any] | None) -> tuple[dict[str, Any], ...]:
    """Return the candidates with the chosen one first, the former place among the others."""
    others = list(event.candidates)
    if event.latitude is not None and event.location and not any(_is(one, _place_of(event)) for one in others):
        others.insert(0, {**_place_of(event), "score": None, "reasons": ["the place before"]})
    if chosen is None:
        return tuple(others)
    return (chosen, *(one for one in others if not _is(one, chosen)))


def _place_of(event: Event) -> dict[str, Any]:
    """Return an event's place with the keys of a candidate."""
    return {
        "gazetteer_id": event.gazetteer_id,
        "name": event.location,
        "feature_code": event.feature_code,
        "admin1": event.admin1,
        "country": event.country,
        "latitude": event.latitude,
        "longitude": event.longitude,
    }


def _is(candidate: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    if candidate.get("gazetteer_id") or place.get("gazetteer_id"):
        return bool(candidate.get("gazetteer_id") == place.get("gazetteer_id"))
    return bool(candidate["latitude"] == place["latitude"] and candidate["longitude"] == place["longitude"])


def _distances(coded: Event, value: Mapping[str, Any]) -> tuple[Distance, ...]:
    """Return the stated distances, those from or to the coded place measured from the chosen one."""
    former = next(((one["latitude"], one["longitude"]) for one in coded.candidates), (coded.latitude, coded.longitude))
    latitude, longitude = value["latitude"], value["longitude"]

    def same(one: float | None, other: float | None) -> bool:
        return None not in former and _near(one, former[0]) and _near(other, former[1])

    moved = []
    for distance in coded.distances:
        if same(distance.from_latitude, distance.from_longitude):
            distance = replace(distance, from_latitude=latitude, from_longitude=longitude)
        if same(distance.to_latitude, distance.to_longitude):
            distance = replace(distance, to_latitude=latitude, to_longitude=longitude)
        moved.append(distance)
    return tuple(moved)


def _near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) < _SAME
