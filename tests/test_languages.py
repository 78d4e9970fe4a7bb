"""The languages of the interface: which there are, which one a reader gets, and what is said in it."""

import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pseudo
from mapkit import languages, vocabulary, wording
from mapkit.errors import LanguageError
from mapkit.languages import gettext, ngettext
from mapkit.model import INTER_NAMES, SUB_EVENT_TYPES, ClaimStatus, EventStatus, EventType


def plain(text):
    """A text with plain spaces, where Babel has some that do not break."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("uk", "uk"),
        ("uk-UA,uk;q=0.9,en;q=0.5", "uk"),
        ("UK", "uk"),
        ("de-DE, uk;q=0.4", "uk"),
        ("en-GB, uk;q=0.9", "en"),
        ("uk;q=0.3, en;q=0.8", "en"),
        ("uk;q=0", "en"),
        ("de", "en"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_browser_says_which_language_is_wanted(header, code):
    assert languages.negotiate(header) == code


@given(st.text())
def test_any_header_gives_a_language(header):
    assert languages.negotiate(header) in {"en", "uk"}


def test_languages_have_the_names_that_their_readers_know():
    assert languages.available() == {"en": "English", "uk": "Українська"}


def test_a_message_is_translated_as_long_as_its_language_is_spoken():
    assert gettext("Battles") == "Battles"
    with languages.using("uk"):
        assert gettext("Battles") == "Бої"
        with languages.using("en"):
            assert gettext("Battles") == "Battles"
        assert gettext("what nobody has translated") == "what nobody has translated"
        assert gettext("") == ""
    assert gettext("Battles") == "Battles"


@pytest.mark.parametrize(
    ("n", "words"), [(1, "1 подія"), (3, "3 події"), (11, "11 подій"), (21, "21 подія"), (0, "0 подій")]
)
def test_numbers_take_the_plural_form_of_the_language(n, words):
    with languages.using("uk"):
        assert wording.events(n) == words
    assert ngettext("{n} event", "{n} events", n) == ("{n} event" if n == 1 else "{n} events")


def test_two_languages_are_spoken_at_once():
    said = {}
    together = threading.Barrier(2)

    def reader(code):
        with languages.using(code):
            together.wait()
            said[code] = (languages.code(), gettext("Battles"), plain(wording.span("2024-08-19", None)))
            together.wait()

    threads = [threading.Thread(target=reader, args=(code,)) for code in ("en", "uk")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {"en": ("en", "Battles", "19 August 2024"), "uk": ("uk", "Бої", "19 серпня 2024 р.")}


@pytest.mark.parametrize(
    ("first", "last", "english", "ukrainian"),
    [
        ("2024-08-19", "2024-08-19", "19 August 2024", "19 серпня 2024 р."),
        ("2025-05-03", "2025-05-07", "3–7 May 2025", "3–7 травня 2025 р."),
        ("2025-05-30", "2025-06-02", "30 May – 2 June 2025", "30 травня – 2 червня 2025 р."),
        ("2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025", "30 грудня 2024 р. – 2 січня 2025 р."),
    ],
)
def test_dates_are_written_as_readers_write_them(first, last, english, ukrainian):
    assert wording.span(first, last) == english
    with languages.using("uk"):
        assert plain(wording.span(first, last)) == ukrainian


def test_figures_have_the_signs_of_the_language():
    assert (wording.number(1250), wording.number(12.5), wording.number(3.25)) == ("1,250", "12.5", "3.25")
    with languages.using("uk"):
        assert wording.number(1_250_000).split() == ["1", "250", "000"]
        assert (wording.number(12.5), wording.number(3.25)) == ("12,5", "3,25")


@given(st.floats())
def test_any_number_can_be_written(value):
    with languages.using("uk"):
        assert wording.number(value)


def test_all_that_is_coded_has_words():
    subs = {sub for group in SUB_EVENT_TYPES.values() for sub in group}
    assert {kind.value for kind in EventType} | subs == set(vocabulary.CODEBOOK)
    assert set(INTER_NAMES.values()) == set(vocabulary.ACTORS)
    assert set(wording.CLAIM_WORDS) == set(ClaimStatus)
    assert set(wording.STATUS_WORDS) == set(EventStatus)


def test_scripts_get_what_they_ask_for_and_no_more():
    script = 'say(t("Battles"), tn("{n} event", "{n} events", n))'
    assert languages.for_scripts(script) == {"lang": "en", "messages": {}}
    with languages.using("uk"):
        spoken = languages.for_scripts(script, also=["Riots"])
        assert languages.for_scripts("")["messages"] == {}
    assert spoken["lang"] == "uk"
    assert set(spoken["messages"]) == {"Battles", "{n} event", "Riots"}
    forms = spoken["messages"]["{n} event"]
    assert {key: forms[key] for key in ("one", "few", "many")} == {
        "one": "{n} подія",
        "few": "{n} події",
        "many": "{n} подій",
    }
    assert forms["other"] in forms.values()


def test_a_further_language_is_one_file(home):
    pseudo.write(home)
    assert list(languages.available()) == ["en", "fr", "uk"]
    assert languages.negotiate("fr-CA") == "fr"
    with languages.using("fr"):
        assert gettext("Battles") == "⟦Battles⟧"
        assert wording.events(2) == "⟦2 events⟧"


def test_a_mended_file_is_read_anew(home):
    path = home / "locale" / "eo.po"
    path.parent.mkdir(parents=True)
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Battles"\nmsgstr "{}"\n'
    for number, word in enumerate(("Batalo", "Bataloj")):
        path.write_text(text.format(word), encoding="utf-8")
        os.utime(path, (number, number))
        with languages.using("eo"):
            assert gettext("Battles") == word


@pytest.mark.parametrize(("name", "text"), [("xx-nothing.po", ""), ("eo.po", "<html>")])
def test_a_file_that_is_no_catalogue_is_named(home, name, text):
    path = home / "locale" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LanguageError, match=name), languages.using("eo"):
        languages.available()


@pytest.mark.parametrize(
    ("translation", "words"),
    [("{m} okazoj", "has {m}, which the message has not"), ("{n okazoj", "expected"), ("{n.real}", "has {n.real}")],
)
def test_a_translation_that_nothing_could_fill_is_named(home, translation, words):
    path = home / "locale" / "eo.po"
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(f'{head}msgid "{{n}} or more"\nmsgstr "{translation}"\n', encoding="utf-8")
    with pytest.raises(LanguageError) as caught, languages.using("eo"):
        pass
    assert "eo.po" in str(caught.value)
    assert "'{n} or more'" in str(caught.value)
    assert words in str(caught.value)
