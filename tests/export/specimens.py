"""Events for the tests of exports: a few as a coder makes them, and any that the record allows (hypothesis)."""

import csv
import io

from hypothesis import strategies as st

from mapkit import export
from mapkit.export import About
from mapkit.model import (
    SUB_EVENT_TYPES,
    Actor,
    ClaimStatus,
    Confidence,
    Distance,
    Event,
    EventStatus,
    EventType,
    Evidence,
    Quantity,
    Source,
)

ABOUT = About("mapkit 0.1.0+test", "2026-01-02T03:04:05+00:00", "type=Battles&claim=claimed")
HOSTILE = "=1+1;@x <b onmouseover=alert(1)>&amp; </script><script>alert(1)</script> {{7*7}} ${x} $[name] ]]> \x0b"

CLASH = Event(
    event_id="e1",
    event_type=EventType.BATTLES,
    sub_event_type="Armed clash",
    event_date="2024-08-19",
    date_start="2024-08-19",
    date_end="2024-08-19",
    time_precision=1,
    claim_status=ClaimStatus.CLAIMED,
    claimed_by="the general staff",
    actors=(Actor("Army", "actor", 1), Actor("Border guards", "actor", 1), Actor("Rebels", "recipient", 2)),
    quantities=(Quantity("fatalities", 3, None, None, "people", "at least three"),),
    location="Sumy",
    country="UA",
    admin1="Sumy Oblast",
    latitude=50.9,
    longitude=34.8,
    sources=(Source("d1", publisher="Desk", title="Raid, at night", url="https://desk.example/1"),),
    evidence=(Evidence("d1", 5, 20, 'He said "no",\nthen left.'),),
    coder_version="mapkit 0.1.0+old",
    updated="2024-08-20T00:00:00.000+00:00",
)
SPAN = Event(
    event_id="e2",
    event_type=EventType.EXPLOSIONS,
    sub_event_type="Air/drone strike",
    date_start="2024-08-12",
    date_end="2024-08-18",
    actors=(Actor("Air force", "actor", 1), Actor("Residents", "recipient", 7)),
    location="between the two towns",
    latitude=50.0,
    longitude=35.0,
    geometry={"type": "LineString", "coordinates": [[34.5, 50.0], [35.5, 50.0]]},
    evidence=(Evidence("d1", 30, 40, HOSTILE),),
)
REGION = Event(
    event_id="e3",
    event_type=EventType.BATTLES,
    sub_event_type="Armed clash",
    claim_status=ClaimStatus.DENIED,
    location="Kursk Oblast",
    latitude=51.7,
    longitude=36.1,
    layer_id="admin1/RU-KRS",
)
UNPLACED = Event(event_id="e4", event_type=EventType.DIPLOMACY, sub_event_type="Statement", location=HOSTILE)
EVENTS = [CLASH, SPAN, REGION, UNPLACED]

texts = st.text(max_size=12) | st.sampled_from(
    ["", "'", "''", "=1+1", "+", "-", "@", "'=1", ";=1", "a;''-b", "\t=", "\r", "\n", "\r\n-", '"', ",", "NULL", "1.0"]
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
wholes = st.integers(-(2**53), 2**53)


def maybe(strategy):
    return st.none() | strategy


def parts(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list)
geometries = st.one_of(
    st.builds(lambda at: {"type": "Point", "coordinates": at}, positions),
    st.builds(lambda line: {"type": "LineString", "coordinates": line}, st.lists(positions, min_size=2, max_size=3)),
)
json_values = st.recursive(
    st.none() | st.booleans() | wholes | numbers | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
places = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)}),
)


@st.composite
def events(draw):
    """Any event: any text in any field, null where a field may be."""
    event_type = draw(st.sampled_from(EventType))
    return Event(
        event_id=draw(texts.filter(bool)),
        event_type=event_type,
        sub_event_type=draw(st.sampled_from(SUB_EVENT_TYPES[event_type]) | texts.filter(bool)),
        event_status=draw(st.sampled_from(EventStatus)),
        claim_status=draw(st.sampled_from(ClaimStatus)),
        **{
            name: draw(maybe(texts))
            for name in (
                *("event_date", "date_start", "date_end", "date_text", "claimed_by", "location", "location_text"),
                *("gazetteer_id", "feature_code", "country", "admin1", "layer_id", "georeference_method", "front"),
                *("trigger", "created", "updated", "supersedes"),
            )
        },
        **{name: draw(maybe(wholes)) for name in ("time_precision", "geo_precision", "where_prec")},
        **draw(places),
        coordinate_uncertainty_m=draw(maybe(numbers)),
        geometry=draw(maybe(geometries)),
        actors=draw(parts(st.builds(Actor, texts, st.sampled_from(["actor", "recipient"]), maybe(wholes)))),
        quantities=draw(parts(st.builds(Quantity, _kinds, *[maybe(numbers)] * 3, texts, texts, maybe(texts)))),
        distances=draw(
            parts(st.builds(Distance, numbers, texts, maybe(texts), maybe(texts), texts, note=maybe(texts)))
        ),
        candidates=draw(parts(st.dictionaries(texts, json_values, max_size=3))),
        sources=draw(parts(st.builds(Source, texts, *[maybe(texts)] * 4))),
        evidence=draw(parts(st.builds(Evidence, texts, wholes, wholes, texts, texts, texts))),
        confidence=draw(st.builds(Confidence, *[maybe(numbers)] * 3)),
        explanation=draw(parts(texts)),
        notes=draw(parts(texts)),
        coder_version=draw(texts),
        deleted=draw(st.booleans()),
    )


_kinds = st.sampled_from(["fatalities", "injuries", "area"]) | texts


def written(events, name, about=None, **options):
    """Return what a text export of events is."""
    stream = io.StringIO(newline="")
    export.write(events, stream, name, about, **options)
    return stream.getvalue()


def table(events, name, about=None, **options):
    """Return the rows of a CSV export of events."""
    return list(csv.DictReader(io.StringIO(written(events, name, about, **options), newline="")))
