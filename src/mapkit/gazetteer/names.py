"""The names under which a place can be found: its own, its alternates, and spellings made from them by rule.

A rule adds what lists leave out though every newspaper writes it: national and press romanisations, "X River",
"X Oblast", "St. X", the Arabic article. What a rule makes is marked as such (`Kind.VARIANT`), so that a reader of text
can trust it less than a listed name.
"""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from mapkit.gazetteer import romanisation
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.table import Row


class Kind(IntEnum):
    """How a name belongs to its place."""

    NAME = 0
    ALTERNATE = 1
    VARIANT = 2


def _countries(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


POST_SOVIET = _countries("UA RU BY MD KZ KG TJ UZ TM AM AZ GE EE LV LT")
CYRILLIC_COUNTRIES = POST_SOVIET - _countries("EE LV LT") | _countries("BG RS ME MK BA XK MN") | {""}
ARAB = _countries("AE BH DJ DZ EG EH ER IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE")
# Where the second level is spoken of by its bare name; elsewhere ("Orange" for Orange County) that would flood text.
_BARE_SECOND_LEVEL = (
    POST_SOVIET
    | ARAB
    | _countries("AF PK IN BD NP LK MM TH LA KH VN PH ID CN KP KR JP MN IR TR SS ET KE UG RW BI CD CF CM NG NE ML BF")
    | _countries("TG BJ GH CI LR SL GN GW SN GM MZ MW ZM ZW TZ MG AO NA BW ZA RS XK BA ME MK AL GR BG RO")
)

_DESIGNATOR = (
    r"(?:oblast|oblasts?|oblys[iy]?|region|regione|regiao|province|provincia|provincie|governorate|muhafazat|state|estado|"
    r"krai|kray|raion|rayon|district|distrito|county|prefecture|department|departement|departamento|division|canton|"
    r"voivodeship|municipality|municipio|parish|emirate|wilaya|wilayah|wilayat|ostan|okrug|republic|territory|zone|"
    r"township|sub district|subdistrict|commune|shahrestan|il|ili|velayat|viloyati|viloyat|locality)"
)
#: A folded division's name: its bare name before or after the word for its kind is the first group.
TRAILING = re.compile(rf"^(.+?) (?:autonomous |administrative |capital |federal )?{_DESIGNATOR}$")
LEADING = re.compile(
    rf"^(?:autonomous |the )?{_DESIGNATOR}(?: of| de la| de los| de las| de| del| du| da| do| di| d)? (?:the )?(.+)$"
)
_RIVER = re.compile(r"^(?:river |rio |rio de |oued |wadi |nahr |nahr al )?(.+?)(?: river)?$")
_LAKE = re.compile(r"^(?:lake |lac |lago |lago de |loch |lough )?(.+?)(?: lake| reservoir)?$")
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|at|an|az|ash|adh|ath|ed|er|es|et|en|ez|esh|ul) ")
_INNER_ARTICLE = re.compile(r" (?:al|el|ad|ar|as|at|an|az|ash|adh|ath|ed|er|es|et|en|ez|esh|ul) ")
#: The article as its noun's first letter makes it, written in one with the noun: "Deir Ezzor", "Errachidia".
_SUN_LETTER = re.compile(r"\b([ae])([dnrstz]) (?=\2)")
_SAINTS = (("saint ", "st "), ("sainte ", "ste "), ("mount ", "mt "), ("fort ", "ft "))

_LATIN = re.compile(r"[a-z]")
_SHORTEST_VARIANT = 4


def keys(row: Row) -> dict[str, Kind]:
    """Return every folded name of a place, with how it belongs to it (the closest kind where several meet)."""
    found = listed(row)
    if row.place.country in CYRILLIC_COUNTRIES:
        cyrillic = [name for name in (row.place.name, *row.names) if romanisation.is_cyrillic(name)]
        for name in cyrillic:
            _put(found, map(fold, romanisation.spellings(name, row.place.country)), Kind.VARIANT)
    for key, kind in [item for item in found.items() if _LATIN.search(item[0])]:
        _put(found, _saints(key), kind)
        _put(found, _lenient(key, row), Kind.VARIANT)
    return found


def listed(row: Row) -> dict[str, Kind]:
    """Return the folded names that the row itself lists: its own and its alternates."""
    found: dict[str, Kind] = {}
    _put(found, (fold(row.place.name),), Kind.NAME)
    _put(found, map(fold, row.names), Kind.ALTERNATE)
    return found


