"""The briefing: what it lists, that hostile text stays text, and that it prints without asking anyone."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from specimens import ABOUT, CLASH, EVENTS, HOSTILE, REGION, SPAN, UNPLACED, events

from mapkit.errors import ExportError
from mapkit.export import briefing
from mapkit.export.briefing import Briefing, Frame, files
from mapkit.export.briefing.frame import HEIGHT, WIDTH, inside
from mapkit.export.briefing.groups import grouped, numbers_in_words
from mapkit.export.briefing.labels import Labels
from mapkit.model import Evidence, Quantity, Source
from mapkit.query import EventIndex, Filters
from mapkit.workspace import Workspace
from synthetic import TEXT, coder, document, line

SVG = "{http://www.w3.org/2000/svg}"
NO_MARK = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def page_of(listed, filters=None, total=None, frame=None):
    """A briefing's page, read by a strict parser that we did not write."""
    page = briefing.render(Briefing(listed, total or len(listed), filters or Filters(), ABOUT, frame))
    return etree.fromstring(page.encode())


def words(node):
    return " ".join("".join(node.itertext()).split())


def sections(page):
    """The tables by their headings: the numbers they list."""
    found = {}
    for heading in page.iter("h2"):
        table = heading.getnext().find("table") if heading.getnext() is not None else None
        if table is not None:
            found[words(heading)] = [int(words(row[0])) for row in table.find("tbody")]
    return found


class TestLists:
    def test_no_event_is_dropped_and_none_is_listed_twice(self):
        undated = replace(CLASH, event_id="u", event_date=None, date_start=None, date_end=None, date_text="at dawn")
        dated = replace(UNPLACED, event_id="d", event_date="2024-01-02")
        page = page_of([UNPLACED, undated, dated, CLASH])
        assert sections(page) == {
            "Events": [1],
            "Events without a place on the map": [2],
            "Events without a date": [3],
            "Events with neither a date nor a place on the map": [4],
        }
        assert [article.get("id") for article in page.iter("article")] == [f"event-{n}" for n in (1, 2, 3, 4)]
        assert "not stated“at dawn”" in words(page)

    def test_an_event_tells_who_says_so_how_many_and_in_which_words(self):
        event = replace(
            CLASH,
            quantities=(Quantity("fatalities", 10, 15, 20, "people", "ten to twenty dead"),),
            evidence=(Evidence("d1", 0, 9, "They fell.\nThen more."), Evidence("d2", 0, 9, "Twenty dead.")),
            sources=(
                Source("d1", "Desk", "Raid", "https://desk.example/1", "2024-08-20"),
                Source("d2", "Post", None, "javascript:alert(1)", None),
            ),
        )
        page = page_of([event])
        row = words(page.find(".//tbody")[0])
        for told in ("19 August 2024", "Sumy", "Claimed by one party", "the general staff", "10–20, best 15 people"):
            assert told in row
        quotes = list(page.iter("blockquote"))
        assert [quote.text for quote in quotes] == ["They fell.\nThen more.", "Twenty dead."]
        assert [words(quote[0]) for quote in quotes] == ["Desk, “Raid”, 20 August 2024 [1]", "Post [2]"]
        links = [link.get("href") for link in page.iter("a") if not link.get("href").startswith("#")]
        assert "https://desk.example/1" in links
        assert not [link for link in links if link.startswith("javascript")]
        assert "javascript:alert(1)" in words(page)  # not a link, but not lost either

    def test_head_and_foot_say_what_was_asked_and_on_whose_data_it_rests(self):
        chosen = Filters(types=("Battles",), claims=("claimed",), since="2024-08-01", until="2024-08-31", text="bridge")
        told = words(page_of([CLASH], chosen))
        for part in (
            *("What happened: Battles", "Who says so: Claimed by one party", "Period: 1–31 August 2024"),
            *("In the text: bridge", "1 event", "claimed by one party 1", "GeoNames", "CC BY 4.0", "Natural Earth"),
            *("mapkit 0.1.0+test", "type=Battles&claim=claimed"),
        ):
            assert part in told

    @pytest.mark.parametrize(
        ("filters", "told"),
        [
            (Filters(statuses=()), "everything that is told of"),
            (Filters(since="2024-08-01", undated="with"), "from 1 August 2024 and without a date"),
            (Filters(until="2024-08-01"), "until 1 August 2024"),
            (Filters(undated="only"), "Period: without a date only"),
            (Filters(fronts=("none", "Kursk")), "Front: Kursk, outside every front"),
            (Filters(document="0123456789abcdef"), "Document: Raid, at night"),
        ],
    )
    def test_every_filter_in_words(self, filters, told):
        assert told in words(page_of([CLASH], filters))

    def test_more_than_it_lists_is_said(self):
        assert "2 events listed, the first by date; 1,232 more pass the filters" in words(
            page_of([CLASH, SPAN], None, 1234)
        )

    def test_nothing_to_tell(self):
        assert "No event passes the filters." in words(page_of([]))
        assert "No event has a place on the map." in words(page_of([UNPLACED]))


