import hashlib
import re

import branca.colormap
import folium
import folium.plugins
import pytest
from folium.elements import JSCSSMixin

from mapkit import mapping
from mapkit.mapping import AssetError, assets


def test_every_vendored_file_is_the_one_that_was_verified_and_has_its_licence():
    for package, entry in assets.manifest().items():
        folder = assets.STATIC / "vendor" / package
        kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert kept == set(entry["files"])
        assert "LICENSE" in kept
        assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"])
        for name, digest in entry["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_every_script_and_style_that_a_map_links_is_there():
    for _, url in [*assets.scripts(), *assets.styles()]:
        assert url.startswith("/assets/")
        assert (assets.STATIC / url.removeprefix("/assets/")).is_file()


def test_every_script_of_ours_is_loaded():
    ours = {path.stem for path in (assets.STATIC / "mapkit").glob("*.js")}
    assert ours == {name.removeprefix("mapkit_") for name, _ in assets.scripts() if name.startswith("mapkit_")}


def test_the_first_script_asks_ahead_for_all_that_follow():
    text = (assets.STATIC / "mapkit" / "core.js").read_text(encoding="utf-8")
    named = re.findall(r'"(\w+)"', text[text.index("FOLLOWING = [") : text.index("];")])
    assert ["leaflet", "mapkit_speech", "mapkit_core", *(f"mapkit_{name}" for name in named)] == [
        name for name, _ in assets.scripts()
    ]


def test_images_that_the_styles_name_are_vendored():
    for style in assets.STATIC.rglob("*.css"):
        for name in re.findall(r"url\(([^)]+)\)", style.read_text(encoding="utf-8")):
            if not name.startswith(("#", "data:")):
                assert (style.parent / name.strip("'\"")).is_file()


def test_a_plain_folium_map_names_our_files_only():
    html = folium.Map(tiles=None).get_root().render()
    assert "/assets/vendor/leaflet/leaflet.js" in html
    assert not re.search(r"(?:src|href)=\"https?:", html)


def test_a_plugin_that_is_not_vendored_fails_loudly_and_names_itself():
    chart = folium.Map(tiles=None)
    folium.plugins.MarkerCluster().add_to(chart)
    with pytest.raises(AssetError, match=r"MarkerCluster asks for https://.*not vendored"):
        chart.get_root().render()


def test_no_folium_class_keeps_a_foreign_url_that_can_be_read():
    kinds = list(assets._subclasses(JSCSSMixin))
    assert len(kinds) > 10
    for kind in kinds:
        for attribute in ("default_js", "default_css"):
            try:
                urls = [url for _, url in getattr(kind, attribute)]
            except AssetError:
                continue
            assert all(url.startswith("/assets/") for url in urls)


def test_localising_again_changes_nothing():
    before = {kind: getattr(kind, "default_js", None) for kind in assets._subclasses(JSCSSMixin)}
    assets.localise()
    for kind, links in before.items():
        after = kind.default_js
        assert type(after) is type(links)
        if type(links) is list:
            assert after == links


@pytest.mark.parametrize(
    ("child", "word"),
    [
        (lambda: folium.TileLayer("OpenStreetMap"), "OnlineTiles"),
        (lambda: branca.colormap.linear.viridis, "d3"),
        (lambda: folium.Marker([0, 0], icon=folium.Icon()), "Icon"),
    ],
)
def test_our_map_refuses_children_that_fetch_by_themselves(child, word):
    chart = mapping.build_map()
    chart.add_child(child())
    with pytest.raises(AssetError, match=word):
        chart.get_root().render()


def test_our_map_refuses_a_plugin_defined_later_with_a_foreign_url():
    class Late(JSCSSMixin, folium.FeatureGroup):
        default_js = (("late", "https://cdn.example/late.js"),)

    chart = mapping.build_map()
    Late().add_to(chart)
    with pytest.raises(AssetError, match=r"cdn\.example"):
        chart.get_root().render()


def test_a_file_that_is_not_there_is_an_error():
    with pytest.raises(AssetError, match=r"nowhere\.js"):
        assets.url("vendor/nowhere.js")


def test_no_script_of_ours_makes_markup_or_code_of_text():
    word = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.html\(")
    for path in (assets.STATIC / "mapkit").glob("*.js"):
        assert not word.search(path.read_text(encoding="utf-8")), path.name
