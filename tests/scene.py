"""A small workspace for the tests of the page: two made-up documents with events of every kind of place."""

from mapkit.model import (
    Actor,
    ClaimStatus,
    Confidence,
    Distance,
    Document,
    Event,
    EventStatus,
    EventType,
    Evidence,
    Quantity,
    Source,
    event_id,
)
from mapkit.workspace import Workspace

#: What a hostile document would write: templates, markup, formulas, links, directives.
HOSTILE = (
    "{{7*7}} ${alert(1)} <img src=x onerror=alert(1)> $x^2$ [link](javascript:alert(1)) :red[red] C:\\users `code`"
)

POKROVSK = (48.28, 37.18)

FRONT_LINE = f"""\
Fighting moves closer to the town

Live 🚨 𝟙𝟚:𝟘𝟘 — what lies beyond the first plane counts as one code point and two units of UTF-16.

Kyiv says its troops now hold 1,250 square kilometres of the Kursk region, with 92 settlements in it. A third bridge \
over the Seym River was reportedly destroyed on Sunday night.

Russian units have come to within about 10 km of the outskirts of Pokrovsk, officials said. Some 53,000 people are \
still in Pokrovsk. Troops clashed in the streets of Toretsk, the general staff said.

The minister said that no shell had fallen on Sumy for three days. A new attack on Zaporizhzhia is expected.

A reader wrote from Kherson: {HOSTILE} is what he saw there.
"""

TALKS = """\
Ministers meet

Britain said it would go on supporting Ukraine. The Kremlin refused any talks.
"""


