"""The codebook: whole, readable, extendable, and strict with line-numbered errors."""

import pytest

from mapkit.coding.classification import Reader
from mapkit.coding.codebook import Codebook
from mapkit.errors import CodebookError
from mapkit.model import SUB_EVENT_TYPES
from mapkit.text import nlp

MINIMAL = """\
sub_events:
  Armed clash:
    definition: two sides fight
    rules:
      - {name: duel, verbs: [duel]}
"""


def write(tmp_path, text):
    path = tmp_path / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def coded(codebook, text):
    doc = next(iter(nlp.parse([text])))
    return {m.sub_event_type for sentence in doc.sents for m in Reader(sentence, codebook).mentions()}


def test_every_sub_type_is_defined_with_rules_and_an_example():
    codebook = Codebook.default()
    assert set(codebook.sub_types) == {sub for subs in SUB_EVENT_TYPES.values() for sub in subs}
    for sub_type in codebook.sub_types.values():
        assert len(sub_type.definition) > 20, sub_type.name
        assert sub_type.rules, sub_type.name
        assert sub_type.examples, sub_type.name


@pytest.mark.parametrize("name", sorted(sub for subs in SUB_EVENT_TYPES.values() for sub in subs))
def test_the_examples_are_coded_as_they_say(name):
    codebook = Codebook.default()
    for example in codebook.sub_types[name].examples:
        assert name in coded(codebook, example), example


def test_a_codebook_without_extends_replaces_the_default(tmp_path):
    codebook = Codebook.load(write(tmp_path, MINIMAL))
    assert coded(codebook, "The two armies dueled near Goma.") == {"Armed clash"}
    assert coded(codebook, "A roadside bomb killed four soldiers near Goma.") == set()


def test_extends_default_adds_rules_and_sees_its_lists(tmp_path):
    codebook = Codebook.load(
        write(tmp_path, "extends: default\n" + MINIMAL.replace("[duel]", "[duel], subject: $armed"))
    )
    assert "Armed clash" in coded(codebook, "Soldiers dueled near Goma.")
    assert "Armed clash" not in coded(codebook, "Poets dueled near Goma.")
    assert "Remote explosive/landmine/IED" in coded(codebook, "A roadside bomb killed four soldiers near Goma.")


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("sub_events: [a, b]\n", 1, "mapping"),
        ("sub_events:\n  Armed clash: {definition: d, rules: [{name: x}]}\n", 2, "no verbs"),
        (MINIMAL.replace("verbs", "verbz"), 5, "verbz"),
        (MINIMAL.replace("Armed clash", "Armed crash"), 2, "Armed crash"),
        (MINIMAL.replace("[duel]", "[duel], subject: $knights"), 5, "$knights"),
        (MINIMAL.replace("[duel]", "[duel], place: moon"), 5, "moon"),
        (MINIMAL.replace("[duel]", "[duel], priority: high"), 5, "priority"),
        (MINIMAL.replace("[duel]", "[duel], weak: perhaps"), 5, "weak"),
        (MINIMAL.replace("{name: duel", "{rule: duel"), 5, "rule"),
        ("lists: {a: [$b], b: [$a]}\n" + MINIMAL, 1, "itself"),
        ("extends: other\n" + MINIMAL, 1, "extends"),
        (MINIMAL + "    definition: again\n", 6, "twice"),
        ("sub_events:\n  - [\n", 3, "mend the YAML"),
        ("colour: blue\n" + MINIMAL, 1, "colour"),
    ],
)
def test_faults_are_named_by_line(tmp_path, text, line, fault):
    with pytest.raises(CodebookError) as caught:
        Codebook.load(write(tmp_path, text))
    message = str(caught.value)
    assert f"line {line}:" in message
    assert fault in message
    assert "\n" not in message.strip()


def test_a_missing_file_is_a_codebook_error(tmp_path):
    with pytest.raises(CodebookError, match="cannot be read"):
        Codebook.load(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("sentence", "sub_event_type"),
    [
        ("Army units and guerrillas blazed away at each other near Tibú.", "Armed clash"),
        ("Soldiers carried out a raid on rebel positions near Goma.", "Armed clash"),
        ("A mopping-up operation against militants went on near Sambisa.", "Armed clash"),
        ("The army has prised the town of Rahad from the rebels.", "Government regains territory"),
        ("The rebels' flag now flies over the town of Masisi.", "Non-state actor overtakes territory"),
        ("Government forces entered the town of Manbij without a shot.", "Non-violent transfer of territory"),
    ],
)
def test_families_of_wordings(sentence: str, sub_event_type: str):
    assert sub_event_type in coded(Codebook.default(), sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "On Wednesday the deputy and seven aides were taken from a hotel in Juba.",
        "The city fell silent over Aleppo.",
        "Firefighters battled a blaze in Athens.",
    ],
)
def test_ordinary_words_make_no_battle(sentence: str):
    assert not coded(Codebook.default(), sentence) & {"Armed clash", "Non-state actor overtakes territory"}
