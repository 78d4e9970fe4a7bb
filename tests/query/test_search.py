import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.query.search import fold, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kup'iansk", "KUP’IANSK"),
        ("Kup'iansk", "kupiansk"),
        ("Łódź São Đà", "Łodz sao đa"),
        ("Київ", "КИІВ"),
        ("Straße", "STRASSE"),
        ("روزنامه\u200cها", "روزنامهها"),
        ("ceasefire", "cease\u00adfire"),
        ("re\u0301sume\u0301", "RÉSUMÉ"),
    ],
)
def test_spellings_that_are_the_same(one, other):
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_is_settled(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_text_is_no_other(text):
    assert fold(text) == fold(text + "é")[:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("Drone  STRIKE", ("drone", "strike")),
        ('"oil facility" drone', ("oil facility", "drone")),
        ('"never closed', ("never closed",)),
        ('"" \'', ()),
        ("a a A", ("a",)),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected
