import json
import math
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import calibration
import metrics
import peers
import pytest
import running
from hypothesis import given
from hypothesis import strategies as st

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "geoparsing.py"
TEXT = "Floods hit Lima and Callao in Peru; Peruvians fled to La Paz, Portland lost."
LIMA, CALLAO, PERU, PERUVIANS, LA_PAZ, PORTLAND = ((11, 15), (20, 26), (30, 34), (36, 45), (54, 60), (62, 70))
AT = {LIMA: (-12.04, -77.03), CALLAO: (-12.06, -77.14), PERU: (-10.0, -76.0), LA_PAZ: (-16.5, -68.15)}


def gold(span, **more):
    place = dict(zip(("lat", "lon"), AT[span], strict=True)) if span in AT else {}
    return {"start": span[0], "end": span[1], **place, **more}


def said(span, at=None, **more):
    latitude, longitude = at or AT.get(span, (None, None))
    return {"start": span[0], "end": span[1], "latitude": latitude, "longitude": longitude, **more}


def figures(spans, predictions, **options):
    return metrics.figures(metrics.judge(TEXT, spans, predictions, **options))


def test_what_is_perfect_scores_one():
    spans = [gold(LIMA), gold(PERU), gold(LA_PAZ)]
    assert figures(spans, [said(LIMA), said(PERU), said(LA_PAZ)]) == (1,) * 7


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 9), st.floats(-90, 90), st.floats(-180, 180)),
        min_size=1,
        unique_by=lambda span: span[0],
    ),
    st.sampled_from(["exact", "overlap"]),
)
def test_whatever_the_gold_a_perfect_prediction_scores_one(places, match):
    spans = [{"start": s, "end": s + n, "lat": lat, "lon": lon} for s, n, lat, lon in places]
    text = "x" * 80
    perfect = [{"start": g["start"], "end": g["end"], "latitude": g["lat"], "longitude": g["lon"]} for g in spans]
    assert metrics.figures(metrics.judge(text, spans, perfect, match=match)) == (1,) * 7


def test_a_miss_costs_recall_and_a_false_one_precision():
    spans = [gold(LIMA), gold(CALLAO), gold(LA_PAZ)]
    found = figures(spans, [said(LIMA), said((0, 6), (1, 1))])
    assert found == (1 / 2, 1 / 3, 2 / 5, 1, 1 / 2, 1 / 3, 2 / 5)


def test_a_wrong_place_costs_the_end_to_end_figures_alone():
    found = figures([gold(LIMA), gold(LA_PAZ)], [said(LIMA, (40.74, -84.1)), said(LA_PAZ)])
    assert found == (1, 1, 1, 1 / 2, 1 / 2, 1 / 2, 1 / 2)


def test_nearer_than_161_km_is_right():
    near, far = (-12.04 + 1.44, -77.03), (-12.04 + 1.46, -77.03)
    assert figures([gold(LIMA)], [said(LIMA, near)]).accuracy == 1
    assert figures([gold(LIMA)], [said(LIMA, far)]).accuracy == 0


def test_a_wrong_boundary_is_a_miss_unless_overlap_is_enough():
    longer = (LIMA[0], LIMA[1] + 4)
    prediction = [said(longer, AT[LIMA])]
    assert figures([gold(LIMA)], prediction).f1 == 0
    assert figures([gold(LIMA)], prediction, match="overlap").f1 == 1


def test_overlap_pairs_one_to_one_by_shared_characters():
    wide = (LIMA[0], CALLAO[1])
    judgement = metrics.judge(TEXT, [gold(LIMA), gold(CALLAO)], [said(wide, AT[CALLAO])], match="overlap")
    assert [outcome.gold["start"] for outcome in judgement.outcomes] == [CALLAO[0]]
    assert [span["start"] for span in judgement.missed] == [LIMA[0]]


def test_a_prediction_without_a_place_counts_for_recognition_alone():
    found = figures([gold(LIMA)], [{"start": LIMA[0], "end": LIMA[1], "latitude": None, "longitude": None}])
    assert found[:3] == (1, 1, 1)
    assert math.isnan(found.accuracy)
    assert math.isnan(found.located_precision)
    assert found[5:] == (0, 0)


def test_gold_without_coordinates_counts_for_recognition_alone():
    found = figures([gold(LIMA), gold(PORTLAND)], [said(LIMA), said(PORTLAND, (45.5, -122.7))])
    assert found == (1,) * 7


def test_demonyms_count_neither_way_unless_kept():
    spans, role = [gold(LIMA), gold(PERUVIANS, demonym=True)], {"role": "demonym"}
    for predictions in ([said(LIMA)], [said(LIMA), said(PERUVIANS, **role)], [said(LIMA), said(PERUVIANS, AT[PERU])]):
        assert figures(spans, predictions).f1 == 1
    assert figures(spans, [said(LIMA)], keep_demonyms=True).recall == 1 / 2
    assert figures([gold(LIMA)], [said(LIMA), said(PERUVIANS, **role)]).f1 == 1
    assert figures([gold(LIMA)], [said(LIMA), said(PERUVIANS, **role)], keep_demonyms=True).precision == 1 / 2


