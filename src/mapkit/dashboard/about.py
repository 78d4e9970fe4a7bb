"""What mapkit is: method, sources, limits, privacy, versions and licences, in a dialog."""

import datetime as dt
import json
from importlib import metadata

import streamlit as st

from mapkit import paths
from mapkit.dashboard import accuracy, dialogs, words
from mapkit.languages import gettext as _
from mapkit.languages import marked
from mapkit.mapping import assets
from mapkit.pipeline import coder_version
from mapkit.server import services

#: What does most of the work here and is not ours, by the name of its package, with its licence.
_LIBRARIES = (
    ("spacy", "MIT"),
    ("onnxruntime", "MIT"),
    ("duckdb", "MIT"),
    ("SQLAlchemy", "MIT"),
    ("shapely", "BSD-3-Clause"),
    ("pyproj", "MIT"),
    ("geopy", "MIT"),
    ("folium", "MIT"),
    ("streamlit-folium", "MIT"),
    ("streamlit", "Apache-2.0"),
)
_SOURCES = (
    (
        marked("Places"),
        marked(
            "GeoNames (geonames.org) and postal codes derived from it, CC BY 4.0, changed; OurAirports, public domain; "
            "villages, crossings and hills that conflict reports name, added by mapkit's authors, MIT."
        ),
    ),
    (
        marked("Map"),
        marked(
            "Made with Natural Earth (public domain): land, borders, divisions, rivers, lakes. Borders are drawn as "
            "the United Nations recognise them (Crimea as Ukraine's, by General Assembly resolution 68/262); that says "
            "nothing about who holds a place on a given day. Leaflet (BSD-2-Clause) draws it."
        ),
    ),
    (
        marked("Fronts"),
        marked("Drawn by hand, of the war in Ukraine as of August 2024: approximate, and no line of contact."),
    ),
    (
        marked("Models"),
        marked(
            "The parser is spaCy's small English model (MIT). The tagger is all-MiniLM-L6-v2 (Apache-2.0), changed: "
            "fine-tuned by mapkit's authors on news texts that they invented. Place names are weighed by a regression "
            "fitted on texts of their own, GeoWebNews and GeoVirus. Names of people: United States census of 1990, "
            "Faker and names; ordinary words: WordNet 3.0."
        ),
    ),
    (
        marked("Terms"),
        marked(
            "Types, sub-types and precision follow the codebooks of ACLED and UCDP GED, with two types of mapkit's "
            "own, Humanitarian and Diplomacy. No row of those datasets is here."
        ),
    ),
)


def button() -> None:
    """Show the button that opens it."""
    if st.button(_("About, method, data and licences"), type="tertiary", key="about"):
        dialogs.show(_("About mapkit"), _show, width="large")


def _show() -> None:
    st.markdown(
        _(
            "mapkit reads news texts and puts the events that they tell onto a map. Each event keeps its exact "
            "sentence, who says so, and how certain its place is. A machine does the coding: read the sentence behind "
            "a pin before you rely on it."
        )
    )
    _section(_("Method"), _method())
    _section(_("How often it is right"), _limits())
    _section(_("Sources"), "\n".join(f"- **{_(name)}.** {_(what)}" for name, what in _SOURCES))
    _section(
        _("Privacy"),
        _(
            "Texts are read and coded on the computer that serves this page, and kept in its workspace. The page asks "
            "nothing of any other host: no map tiles, fonts, scripts, models or telemetry, unless whoever runs it has "
            "offered online map tiles and you switch them on. Your name and what you have folded stay in your browser."
        ),
    )
    _section(_("Versions and licences"), _versions())
    with st.expander(_("The full notice of sources and licences"), key="about_notice"):
        st.text((paths.root() / "NOTICE").read_text(encoding="utf-8"))


def _section(title: str, text: str) -> None:
    st.markdown(f"**{title}**\n\n{text}")


