import annotated
import pytest

FILE = """=== one-fire | Lima Ledger | 2019-05-04
Fire in [[Lima|Ohio, United States]]

A fire at [[@Hill School]] in [[Lima]], [[Ohio]]’s 12th city, hurt two; “café” owners of the
[[~Lima]] Club helped. [[!Lima]] lost 2-1.

=== two-none | Daily |
Nothing here.
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_marks_are_stripped_and_offsets_are_code_points(path):
    first, second = annotated.read(path)
    assert first["text"].startswith("Fire in Lima\n\nA fire at Hill School in Lima, Ohio’s")
    assert first["text"].endswith("Lima Club helped. Lima lost 2-1.")
    assert [first["text"][span["start"] : span["end"]] for span in first["gold"]] == [
        span["phrase"] for span in first["gold"]
    ]
    assert second == {"id": "two-none", "publisher": "Daily", "text": "Nothing here.", "gold": []}


def test_what_a_mark_says_is_kept(path):
    first, _ = annotated.read(path)
    assert (first["publisher"], first["published"]) == ("Lima Ledger", "2019-05-04")
    flags = [{key for key in span if key in {"embedded", "facility", "team"}} for span in first["gold"]]
    assert flags == [set(), {"facility"}, set(), set(), {"embedded"}, {"team"}]
    hint = "Ohio, United States"
    assert [span.get("where") for span in first["gold"]] == [hint, None, hint, None, hint, hint]


def test_a_hint_holds_until_the_name_means_another_place():
    _, gold = annotated.unmarked("[[Paris|Texas, United States]], then [[Paris]]; far off, [[Paris|France]].")
    assert [span["where"] for span in gold] == ["Texas, United States", "Texas, United States", "France"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("=== One | no date\n", "line 1"),
        ("=== a | b |\n[[Lima\n", "line 2: a broken mark"),
        ("=== a | b |\n=== a | b |\n", "comes twice"),
        ("Lima\n", "before the first header"),
    ],
)
def test_what_is_broken_is_named_with_its_line(text, said, tmp_path):
    path = tmp_path / "broken.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        annotated.read(path)


def test_hints_lead_to_coordinates(gazetteer):
    text, gold = annotated.unmarked(
        "[[Lima|Ohio, United States]], not [[Lima|Peru]]; [[Georgia]] may be either; [[@Lima]], [[!Lima]],"
        " [[Lima|Chad]], [[France]]."
    )
    annotated.locate([{"text": text, "gold": gold}], gazetteer)
    ohio, peru, georgia, facility, team, nowhere, france = gold
    assert (round(ohio["lat"]), round(ohio["lon"])) == (41, -84)
    assert (round(peru["lat"]), round(peru["lon"])) == (-12, -77)
    assert france["lat"] == pytest.approx(46)
    assert all("lat" not in span for span in (georgia, facility, team, nowhere))