def _put(found: dict[str, Kind], names: Iterable[str], kind: Kind) -> None:
    for name in names:
        if name and (kind is not Kind.VARIANT or len(name) >= _SHORTEST_VARIANT):
            found[name] = min(kind, found.get(name, kind))


def _lenient(key: str, row: Row) -> Iterator[str]:
    """Yield the forms of one folded Latin name that general rules give."""
    place = row.place
    if key.startswith("the "):
        yield key[4:]
    if place.country in ARAB:
        yield from _arabic(key)
    if place.country == "UA" and place.feature_class == "P":
        yield from _russified(key)
    if place.feature_code in ("ADM1", "ADM2"):
        yield from _divisions(key, place.feature_code, place.country)
    elif place.feature_code in ("STM", "STMS", "STMI", "CNL"):
        yield from _rivers(key)
    elif place.feature_code in ("LK", "LKS", "RSV"):
        yield from _lakes(key)


def _saints(key: str) -> Iterator[str]:
    """Yield "St X" for "Saint X" and the reverse: one name in two spellings, so of the same kind."""
    padded = f" {key}"
    for long, short in _SAINTS:
        if f" {long}" in padded:
            yield padded.replace(f" {long}", f" {short}").strip()
        elif f" {short}" in padded:
            yield padded.replace(f" {short}", f" {long}").strip()


def _arabic(key: str) -> Iterator[str]:
    """Yield the forms of the Arabic article, and the name without it; a final "-ah" as "-a"."""
    forms = {key}
    for form in (key, *_without_h(key)):
        forms.add(form)
        if match := _ARTICLE.match(form):
            rest = form[match.end() :]
            forms.update((f"al {rest}", f"el {rest}"))
            if len(rest) > _SHORTEST_VARIANT:
                forms.add(rest)
        if _INNER_ARTICLE.search(form):
            forms.update((_INNER_ARTICLE.sub(" al ", form), _INNER_ARTICLE.sub(" el ", form)))
        if _SUN_LETTER.search(form):
            forms.add(_SUN_LETTER.sub(r"\1\2", form))
    yield from sorted(forms - {key})


def _without_h(key: str) -> Iterator[str]:
    if re.search(r"ah\b", key):
        yield re.sub(r"ah\b", "a", key)


def _russified(key: str) -> Iterator[str]:
    """Russian-styled spellings of a Ukrainian village: -ivka as -ovka and -evka, h as g, -iv as -ov."""
    for ending, others in (
        ("ivka", ("ovka", "evka")),
        ("ivske", ("ovskoye",)),
        ("ivsk", ("ovsk",)),
        ("ove", ("ovoye",)),
    ):
        if key.endswith(ending) and len(key) > len(ending) + 2:
            stem = key[: -len(ending)]
            for other in others:
                yield stem + other
                yield _hard_g(stem) + other
    if key.endswith("yi"):
        yield key[:-1]
        yield key[:-2] + "iy"


def _hard_g(key: str) -> str:
    return re.sub(r"(?<![sckzpt])h", "g", key)


def _divisions(key: str, code: str, country: str) -> Iterator[str]:
    """Yield a division's bare name, and that name with the words that English puts after it."""
    base = key
    for pattern in (TRAILING, LEADING):
        if match := pattern.match(base):
            base = match.group(1)
    if len(base) < 3:  # "ny county" from an abbreviation serves nobody
        return
    if code == "ADM1" or country in _BARE_SECOND_LEVEL:
        yield base
    for word in _designators(code, country):
        yield f"{base} {word}"
    if country == "US" and code == "ADM1":
        yield f"state of {base}"


def _designators(code: str, country: str) -> tuple[str, ...]:
    words: tuple[str, ...] = ("region", "province", "state") if code == "ADM1" else ("district", "county")
    if country in POST_SOVIET:
        words += ("oblast",) if code == "ADM1" else ("raion", "rayon", "region")
    elif country in ARAB:
        words += ("governorate",) if code == "ADM1" else ("governorate", "province", "subdistrict")
    elif country in ("MM", "CN", "US") and code == "ADM2":
        words += ("township",)
    return words


def _rivers(key: str) -> Iterator[str]:
    """Yield "X River" and "River X"; the bare X only where the row lists it, since "Red" is no river."""
    match = _RIVER.match(key)
    base = match.group(1) if match else key
    yield from (f"{base} river", f"river {base}")


def _lakes(key: str) -> Iterator[str]:
    match = _LAKE.match(key)
    base = match.group(1) if match else key
    yield from (f"lake {base}", f"{base} lake", f"{base} reservoir")