class TestText:
    def test_hostile_text_is_text_wherever_it_stands(self):
        kept = NO_MARK.sub("\N{REPLACEMENT CHARACTER}", HOSTILE)
        bad = replace(
            SPAN, claimed_by=HOSTILE, date_text=HOSTILE, sub_event_type=HOSTILE, admin1=HOSTILE, country=HOSTILE,
            coder_version=HOSTILE, notes=(HOSTILE,), quantities=(Quantity(HOSTILE, 1, 1, 1, HOSTILE, HOSTILE),),
            sources=(Source("d1", HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        )  # fmt: skip
        page = page_of([bad, REGION, UNPLACED], Filters(text="<b>&amp;"))
        assert {element.tag.removeprefix(SVG) for element in page.iter()} <= {
            *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "article", "figure"),
            *("figcaption", "h1", "h2", "h3", "p", "dl", "dt", "dd", "ul", "ol", "li", "div", "span", "small", "a"),
            *("table", "thead", "tbody", "tr", "th", "td", "blockquote", "cite"),
            *("svg", "g", "rect", "circle", "polygon", "path", "text", "tspan"),
        }
        assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
        assert words(page).count(" ".join(kept.split())) >= 9

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(events(), max_size=3))
    def test_any_events_give_a_page_that_holds_each_of_their_sentences(self, listed):
        page = page_of(listed)
        assert len(list(page.iter("article"))) == len(listed)
        told = {quote.text or "" for quote in page.iter("blockquote")}
        wanted = {part.exact for event in listed for part in event.evidence}
        assert {NO_MARK.sub("", text.replace("\r\n", "\n").replace("\r", "\n")) for text in wanted} == {
            text.replace("\N{REPLACEMENT CHARACTER}", "") for text in told
        }


class TestPicture:
    def test_it_holds_the_events_the_short_way_round(self):
        frame = Frame.around([(179, -17), (-179, -18)])
        points = [frame.at(spot) for spot in ((179, -17), (-179, -18))]
        assert all(inside(point) for point in points)
        assert points[0][0] < points[1][0]
        assert frame.km * WIDTH < 500
        assert {turns for _, turns in frame.parts()} == {0, 1}

    @given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), max_size=8))
    @settings(deadline=None)
    def test_nothing_is_cut_off_unless_the_world_is_too_high(self, spots):
        frame = Frame.around(spots)
        for x, y in map(frame.at, spots):
            assert -1 <= x <= WIDTH + 1
            assert frame.scale == WIDTH or -1 <= y <= HEIGHT + 1

    def test_a_view_keeps_its_centre_and_counts_what_lies_outside(self):
        frame = Frame.of_view(48, 37, 6)
        assert frame.at((37, 48)) == pytest.approx((WIDTH / 2, HEIGHT / 2))
        assert frame.at((37 + 360 / 256, 48))[0] == pytest.approx(WIDTH / 2 + 2**6)
        far = replace(CLASH, event_id="far", latitude=-18, longitude=178)
        assert "1 event with a place lies outside this view" in words(
            page_of([CLASH, far], frame=Frame.of_view(50.9, 34.8, 7))
        )

    def test_events_at_one_spot_are_one_sign_with_their_number(self):
        page = page_of([replace(CLASH, event_id=f"e{n}") for n in range(5)] + [REGION])
        texts = [words(text) for text in page.iter(f"{SVG}text")]
        assert "5" in texts
        assert "1–5 Sumy" in texts
        assert any(text.endswith(" km") for text in texts)

    def test_numbers_as_a_reader_writes_them(self):
        assert numbers_in_words([4, 1, 5, 6]) == "1, 4–6"
        assert numbers_in_words([1, 2]) == "1, 2"
        assert numbers_in_words(range(1, 200, 2)) == "1, 3, 5, 7, 9, 11, …"

    @given(st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT)), max_size=30))
    def test_each_event_is_in_one_group(self, spots):
        groups = grouped([(n, CLASH, spot) for n, spot in enumerate(spots)])
        assert sorted(n for group in groups for n, _ in group.events) == list(range(len(spots)))

    @given(st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT)), max_size=30))
    def test_words_never_cover_each_other(self, spots):
        labels = Labels((), 0)
        boxes = [label.box for spot in spots if (label := labels.place(spot, "Brovary", 11, 4))]
        for at, (left, top, right, bottom) in enumerate(boxes):
            assert left >= 0
            assert right <= WIDTH
            for west, north, east, south in boxes[:at]:
                assert left >= east or west >= right or top >= south or north >= bottom


