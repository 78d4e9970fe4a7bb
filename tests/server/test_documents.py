"""A document to be read: its text, its places and its events, by one address."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from mapkit import pipeline
from mapkit.model import Document, Event, EventStatus, EventType, Evidence, event_id
from mapkit.server import Services, create_routes, documents
from mapkit.workspace import Workspace
from synthetic import coder, document, line

TEXT = """\
🚨 𝕃𝕚𝕧𝕖: Shells fall on Kharkiv

Two people were killed when shells hit Kharkiv in eastern Ukraine on Monday. \
Officials in Kharkiv said that the shelling went on. Fighting went on in the village of Qzrtovsk, Kharkiv Oblast.
"""


@pytest.fixture(scope="module")
def shelled():
    return Document(
        "shells.txt", TEXT, "Shells fall on Kharkiv", "The Daily", "https://n.example/1", dt.date(2024, 8, 19)
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory, shelled):
    """A client over a workspace with one document of events that overlap, and two others."""
    folder = tmp_path_factory.mktemp("documents")
    with pytest.MonkeyPatch.context() as patch, Workspace.open(str(folder / "w.db")) as opened:
        patch.setenv("MAPKIT_CACHE", str(folder))
        sentence = TEXT[TEXT.index("Two people") : TEXT.index(" Officials")]
        headline = TEXT.splitlines()[0]
        opened.put(
            shelled,
            [
                event(shelled, EventType.DIPLOMACY, "Statement", "Officials in Kharkiv said", trigger="said"),
                event(shelled, EventType.EXPLOSIONS, "Air/drone strike", sentence, headline, trigger="hit"),
                event(shelled, EventType.VIOLENCE, "Attack", "people were killed", trigger="peopl"),
            ],
            "1",
        )
        opened.ingest(
            [document("a", published=dt.date(2024, 1, 1)), document("b", line(), published=None)], coder=coder()
        )
        services = Services(lambda: opened, pipeline.default_gazetteer)
        with TestClient(Starlette(routes=create_routes(services))) as client:
            yield client
        services.index.close()


def event(source, kind, sub, *quotes, **fields):
    spans = [(source.text.index(quote), source.text.index(quote) + len(quote), quote) for quote in quotes]
    return Event(
        event_id=event_id(source.document_id, *spans[0][:2], kind),
        event_type=kind,
        sub_event_type=sub,
        evidence=tuple(Evidence(source.document_id, *span) for span in spans),
        **fields,
    )


def test_text_and_where_it_comes_from(site, shelled):
    found = site.get(f"/api/document/{shelled.document_id}").json()
    assert found | {"events": [], "toponyms": [], "previous": None, "next": None} == {
        "id": shelled.document_id, "name": "shells.txt", "title": "Shells fall on Kharkiv", "publisher": "The Daily",
        "url": "https://n.example/1", "published": "2024-08-19", "text": TEXT, "toponyms": [], "toponyms_fault": None,
        "events": [], "previous": None, "next": None,
    }  # fmt: skip


def test_events_in_the_order_of_reading_with_their_words(site, shelled):
    events = site.get(f"/api/document/{shelled.document_id}").json()["events"]
    assert [one["sub"] for one in events] == ["Air/drone strike", "Attack", "Statement"]
    strike, attack, statement = events
    assert [TEXT[start:end] for start, end in strike["evidence"]][1] == TEXT.splitlines()[0]
    assert TEXT[slice(*strike["trigger"])] == "hit"
    assert attack["trigger"] is None  # a part of a word is no trigger
    assert TEXT[slice(*statement["trigger"])] == "said"
    assert (strike["status"], strike["claim"], strike["place"]) == ("actual", "reported", None)


def test_names_of_places_resolved_and_not(site, shelled):
    names = site.get(f"/api/document/{shelled.document_id}").json()["toponyms"]
    by_words = {TEXT[one["start"] : one["end"]]: one for one in names}
    kharkiv = by_words["Kharkiv"]
    assert kharkiv["place"]["country"] == "UA"
    assert (kharkiv["place"]["latitude"], kharkiv["place"]["longitude"]) == pytest.approx((50.0, 36.2), abs=0.1)
    assert kharkiv["reason"] is None
    unknown = by_words["Qzrtovsk"]
    assert unknown["place"] is None
    assert unknown["reason"]


def test_the_documents_before_and_after(site, shelled):
    found = site.get(f"/api/document/{shelled.document_id}").json()
    assert (found["previous"], found["next"]) == (document("a").document_id, None)


def test_unchanged_it_is_not_sent_again(site, shelled):
    address = f"/api/document/{shelled.document_id}"
    first = site.get(address)
    again = site.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("wrong", ["0" * 16, "x", "0123456789ABCDEF", "0" * 17, "%F0%9F%9A%A8", "..%2f..%2fetc"])
def test_an_unknown_document_is_one_clear_line(site, wrong):
    response = site.get(f"/api/document/{wrong}")
    assert response.status_code == 404
    if response.headers["Content-Type"].startswith("application/json"):
        assert response.json()["error"].startswith("no such document")


def test_an_unknown_parameter_is_refused(site, shelled):
    response = site.get(f"/api/document/{shelled.document_id}?names=1")
    assert response.status_code == 400
    assert "unknown parameter 'names'" in response.json()["error"]


def test_a_document_that_cannot_be_geoparsed_is_still_read(site, shelled, monkeypatch):
    monkeypatch.setattr(
        pipeline, "stream_toponyms", lambda documents, **_: (pipeline.Reject(one.name, "broken") for one in documents)
    )
    documents._toponyms.cache_clear()
    found = site.get(f"/api/document/{shelled.document_id}").json()
    assert (found["toponyms"], found["toponyms_fault"]) == ([], "broken")
    assert found["text"] == TEXT
    documents._toponyms.cache_clear()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=st.text(max_size=40), words=st.text("abc 🚨é", min_size=1, max_size=8), after=st.text(max_size=20))
def test_a_trigger_is_found_as_whole_words_or_not_at_all(before, words, after):
    text = before + words + after
    span = documents._trigger(words, [[len(before), len(before) + len(words)]], text)
    if span is not None:
        assert text[slice(*span)] == words


def test_status_travels(tmp_path, shelled):
    with Workspace.open(str(tmp_path / "w.db")) as opened:
        opened.put(
            shelled,
            [event(shelled, EventType.PROTESTS, "Peaceful protest", "went on", event_status=EventStatus.NEGATED)],
            "1",
        )
        services = Services(lambda: opened, pipeline.default_gazetteer)
        with TestClient(Starlette(routes=create_routes(services))) as client:
            (one,) = client.get(f"/api/document/{shelled.document_id}").json()["events"]
        services.index.close()
    assert one["status"] == "negated"
