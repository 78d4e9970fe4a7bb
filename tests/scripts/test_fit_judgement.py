"""Fitting the judgement: drafts are told right from wrong by the marks, and the weights follow."""

import fit_judgement
import pytest

FILE = """=== one-1 | 2024-05-12
Shells hit Kupiansk

Russian artillery [[shelled|SHELL|Kupiansk|k4]] Kupiansk on Tuesday, killing four people, the governor said.

=== two-2 | 2024-05-13
Residents [[marched|PROTEST|Lviv]] through Lviv on Monday. A drone strike had killed two people in Odesa in 2022.

=== three-3 | 2024-05-14
The army shelled Izium, a fisherman said in jest.
"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    path = tmp_path_factory.mktemp("marked") / "news.txt"
    path.write_text(FILE, encoding="utf-8")
    return fit_judgement.samples(fit_judgement.apart([path]))


def test_a_draft_is_right_where_a_mark_says_so(samples):
    found, missed = samples
    assert missed == 0
    right = {sample.document for sample in found if sample.right}
    assert right == {"one-1", "two-2"}
    assert {sample.document for sample in found if not sample.right} == {"three-3"}
    assert sum(sample.right for sample in found) == 2
    assert not any(sample.open_type for sample in found)


def test_weights_follow_the_samples_and_are_the_same_each_time():
    good, bad = ({"rule": 1.0, "both: actual": share} for share in (0.9, 0.1))
    train = [fit_judgement.Sample(good, True, False, "a")] * 30 + [fit_judgement.Sample(bad, False, False, "b")] * 30
    weights = fit_judgement.fit(train, 1.0)
    assert weights["both: actual"] > 0
    assert fit_judgement.likely(weights, train[0]) > 0.7 > 0.3 > fit_judgement.likely(weights, train[-1])
    assert weights == fit_judgement.fit(train, 1.0)


def test_open_types_that_nobody_listed_are_no_fault():
    listed = [fit_judgement.Sample({"rule": 1.0}, True, False, "a")] * 10
    unlisted = [fit_judgement.Sample({"rule": 1.0}, False, True, "a")] * 90
    weights = fit_judgement.fit([*listed, *unlisted], 1.0)
    assert fit_judgement.likely(weights, listed[0]) > 0.8


def test_a_report_counts_what_no_draft_tells(capsys):
    good = [fit_judgement.Sample({"rule": 1.0}, True, False, str(i)) for i in range(10)]
    fit_judgement.report(good, missed=10, ridge=1.0)
    assert "precision 1.000  recall 0.500" in capsys.readouterr().out
