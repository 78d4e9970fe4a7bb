"""Fitting: the same corpus gives the same weights, in either form."""

import json

import fit_confidence
import fit_recognition
import pytest

from mapkit.gazetteer import Gazetteer
from mapkit.geoparsing.candidates import Candidates

CORPUS = """=== fire-one | Lima Ledger | 2019-05-04
A fire burned in [[Lima|Ohio, United States]] on Monday. Chief Dayton Miller said two people
from [[Toledo|Ohio, United States]] were hurt.

=== fire-two | Lima Ledger |
Police in [[Dayton|Ohio, United States]] arrested a man. Paris Green, 34, was held in [[Lima|Ohio, United States]].

=== rain-one | Daily Post | 2020-01-02
Rain fell in [[Kharkiv|Ukraine]] and in [[Sumy|Ukraine]]. Senator Lincoln was in [[Kyiv|Ukraine]] in May.

=== rain-two | Daily Post |
The [[~Chicago|Illinois, United States]] Police Department closed roads in [[Chicago]]. Jack London spoke.

=== talks-one | Morning Wire | 2021-03-04
Talks were held in [[Geneva|Switzerland]] on Tuesday. Mr. Houston flew from [[London|England, United Kingdom]].

=== talks-two | Morning Wire |
Nobody was hurt in [[Nairobi|Kenya]], officials in [[Kenya]] said. Mary Jordan won.

=== match-one | Sports Desk | 2022-05-06
[[!Munich|Germany]] lost in [[Madrid|Spain]] on Sunday. The match was seen by Georgia Stubbs.

=== ship-one | Harbour News |
A ship sank in [[Lagos|Nigeria]] after a fire in [[Accra|Ghana]]. Captain Austin Reed was saved.
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory):
    return Gazetteer(user_path=tmp_path_factory.mktemp("nobody") / "none.csv")


@pytest.fixture
def annotated_file(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text(CORPUS, encoding="utf-8")
    return path


@pytest.fixture
def json_lines(annotated_file):
    path = annotated_file.with_suffix(".jsonl")
    lines = [json.dumps(document) for document in fit_recognition.documents(annotated_file)]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def test_both_forms_hold_the_same_documents(annotated_file, json_lines, gazetteer):
    assert fit_recognition.documents(annotated_file) == fit_recognition.documents(json_lines)
    lookups = Candidates(gazetteer)
    one, other = fit_recognition.read(annotated_file, lookups), fit_recognition.read(json_lines, lookups)
    assert len(one) == 8
    assert [(t.gold, t.ignored, t.own) for t in one] == [(t.gold, t.ignored, t.own) for t in other]


def test_a_team_counts_neither_way(annotated_file, gazetteer):
    text = fit_recognition.read(annotated_file, Candidates(gazetteer))[6]
    assert text.ignored == [(0, 6)]
    assert {mention.text for mention in text.proposals if not text.usable(mention)} >= {"Munich"}


def test_fitting_twice_gives_the_same_weights(annotated_file, json_lines, gazetteer):
    first = fit_recognition.fit(fit_recognition.read(annotated_file, Candidates(gazetteer)))
    again = fit_recognition.fit(fit_recognition.read(annotated_file, Candidates(gazetteer)))
    other = fit_recognition.fit(fit_recognition.read(json_lines, Candidates(gazetteer)))
    assert first == again == other
    assert fit_recognition.CLOSED.items() <= first.items()
    assert first["before=in"] > 0 > first["surname"]


def test_what_was_fitted_finds_its_own_corpus(annotated_file, gazetteer):
    texts = fit_recognition.read(annotated_file, Candidates(gazetteer))
    counts = fit_recognition.score(texts, fit_recognition.fit(texts))
    assert counts["gold"] == 16
    assert counts["right"] > 12
    assert counts["predicted"] - counts["right"] < 4


def test_confidence_is_fitted_on_choices_that_are_right_or_wrong(annotated_file, gazetteer):
    lookups = Candidates(gazetteer)
    first = list(fit_confidence.choices(annotated_file, lookups, gazetteer))
    assert sum(choice.right for choice in first) > len(first) / 2
    assert fit_confidence.fit(first) == fit_confidence.fit(
        list(fit_confidence.choices(annotated_file, lookups, gazetteer))
    )


class TestIsRight:
    @pytest.fixture
    def paris(self, gazetteer):
        places = gazetteer.lookup("Paris")
        return {"FR": places[0], "US": next(place for place in places if place.admin1 == "Texas")}

    def test_by_distance_where_the_point_is_known(self, paris, gazetteer):
        near = {"lat": 48.9, "lon": 2.4}
        assert fit_confidence.is_right(near, paris["FR"], gazetteer) is True
        assert fit_confidence.is_right(near, paris["US"], gazetteer) is False

    def test_by_the_country_where_it_is_not(self, paris, gazetteer):
        assert fit_confidence.is_right({"where": "Texas, United States"}, paris["FR"], gazetteer) is False

    def test_not_known_where_nothing_is_said(self, paris, gazetteer):
        assert fit_confidence.is_right({}, paris["FR"], gazetteer) is None
        assert fit_confidence.is_right({"where": "somewhere"}, paris["FR"], gazetteer) is None
