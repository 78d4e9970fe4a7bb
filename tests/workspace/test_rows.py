import pytest

from mapkit.model import Event, EventType
from mapkit.workspace.rows import kind_of


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ({}, "point"),
        ({"geometry": {"type": "Point"}}, "point"),
        ({"geometry": {"type": "LineString"}}, "line"),
        ({"geometry": {"type": "MultiPolygon"}, "layer_id": "rivers/seym"}, "area"),
        ({"layer_id": "rivers/seym"}, "line"),
        ({"layer_id": "rivers/seym", "geometry": {"type": "Point"}}, "line"),
        ({"layer_id": "admin1/RU-KRS"}, "area"),
        ({"layer_id": "lakes/x", "feature_code": "LK"}, "area"),
    ],
)
def test_how_a_place_is_drawn(place, kind):
    event = Event(event_id="x", event_type=EventType.BATTLES, sub_event_type="Armed clash", **place)
    assert kind_of(event) == kind