def _method() -> str:
    steps = (
        _(
            "**Names.** Every name that could be a place is compared with a gazetteer of some 416,000 places: the "
            "words around it, the other places of the text and how well known each is decide which one it is, or that "
            "it is none. What was considered is shown with its score."
        ),
        _(
            "**Events.** Two readers draft events: rules over the grammar of each sentence, which can say why, and a "
            "small neural tagger, which knows more wordings. A regression over both decides what is an event. Negated, "
            "planned, supposed and past events are kept apart from what happened."
        ),
        _(
            "**Where.** The place of the event itself, not every place in the sentence. “12 km north of X” is reckoned "
            "from X, with its uncertainty; a river or a region stays a line or an area. Without a place of its own an "
            "event gets no marker."
        ),
        _(
            "**Who says so.** *Reported*: the text in its own voice, civil authorities, medics, residents, aid "
            "workers, journalists. *Claimed by one party*: the only source is a party to the conflict. *Confirmed*, "
            "*disputed*, *denied* and *not verifiable*: as the text says."
        ),
        _(
            "**When and how many.** Days count from the day of publication, never from today; what a text does not "
            "state is “not stated”. Figures keep “at least” and “up to”."
        ),
        _(
            "**People.** What people correct is kept beside what the machine made, with who, when and why, and can be "
            "undone."
        ),
    )
    return "\n".join(f"- {step}" for step in steps)


def _limits() -> str:
    found = accuracy.measured()
    events, plain, names = found["events"], found["plain"], found["geoparsing"]
    day = _day(events["measured"])
    of = accuracy.percent
    told = [
        _(
            "**Events**, on {n} invented news texts that nobody who wrote rules has read ({day}): of 100 pins {right} "
            "are events that the text tells; of 100 events that it tells {found} are found (F1 {f1}). Of those found, "
            "{sub} in 100 have the right sub-type, {claim} the right word on who says so, {toll} the right numbers of "
            "dead and injured, and {places} in 100 places are found and are the right one."
        ).format(
            n=events["documents"],
            day=day,
            right=of(events["precision"]),
            found=of(events["recall"]),
            f1=f"{events['f1']:.2f}",
            sub=of(events["sub_type"]),
            claim=of(events["claim"]),
            toll=of(events["toll"]),
            places=of(events["places"]),
        ),
        _("These texts are full of traps; on the {n} plainer ones the F1 is {f1}.").format(
            n=plain["documents"], f1=f"{plain['f1']:.2f}"
        ),
    ]
    told += [
        _(
            "**Place names**, on {corpus}, texts of others: of 100 names that it marks {right} are places, of 100 "
            "places {found} are found; {near} in 100 of them are put within 161 km of the right spot."
        ).format(
            corpus=name,
            right=round(one["precision"]),
            found=round(one["recall"]),
            near=round(one["within_161_km"]),
        )
        for name, one in names.items()
    ]
    told.append(
        _(
            "**What goes wrong most**: wordings that neither reader knows; a clash read as an attack; two events at "
            "one place; background that reads like news; villages that the gazetteer lacks. English texts only."
        )
    )
    return "\n".join(f"- {one}" for one in told)


def _day(day: dt.date) -> str:
    return words.span(day.isoformat(), day.isoformat())


def _versions() -> str:
    there = services().workspace.counts()
    workspace = _("This workspace holds {documents} documents and {events} events.").format(
        documents=words.number(there["documents"]), events=words.number(there["events"])
    )
    parts = [f"{name} {metadata.version(name)} ({licence})" for name, licence in _LIBRARIES]
    return "\n\n".join(
        (
            _("mapkit is under the MIT licence. Documents are coded by {coder}.").format(coder=coder_version()),
            _("It stands on: {libraries}; Leaflet {leaflet} (BSD-2-Clause).").format(
                libraries=", ".join(parts), leaflet=_leaflet()
            ),
            workspace,
        )
    )


def _leaflet() -> str:
    """Return the version of the library that draws the map, as it was vendored."""
    kept = json.loads((assets.STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    return str(kept["leaflet"]["version"])
