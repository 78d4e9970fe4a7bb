"""KML as GDAL and an XML parser read it."""

from dataclasses import replace

import pyogrio
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from specimens import ABOUT, CLASH, EVENTS, HOSTILE, SPAN, UNPLACED, written

from mapkit import export
from mapkit.mapping.symbols import colour
from mapkit.model import EventType


class TestKML:
    def test_gdal_reads_a_layer_a_type(self, tmp_path):
        path = tmp_path / "events.kml"
        export.save(EVENTS, path, "kml", ABOUT)
        assert {str(name) for name in pyogrio.list_layers(path)[:, 0]} == {
            "Battles",
            "Explosions/Remote violence",
            "Diplomacy",
        }
        battles = pyogrio.read_dataframe(path, layer="Battles")
        assert list(battles.Name) == ["Armed clash, Sumy", "Armed clash, Kursk Oblast"]
        assert (battles.geometry[0].x, battles.geometry[0].y) == (34.8, 50.9)
        assert battles.geometry[1].geom_type in {"Polygon", "MultiPolygon"}
        strikes = pyogrio.read_dataframe(path, layer="Explosions/Remote violence")
        assert list(strikes.geometry[0].coords) == [(34.5, 50.0), (35.5, 50.0)]

    def test_text_is_text_to_an_html_balloon(self):
        # Google Earth reads a description as HTML after the XML is parsed, and fills $[name] in.
        span = placemarks([SPAN])[0]
        balloon = span.findtext("k:description", namespaces=KML)
        assert "<b " not in balloon
        assert "<script" not in balloon
        assert "$[name]" not in balloon
        assert "&lt;b onmouseover=alert(1)&gt;" in balloon
        data = {one.get("name"): one.findtext("k:value", namespaces=KML) for one in span.iterfind(".//k:Data", KML)}
        assert data["evidence_exact"] == HOSTILE.replace("\x0b", "\ufffd")

    def test_time_style_and_what_travels(self):
        clash, span = placemarks([CLASH, SPAN])
        assert clash.findtext("k:TimeStamp/k:when", namespaces=KML) == "2024-08-19"
        assert span.findtext("k:TimeSpan/k:end", namespaces=KML) == "2024-08-18"
        document = etree.fromstring(written([CLASH, SPAN], "kml", ABOUT).encode())
        styles = {"#" + style.get("id") for style in document.iterfind(".//k:Style", KML)}
        assert clash.findtext("k:styleUrl", namespaces=KML) in styles
        told = document.findtext("k:Document/k:description", namespaces=KML)
        assert "GeoNames (CC BY 4.0)" in told
        assert "type=Battles&amp;claim=claimed" in told
        colours = {
            style.get("id"): style.findtext("k:IconStyle/k:color", namespaces=KML)
            for style in document.iterfind(".//k:Style", KML)
        }
        red, green, blue = (colour(EventType.BATTLES)[at : at + 2].lower() for at in (1, 3, 5))
        assert colours["battles-reported"] == f"ff{blue}{green}{red}"
        assert colours["battles-claimed"] == f"a6{blue}{green}{red}"
        assert not document.findall(".//k:href", KML)  # no picture is asked of anyone

    @given(text=st.text())
    def test_any_text_is_well_formed(self, text):
        event = replace(UNPLACED, location=text, sub_event_type=text, event_date=text)
        assert len(placemarks([event])) == 1


KML = {"k": "http://www.opengis.net/kml/2.2"}


def placemarks(events):
    return etree.fromstring(written(events, "kml").encode()).findall(".//k:Placemark", KML)
