"""The catalogues: up to date with the code, whole, and with every placeholder."""

import re

import pytest
import translations
from babel.messages.pofile import read_po

from mapkit import languages

CATALOGUES = sorted(translations.LOCALE.glob("*.po"))


@pytest.fixture(scope="module")
def messages():
    return translations.extracted(translations.SOURCE)


def placeholders(text):
    return sorted(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_what_the_script_makes_of_it(path, messages):
    made = translations.updated(path, messages)
    assert path.read_text(encoding="utf-8") == made, "run: python scripts/translations.py, and translate what is new"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_message_is_translated_with_its_placeholders(path):
    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if not message.id:
            continue
        assert translations.translated(message), message.id
        one, forms = (message.id, (message.string,)) if isinstance(message.id, str) else (message.id[1], message.string)
        assert len(forms) == (1 if isinstance(message.id, str) else catalogue.num_plurals), message.id
        for form in forms:
            assert placeholders(form) == placeholders(one), message.id
            assert form.strip() == form


def test_a_message_that_is_given_to_a_script_is_one_that_is_extracted():
    with languages.using("uk"):
        for path in translations.SOURCE.rglob("*.js"):
            if "vendor" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            asked = {one if isinstance(one, str) else one[0] for one in translations.of_javascript(text)}
            assert asked <= set(languages.for_scripts(text)["messages"]), path.name


def test_python_is_read_with_what_stands_in_other_strings():
    code = (
        """x = f"**{_('a b')}**" + _("c" "d") + ngettext("{n} e", "{n} es", n) + marked('g') + _(name) + other("h")"""
    )
    assert sorted(translations.of_python(code), key=str) == sorted(["a b", "cd", ("{n} e", "{n} es"), "g"], key=str)


def test_javascript_is_read_with_calls_within_calls():
    code = """say(t("a {b}", { b: t("c \\"d\\"") }), `${t("e")}`, tn("{n} f", "{n} fs", n), at("g"), t(name))"""
    assert list(translations.of_javascript(code)) == ["a {b}", 'c "d"', "e", ("{n} f", "{n} fs")]


def test_a_new_catalogue_has_every_message_and_an_old_one_keeps_its_words(tmp_path, messages):
    path = tmp_path / "pl.po"
    path.write_text(translations.updated(path, messages), encoding="utf-8")
    with path.open("rb") as file:
        begun = read_po(file)
    assert len(begun) == len(messages)
    assert begun.num_plurals == 3
    text = path.read_text(encoding="utf-8")
    assert "Date" not in text.split("\n\n")[0]
    path.write_text(text.replace('msgid "Battles"\nmsgstr ""', 'msgid "Battles"\nmsgstr "Bitwy"'), encoding="utf-8")
    assert 'msgstr "Bitwy"' in translations.updated(path, messages)