class TestMade:
    def test_by_date_and_no_more_than_the_limit(self, tmp_path, monkeypatch):
        monkeypatch.setattr(briefing, "LIMIT", 2)
        text = TEXT + line(sentence="Nobody knows where.")
        with Workspace.open(str(tmp_path / "w.db")) as workspace:
            workspace.ingest([document(text=text)], coder=coder())
            index = EventIndex(workspace)
            total = index.facets(Filters()).total
            page = etree.fromstring(briefing.make(workspace, index, Filters()).encode())
            index.close()
        assert len(list(page.iter("article"))) == 2
        assert f"{total - 2} more pass the filters" in words(page)


@pytest.mark.browser
class TestPrinted:
    def test_no_request_leaves_and_nothing_runs(self, browser, tmp_path):
        path = tmp_path / "briefing.html"
        files.save(briefing.render(Briefing([*EVENTS, CLASH], 5, Filters(), ABOUT)), path)
        context = browser.new_context(viewport={"width": 320, "height": 700})
        tab = context.new_page()
        asked, complaints = [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        tab.goto(path.as_uri())
        assert asked == [path.as_uri()]
        assert complaints == []  # the policy allows the style sheet
        assert tab.evaluate("getComputedStyle(document.querySelector('.facts')).display") == "grid"
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        context.close()

    def test_on_a4_with_text_that_can_be_selected(self, tmp_path):
        many = [
            replace(CLASH, event_id=f"e{n}", evidence=(Evidence("d1", 0, 9, f"Sentence number {n} is kept whole."),))
            for n in range(40)
        ]
        path = tmp_path / "briefing.pdf"
        files.print_pdf(briefing.render(Briefing(many, 40, Filters(), ABOUT)), path)
        pages = pypdf.PdfReader(path).pages
        assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {(595, 842)}
        assert 6 <= len(pages) <= 12
        told = [" ".join(page.extract_text().split()) for page in pages]
        assert "Briefing" in told[0]
        assert "Sumy" in told[0]
        assert f"1 / {len(pages)}" in told[0]
        for n in range(40):
            assert sum(f"Sentence number {n} is kept whole." in page for page in told) == 1

    def test_without_a_chromium_it_says_so(self, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "browser", lambda: None)
        with pytest.raises(ExportError, match=r"no Chromium to print with.*or write \.html"):
            files.print_pdf("", tmp_path / "x.pdf")

    def test_a_chromium_that_fails_says_so(self, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "browser", lambda: sys.executable)
        with pytest.raises(ExportError, match="printed nothing"):
            files.print_pdf("", tmp_path / "x.pdf")

    def test_a_file_that_cannot_be_written_is_named(self, tmp_path):
        with pytest.raises(ExportError, match=r"nowhere.*cannot be written"):
            files.save("", tmp_path / "nowhere" / "x.html")


def test_the_command_writes_a_page(tmp_path):
    def run(*arguments):
        url = f"sqlite:///{tmp_path / 'w.db'}"
        command = [Path(sys.executable).with_name("mapkit"), "briefing", *arguments, "--workspace", url]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    path = tmp_path / "out.html"
    assert run(str(path), "--filter", "type=Battles", "--filter", "claim=claimed").returncode == 0
    assert "What happened: Battles" in words(etree.fromstring(path.read_bytes()))
    for wrong, said in (
        (("x.txt",), "a briefing is .html or .pdf"),
        (("x.html", "--filter", "kind=1"), "is no filter"),
    ):
        done = run(*wrong)
        assert done.returncode == 2
        assert said in done.stderr
