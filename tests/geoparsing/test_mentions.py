"""What is proposed as a place name, before anything is decided."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapkit.geoparsing.candidates import Candidates
from mapkit.geoparsing.mentions import Kind, propose
from mapkit.geoparsing.runs import Runs
from mapkit.text.tokens import tokenise


@pytest.fixture(scope="module")
def proposals(gazetteer):
    lookups = Candidates(gazetteer)

    def run(text, **options):
        tokens = tokenise(text)
        return propose(tokens, lookups, Runs(tokens), **options)

    return run


@pytest.fixture(scope="module")
def proposed(proposals):
    """Return the kinds of the spans proposed in a text."""
    return lambda text, **options: {mention.text: mention.kind for mention in proposals(text, **options)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They fled al-Hasakah and Deir ez-Zor.", {"al-Hasakah", "Deir ez-Zor"}),
        ("Pokrovsk's defenders held.", {"Pokrovsk"}),
        ("Sana'a's port was hit, and Sana’a burned.", {"Sana'a", "Sana’a"}),
        ("She left Port-au-Prince for Stratford-upon-Avon.", {"Port-au-Prince", "Stratford-upon-Avon"}),
        ("Kids in St. Louis and St Andrews sang.", {"St. Louis", "St Andrews"}),
        ("They took Niu-York and Toretsk.", {"Niu-York", "Toretsk"}),
        ("FLOODS HIT CHENNAI, DELHI AND MUMBAI", {"CHENNAI", "DELHI", "MUMBAI"}),
        ("Rebels Seize Town Near Goma As Army Retreats In North Kivu", {"Goma", "North Kivu", "Kivu"}),
        ("It rained in Washington, D.C. on Monday.", {"Washington, D.C."}),
    ],
)
def test_listed_names(proposed, text, names):
    found = proposed(text)
    assert {name for name in names if found.get(name) is Kind.GAZETTEER} == names


@pytest.mark.parametrize("text", ["It cost US$30 million.", "It cost A$5.", "They met on Monday."])
def test_what_proposes_nothing(proposed, text):
    assert proposed(text) == {}


@pytest.mark.parametrize(
    ("text", "name", "means"),
    [
        ("SPRINGFIELD, Ill. (AP) - Two men were held.", "Ill.", "Illinois"),
        ("GAINESVILLE, Va. — A truck overturned.", "Va.", "Virginia"),
        ("A truck overturned at Boston, MA on Monday.", "MA", "Massachusetts"),
        ("Police in B.C. held two men.", "B.C.", "British Columbia"),
    ],
)
def test_abbreviations_mean_their_states(proposals, text, name, means):
    (mention,) = [m for m in proposals(text) if m.text == name]
    assert (mention.kind, mention.name.text) == (Kind.ABBREVIATION, means)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MAN HELD IN OHIO OR MAINE", "IN"),
        ("MAN HELD IN OHIO OR MAINE", "OR"),
        ("GIVE ME A BREAK", "ME"),
        ("He felt Ill. They left.", "Ill."),
        ("Hi, I said. Oh, no, OK.", "OK."),
    ],
)
def test_words_that_look_like_abbreviations(proposed, text, name):
    assert proposed(text).get(name) is not Kind.ABBREVIATION


def test_a_type_word_belongs_to_the_name_and_says_its_kind(proposals):
    found = {m.text: m for m in proposals("Lake Zzyzx lies in Daviess County by the Ohio River.")}
    assert found["Lake Zzyzx"].kind is Kind.TAILED
    assert (found["Lake Zzyzx"].hint, found["Daviess County"].hint, found["Ohio River"].hint) == ("H", "A", "H")


@pytest.mark.parametrize(
    ("text", "name", "hint"),
    [
        ("a depot in the city of Dnipro burned", "Dnipro", "P"),
        ("bombs fell along the Dnipro river", "Dnipro", "H"),
        ("troops hold parts of the Kursk region", "Kursk", "A"),
        ("a strike on the Jabalia refugee camp", "Jabalia", "S"),
        ("a strike on Dnipro", "Dnipro", ""),
    ],
)
def test_a_type_word_beside_a_name(proposals, text, name, hint):
    (mention,) = [m for m in proposals(text) if m.text == name]
    assert hint in mention.hint
    assert bool(mention.hint) == bool(hint)


def test_a_name_that_no_list_has_is_proposed_unless_speed_matters(proposed):
    text = "Shells fell on Zhovtokvitne and on Saint Barbara Clinic."
    assert proposed(text)["Zhovtokvitne"] is Kind.UNLISTED
    assert proposed(text)["Saint Barbara Clinic"] is Kind.VENUE
    fast = set(proposed(text, unlisted=False).values())
    assert not fast & {Kind.UNLISTED, Kind.VENUE}


def test_nested_names_are_proposed_beside_the_longer_one(proposed):
    assert {"New York City", "New York", "York"} <= set(proposed("Snow fell on New York City."))


def test_peoples(proposals):
    found = {m.text: (m.kind, m.name.text) for m in proposals("South Korean and French troops left.")}
    assert found["South Korean"] == (Kind.DEMONYM, "South Korea")
    assert found["French"] == (Kind.DEMONYM, "France")


PIECES = [
    "Kyiv",
    "U.S.",
    "St.",
    "Ill.",
    ",",
    "’s",
    "al-Bab",
    "\n",
    "Lake",
    "of",
    "County",
    "US$",
    "💥",
    "Ж",
    "New",
    "York",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_spans_are_exact_sorted_and_within_a_sentence(proposals, pieces):
    text = " ".join(pieces)
    tokens = tokenise(text)
    found = proposals(text)
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
        assert tokens.sentence_of(mention.first) == tokens.sentence_of(mention.last) == mention.sentence
    assert all((a.first, -a.last) < (b.first, -b.last) for a, b in pairwise(found))