def test_what_overlaps_a_team_is_ignored():
    spans = [gold(LIMA), gold(PORTLAND, team=True)]
    assert figures(spans, [said(LIMA)]) == figures(spans, [said(LIMA), said((PORTLAND[0], 75), (1, 1))]) == (1,) * 7


def test_a_country_is_right_wherever_in_it_the_gold_has_its_point():
    canada = said(LIMA, (60.1, -113.6), feature_code="PCLI", country="CA")
    elsewhere = [gold(LIMA) | {"lat": 50.0, "lon": -85.0}]
    assert figures(elsewhere, [canada]).accuracy == 1
    assert figures(elsewhere, [canada], strict_countries=True).accuracy == 0
    assert figures(elsewhere, [canada | {"feature_code": "PPL"}]).accuracy == 0
    assert figures([gold(LIMA) | {"lat": 39.8, "lon": -98.5}], [canada]).accuracy == 0


def test_alternative_points_are_right_as_well():
    assert figures([gold(LIMA, alternatives=[[5, 5]])], [said(LIMA, (5.5, 5.5))]).accuracy == 1


def test_the_same_span_twice_counts_once():
    assert figures([gold(LIMA)], [said(LIMA), said(LIMA, (1, 1))]) == (1,) * 7


def test_expected_calibration_error_of_a_hand_computed_case():
    Trial = calibration.Trial  # noqa: N806
    bins = calibration.binned(
        [
            Trial(0.95, True),
            Trial(0.95, True),
            Trial(1.0, False),
            Trial(0.9, True),
            Trial(0.32, False),
            Trial(0.38, True),
        ]
    )
    assert [part.count for part in bins] == [2, 4]
    assert [part.accuracy for part in bins] == [0.5, 0.75]
    assert [part.mean for part in bins] == pytest.approx([0.35, 0.95])
    assert calibration.expected_error(bins) == pytest.approx((2 * 0.15 + 4 * 0.2) / 6)
    assert calibration.expected_error([]) == 0


def test_each_view_asks_what_it_says():
    sure = {"recognition": 0.9, "confidence": 0.8}
    wrong_place, unnamed = said(LA_PAZ, (1, 1), **sure), said((0, 6), (1, 1), **sure)
    judgement = metrics.judge(TEXT, [gold(LIMA), gold(LA_PAZ)], [said(LIMA, **sure), wrong_place, unnamed])
    assert [trial.right for trial in calibration.trials(judgement, "recognition")] == [True, True, False]
    assert [trial.right for trial in calibration.trials(judgement, "confidence")] == [True, False]
    product = calibration.trials(judgement, "product")
    assert [trial.right for trial in product] == [True, False, False]
    assert product[0].probability == pytest.approx(0.72)


def test_the_diagram_is_svg_with_a_panel_a_view():
    bins = calibration.binned([calibration.Trial(0.5, True)])
    svg = calibration.diagram({"a & b": {"recognition": bins, "confidence": []}})
    assert len(ET.fromstring(svg).findall("{http://www.w3.org/2000/svg}g")) == 2  # noqa: S314 - our own


def test_articles_and_possessives_are_no_part_of_an_entity():
    text = "the Gambia’s and Kyiv's"
    assert [text[slice(*peers.trimmed(text, start, end))] for start, end in ((0, 12), (17, 23))] == ["Gambia", "Kyiv"]


def test_a_peers_names_go_to_their_best_known_place(gazetteer, monkeypatch):
    monkeypatch.setattr(peers, "_gazetteer", lambda: gazetteer)
    peers.best_known.cache_clear()
    found = peers.toponyms(lambda _: [(11, 15, ("Lima",)), (20, 26, ("Xyzzyx",))], TEXT, peers.best_known)
    assert (found[0]["country"], found[0]["text"]) == ("PE", "Lima")
    assert found[1]["latitude"] is None


def test_a_run_tells_answers_time_and_what_was_left_out():
    script = "import json\nfor n in '12': print(json.dumps({'id': n, 'toponyms': []}))"
    done = running.run(lambda *_: [[sys.executable, "-c", script]], [{"id": n, "text": ""} for n in "123"], 1)
    assert done.answers == {"1": [], "2": []}
    assert done.left_out == 1
    assert done.seconds > 0


def test_a_run_that_fails_says_why():
    with pytest.raises(RuntimeError, match="no such luck"):
        running.run(lambda *_: [[sys.executable, "-c", "raise SystemExit('no such luck')"]], [{"id": "1"}], 1)


def test_the_gold_is_not_shown_to_a_system(tmp_path):
    [[*_, path]] = running.peer("spacy")(tmp_path, [{"id": "1", "text": "a", "url": "b", "gold": [gold(LIMA)]}], 1)
    assert json.loads(Path(path).read_text()) == {"id": "1", "text": "a", "url": "b"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [(["none.jsonl"], "there is no file none.jsonl"), (["--systems", "magic"], "no system magic")],
)
def test_a_mistake_is_one_clear_line(arguments, complaint):
    done = subprocess.run([sys.executable, BENCHMARK, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert complaint in done.stderr.splitlines()[-1]


def test_a_broken_line_of_a_corpus_is_named(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"id": "1", "text": "a", "gold": []}\n{"id": "2"}\n')
    done = subprocess.run([sys.executable, BENCHMARK, path], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith('line 2: is not a JSON object with "id", "text" and "gold"')
