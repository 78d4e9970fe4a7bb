import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.dashboard import telling


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        (
            "trigger: 'fighting'; rule 'fighting told as a noun' of Armed clash",
            "What tells it",
            "the words “fighting”, by the rule “fighting told as a noun” of the codebook, for Armed clash",
        ),
        (
            "trigger: 'blaze'; no rule, the tagger reads Attack (0.87)",
            "What tells it",
            "the words “blaze”: no rule of the codebook knows them, the tagger reads Attack (87 %)",
        ),
        (
            "judged 0.58 likely to be this event at this place",
            "How likely",
            "58 %: rules and tagger weighed together",
        ),
        ("actor: Military Forces of Ukraine", "Who did it", "Military Forces of Ukraine"),
        (
            "place Pokrovsk: 'of Pokrovsk' belongs to 'remains'; it is the finest place in Ukraine",
            "Why there",
            "Pokrovsk: “of Pokrovsk” goes with “remains” in the sentence; it is the finest place in Ukraine",
        ),
        (
            "no place: the text names none that is surely the event's own",
            "Why there",
            "The text names no place that is surely the event's own.",
        ),
        (
            "claimed: Zelenskiy (a party to the conflict; 'highlight')",
            "Whose word",
            "Zelenskiy, a party to the conflict (“highlight”): Claimed by one party",
        ),
        (
            "merged: 'advanced' tells of the same type at the same place",
            "Told again",
            "“advanced”, of the same kind at the same place",
        ),
        (
            "status negated: 'decrease' tells of its end",
            "Whether it happened",
            "Said not to have happened: “decrease” tells of its end",
        ),
        (
            "place by hand: Sumy; the coder has no place (imprint)",
            "By hand",
            "Place: Sumy; the coder has no place (imprint)",
        ),
        ("type by hand (a raid)", "By hand", "type by hand (a raid)"),
        ("around Pokrovsk: how far is not stated", "On the map", "around Pokrovsk: how far is not stated"),
    ],
)
def test_each_line_answers_a_question(line, label, words):
    assert telling.told([line]) == [{"label": label, "words": [words]}]


def test_answers_to_one_question_stand_together_in_their_order():
    lines = ["actor: A", "merged: 'x' names no place of its own", "merged: told again", "actor: B"]
    assert telling.told(lines) == [
        {"label": "Who did it", "words": ["A", "B"]},
        {"label": "Told again", "words": ["“x” names no place of its own", "told again"]},
    ]


@given(st.lists(st.text() | st.from_regex(r"judged [\d.]+ likely to be this event at this place", fullmatch=True)))
def test_no_line_is_left_out_and_none_breaks_it(lines):
    assert sum(len(row["words"]) for row in telling.told(lines)) == len(lines)


@given(st.sampled_from(["{0}", "{names}", "%s", "{{x}}", "\\1", "'a' belongs to 'b\n"]))
def test_words_of_a_text_are_never_templates(text):
    assert telling.told([f"actor: {text}"])[0]["words"] == [text]
