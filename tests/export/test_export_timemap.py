"""TimeMap's JSON under TimeMap's own schemas."""

import json

import jsonschema
from specimens import ABOUT, EVENTS, written

TEXT = {"type": "string"}
#: After the Joi schemas in src/reducers/validate of forensic-architecture/timemap and bellingcat/ukraine-timemap, which
#: refuse unknown keys.
TIMEMAP = {
    "type": "object",
    "required": ["events", "associations", "sources"],
    "properties": {
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["description", "date", "latitude", "longitude", "associations"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(
                        (
                            *("id", "description", "date", "time", "time_precision", "location", "latitude"),
                            *("longitude", "type", "category", "category_full", "comments", "time_display"),
                        ),
                        TEXT,
                    ),
                    "associations": {"type": "array", "items": TEXT},
                    "sources": {"type": "array", "items": TEXT},
                },
            },
        },
        "associations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "title", "mode"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(("id", "title", "desc", "colour", "type", "display"), TEXT),
                    "mode": {"enum": ["CATEGORY", "FILTER"]},
                    "filter_paths": {"type": "array", "items": TEXT},
                },
            },
        },
        "sources": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["id", "paths"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(
                        ("id", "title", "thumbnail", "type", "url", "description", "parent", "author", "date", "notes"),
                        TEXT,
                    ),
                    "paths": {"type": "array", "items": TEXT},
                },
            },
        },
    },
}


class TestTimeMap:
    def test_its_schemas_accept_it(self):
        domain = json.loads(written(EVENTS, "timemap", ABOUT))
        jsonschema.validate(domain, TIMEMAP)
        assert domain["export"]["filters"] == "type=Battles&claim=claimed"

    def test_events_refer_to_associations_and_sources(self):
        domain = json.loads(written(EVENTS, "timemap"))
        known = [one["id"] for one in domain["associations"]]
        assert len(set(known)) == len(known)
        for event in domain["events"]:
            assert set(event["associations"]) <= set(known)
            assert set(event["sources"]) <= set(domain["sources"])
        clash = domain["events"][0]
        assert (clash["date"], clash["latitude"], clash["longitude"]) == ("08/19/2024", "50.9", "34.8")
        assert domain["sources"]["d1"]["url"] == "https://desk.example/1"
        assert domain["events"][3]["date"] == ""

    def test_no_path_is_cut_at_a_slash(self):
        domain = json.loads(written(EVENTS, "timemap"))
        assert not any("/" in part for one in domain["associations"] for part in one["filter_paths"])
