import json
import re
from urllib.parse import urlencode

import folium
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit import mapping
from mapkit.errors import FilterError
from mapkit.mapping import OnlineTiles, View
from mapkit.mapping.basemap import to_script

HOSTILE = [
    "{{ 7*7 }}",
    "{% for x in y %}",
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "`x`",
    r"C:\users",
    "'\"",
    "\u2028",
]


def rendered(*layers):
    chart = mapping.build_map(View(48.3, 37.2, 8))
    for layer in layers:
        layer.add_to(chart)
    return chart.get_root().render()


def test_the_page_asks_nobody_else():
    html = rendered(mapping.event_layer("type=Battles", selected="0123456789abcdef"))
    assert not re.search(r"(?:https?:)?//(?!/)[a-z0-9.-]+\.[a-z]{2,}", html)


def test_the_script_is_small_whatever_the_number_of_events():
    assert len(rendered(mapping.event_layer("q=" + "a" * 200))) < 9_000


def test_an_unknown_theme_or_view_is_an_error_in_one_line():
    with pytest.raises(FilterError, match="theme"):
        mapping.build_map(theme="sepia")
    with pytest.raises(FilterError, match="latitude 91"):
        View(91, 0, 5)
    with pytest.raises(FilterError, match="zoom"):
        View(0, 0, float("nan"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_cannot_enter_the_layer(text):
    with pytest.raises(FilterError):
        mapping.event_layer(f"q={text}")
    with pytest.raises(FilterError):
        mapping.event_layer(selected=text)
    with pytest.raises(FilterError):
        mapping.event_layer(second=text)
    with pytest.raises(FilterError):
        mapping.event_layer(compare=f"q={text}")
    with pytest.raises(FilterError):
        mapping.event_layer(side=text)


@given(st.text(max_size=40))
def test_a_search_text_arrives_as_it_was_and_runs_nothing(text):
    layer = mapping.event_layer({"q": text})
    script = layer.config
    # Compiling it again as a template, as branca does, changes nothing.
    assert jinja2.Template(script).render() == script
    assert json.loads(script)["query"] == urlencode({"q": text})
    assert "<" not in script


@given(st.dictionaries(st.text(max_size=12), st.one_of(st.text(max_size=30), st.none(), st.integers()), max_size=5))
def test_configuration_survives_jinja_and_says_the_same(config):
    script = to_script(config)
    assert jinja2.Template(script).render() == script
    assert json.loads(script) == config
    assert not set(script) & set("<>&'`$#%")


def test_two_queries_have_a_side_each():
    assert json.loads(mapping.event_layer("type=Riots").config)["compare"] is None
    layer = json.loads(mapping.event_layer("type=Riots", compare="", side="right").config)
    assert (layer["query"], layer["compare"], layer["side"]) == ("type=Riots", "", "right")


def test_filters_may_come_as_keys_and_values():
    layer = mapping.event_layer({"type": ["Battles", "Riots"], "q": "Kursk & Sudzha"})
    assert json.loads(layer.config)["query"] == "type=Battles&type=Riots&q=Kursk+%26+Sudzha"


def test_the_layer_is_a_feature_group_that_streamlit_folium_can_add():
    streamlit_folium = pytest.importorskip("streamlit_folium", exc_type=ImportError)
    chart = mapping.build_map()
    chart.get_root().render()
    script = streamlit_folium._get_feature_group_string(mapping.event_layer("type=Battles"), chart)
    assert isinstance(mapping.event_layer(), folium.FeatureGroup)
    assert "var feature_group_feature_group_0 = L.mapkit.eventLayer(" in script
    assert "type=Battles" in script


def test_the_map_script_does_not_change_with_filters_and_selection():
    """A changed script would mount a new map, and the reader's view would be lost."""
    scripts = set()
    for query in ("", "type=Battles"):
        chart = mapping.build_map(View(48, 37, 6))
        mapping.event_layer(query, selected="abc").add_to(chart)
        html = chart.get_root().render()
        scripts.add(re.sub(r"_[0-9a-f]{32}", "", html[: html.index("L.mapkit.eventLayer")]))
    assert len(scripts) == 1


def test_online_tiles_are_absent_unless_asked_for_and_then_checked():
    assert '"tiles": null' in rendered()
    tiles = OnlineTiles("Example", "https://tiles.example/v1/", "© Example")
    script = mapping.build_map(online_tiles=tiles).get_root().render()
    assert "tiles.example" in script
    assert "<img" not in script
    for url in ("http://tiles.example/", "https://tiles.example/{z}", "javascript:alert(1)", "https://x/'"):
        with pytest.raises(FilterError):
            OnlineTiles("Example", url, "Example")
    with pytest.raises(FilterError):
        OnlineTiles("{{ 1 }}", "https://tiles.example/", "Example")


def test_online_tiles_may_be_named_in_the_environment_and_are_let_through_then_only(monkeypatch):
    from mapkit.server.policy import create_middleware

    def images():
        (policy,) = create_middleware()
        return policy.kwargs["policy"]

    monkeypatch.delenv("MAPKIT_TILES", raising=False)
    assert OnlineTiles.from_environment() is None
    assert "https:" not in images()
    monkeypatch.setenv("MAPKIT_TILES", "Example | https://tiles.example/v1/ | © Example, CC BY 4.0")
    assert OnlineTiles.from_environment() == OnlineTiles("Example", "https://tiles.example/v1/", "© Example, CC BY 4.0")
    assert "img-src 'self' data: blob: https://tiles.example;" in images()
    monkeypatch.setenv("MAPKIT_TILES", "https://tiles.example/v1/")
    with pytest.raises(FilterError, match="MAPKIT_TILES must be"):
        OnlineTiles.from_environment()
