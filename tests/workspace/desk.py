"""An analyst's desk for the tests: places to choose, texts with namesakes, and acts on what is seen now."""

import dataclasses

from mapkit.model import Place
from synthetic import line


def place(name="Pokrovsk", latitude=61.48, longitude=129.15, country="RU", admin1="Sakha", key="2017742", **more):
    values = {"feature_class": "P", "feature_code": "PPL", "admin1_code": "", "admin2": "", "population": 10_000}
    values |= {"source": "gn"} | more
    return Place(key, name, country=country, admin1=admin1, latitude=latitude, longitude=longitude, **values)


SAKHA = place()
TOWN = place(latitude=48.28, longitude=37.18, country="UA", admin1="Donetsk Oblast", key="704508", population=60_000)
#: Two events at one name, and one at another.
NAMESAKES = (
    line(place="Pokrovsk", latitude=48.28, longitude=37.18, sentence="Troops clashed in Pokrovsk.")
    + line(place="Pokrovsk", latitude=48.28, longitude=37.18, sentence="Pokrovsk was shelled again.")
    + line(place="Sumy", latitude=50.9, longitude=34.8, sentence="Sumy was quiet but for one strike.")
)


def ids(workspace, **of):
    return [event.event_id for event in workspace.events(**of)]


def act(workspace, event_id, correction, by="Olena"):
    """Correct what is seen now."""
    return workspace.correct(event_id, correction, by=by, seen=workspace.version())


def changed(**fields):
    """A coder's change: these fields of every event."""
    return lambda event: dataclasses.replace(event, **fields)


def told(workspace, event_id):
    """The history of an event in short."""
    return [(str(entry.what), entry.by, entry.live) for entry in workspace.history(event_id)]


def content(event):
    """An event's record without its audit."""
    return dataclasses.replace(event, created=None, updated=None, coder_version="")