def fill(workspace: Workspace) -> dict[str, Event]:
    """Put two documents with their events into a workspace, and return the events by a short name."""
    front = Document("front.txt", FRONT_LINE, title="Fighting moves closer to the town", publisher="The Daily Test")
    talks = Document("talks.txt", TALKS, title="Ministers meet", url="https://news.example/talks")
    events = {
        "region": _event(
            front,
            "Kyiv says its troops now hold 1,250 square kilometres of the Kursk region, with 92 settlements in it.",
            EventType.BATTLES,
            "Non-state actor overtakes territory",
            claim_status=ClaimStatus.CLAIMED,
            claimed_by="Kyiv",
            actors=(Actor("Ukraine", "actor", 8), Actor("Russia", "recipient", 1)),
            quantities=(
                Quantity("area", 1250, 1250, 1250, "km²", "1,250 square kilometres"),
                Quantity("settlements", 92, 92, 92, "settlements", "92 settlements"),
            ),
            front="Kursk",
            **_place("Kursk Oblast", "Kursk region", 51.75, 36.1, "RU", None, "ADM1", 538555, 100_000, 3),
            layer_id="admin1/RU-KRS",
        ),
        "river": _event(
            front,
            "A third bridge over the Seym River was reportedly destroyed on Sunday night.",
            EventType.STRATEGIC,
            "Looting/property destruction",
            date_start="2024-08-11",
            date_end="2024-08-11",
            date_text="Sunday night",
            claim_status=ClaimStatus.UNVERIFIABLE,
            front="Kursk",
            **_place("Seym River", "Seym River", 51.6, 34.9, "RU", "Kursk Oblast", "STM", 705189, 90_000, 2),
            layer_id="rivers/seym",
        ),
        "pokrovsk": _event(
            front,
            "Russian units have come to within about 10 km of the outskirts of Pokrovsk, officials said.",
            EventType.BATTLES,
            "Armed clash",
            event_date="2024-08-19",
            date_start="2024-08-19",
            date_end="2024-08-19",
            time_precision=1,
            claimed_by="officials",
            actors=(Actor("Russia", "actor", 8),),
            distances=(
                Distance(
                    10, "within", "Pokrovsk", None, "about 10 km of the outskirts of Pokrovsk", None, 48.28, 37.18
                ),
            ),
            front="Donetsk-Pokrovsk",
            confidence=Confidence(0.98, 0.91, 0.74),
            explanation=("“come to within 10 km” puts troops in contact", "its oblast is the theatre of the text"),
            candidates=(
                _candidate("Pokrovsk", "Donetsk Oblast", "UA", 704508, 0.91, "named with other places of its oblast"),
                _candidate("Pokrovsk", "Sakha", "RU", 2017742, 0.11, "5,300 km from the other places of the text"),
            ),
            **_place("Pokrovsk", "Pokrovsk", 48.28, 37.18, "UA", "Donetsk Oblast", "PPL", 704508, 3_000, 1),
        ),
        "evacuation": _event(
            front,
            "Some 53,000 people are still in Pokrovsk.",
            EventType.HUMANITARIAN,
            "Evacuation",
            date_start="2024-08-04",
            date_end="2024-08-04",
            quantities=(Quantity("remaining", None, 53000, None, "people", "Some 53,000 people"),),
            front="Donetsk-Pokrovsk",
            **_place("Pokrovsk", "Pokrovsk", 48.28, 37.18, "UA", "Donetsk Oblast", "PPL", 704508, 3_000, 1),
        ),
        "toretsk": _event(
            front,
            "Troops clashed in the streets of Toretsk, the general staff said.",
            EventType.BATTLES,
            "Armed clash",
            claim_status=ClaimStatus.CLAIMED,
            claimed_by="the general staff",
            front="Toretsk-Chasiv Yar",
            **_place("Toretsk", "Toretsk", 48.4, 37.85, "UA", "Donetsk Oblast", "PPL", 709932, 3_000, 1),
        ),
        "negated": _event(
            front,
            "The minister said that no shell had fallen on Sumy for three days.",
            EventType.EXPLOSIONS,
            "Shelling/artillery/missile attack",
            event_status=EventStatus.NEGATED,
            claimed_by="The minister",
            **_place("Sumy", "Sumy", 50.92, 34.8, "UA", "Sumy Oblast", "PPLA", 692194, 5_000, 1),
        ),
        "planned": _event(
            front,
            "A new attack on Zaporizhzhia is expected.",
            EventType.EXPLOSIONS,
            "Air/drone strike",
            event_status=EventStatus.FUTURE,
            **_place("Zaporizhzhia", "Zaporizhzhia", 47.85, 35.12, "UA", "Zaporizhzhia", "PPLA", 687700, 9_000, 1),
        ),
        "hostile": _event(
            front,
            f"A reader wrote from Kherson: {HOSTILE} is what he saw there.",
            EventType.VIOLENCE,
            "Attack",
            claimed_by=HOSTILE,
            actors=(Actor(HOSTILE, "actor", None),),
            notes=(HOSTILE,),
            explanation=(HOSTILE,),
            **_place("Kherson", HOSTILE, 46.64, 32.61, "UA", "Kherson Oblast", "PPLA", 706448, 5_000, 1),
        ),
    }
    spoken = {
        "support": _event(
            talks,
            "Britain said it would go on supporting Ukraine.",
            EventType.DIPLOMACY,
            "Support",
            claimed_by="Britain",
            actors=(Actor("United Kingdom", "actor", 8), Actor("Ukraine", "recipient", 1)),
        ),
        "refusal": _event(
            talks,
            "The Kremlin refused any talks.",
            EventType.DIPLOMACY,
            "Statement",
            actors=(Actor("Russia", "actor", 8),),
        ),
    }
    workspace.put(front, list(events.values()), "scene")
    workspace.put(talks, list(spoken.values()), "scene")
    return {**events, **spoken}


def _event(document, sentence, kind, sub, **fields):
    start = document.text.index(sentence)
    end = start + len(sentence)
    evidence = Evidence(
        document.document_id,
        start,
        end,
        sentence,
        document.text[max(0, start - 32) : start],
        document.text[end : end + 32],
    )
    return Event(
        event_id=event_id(document.document_id, start, end, kind),
        event_type=kind,
        sub_event_type=sub,
        evidence=(evidence,),
        sources=(Source(document.document_id, document.publisher, document.title, document.url),),
        **fields,
    )


def _place(name, verbatim, latitude, longitude, country, admin1, code, gazetteer_id, uncertainty, precision):
    return {
        "location": name,
        "location_text": verbatim,
        "latitude": latitude,
        "longitude": longitude,
        "country": country,
        "admin1": admin1,
        "feature_code": code,
        "gazetteer_id": str(gazetteer_id),
        "coordinate_uncertainty_m": float(uncertainty),
        "geo_precision": precision,
        "georeference_method": "gazetteer",
    }


def _candidate(name, admin1, country, gazetteer_id, score, *reasons):
    return {
        "gazetteer_id": str(gazetteer_id),
        "name": name,
        "feature_code": "PPL",
        "admin1": admin1,
        "country": country,
        "latitude": 0.0,
        "longitude": 0.0,
        "score": score,
        "reasons": list(reasons),
    }
