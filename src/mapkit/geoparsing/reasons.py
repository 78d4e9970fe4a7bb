"""Reasons: in words, why a candidate scores as it does."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mapkit.gazetteer import fold
from mapkit.geoparsing.mentions import Kind
from mapkit.geoparsing.weighing import number
from mapkit.model import Place

if TYPE_CHECKING:
    from mapkit.geoparsing.resolution import Sense

#: Countries so large that being in them is no tie.
LARGE = frozenset({"US", "RU", "CA", "CN", "BR", "AU", "IN"})


class Document:
    """The senses of a document with what each was taken for, by country and division.

    Parameters
    ----------
    senses : sequence of Sense
        Those with candidates, each with its `top`.
    """

    def __init__(self, senses: "Sequence[Sense]") -> None:
        self.senses = senses
        self._by_country: defaultdict[int, list[Sense]] = defaultdict(list)
        self._by_division: defaultdict[int, list[Sense]] = defaultdict(list)
        for sense in senses:
            country, division, *_ = sense.weighed.codes[sense.top]
            self._by_country[country].append(sense)
            if division:
                self._by_division[division].append(sense)

    def others(self, sense: "Sense") -> "Iterator[Sense]":
        """Yield the senses of other names."""
        return (other for other in self.senses if other is not sense and other.name != sense.name)

    def holders(self, sense: "Sense", index: int) -> Iterator[tuple[bool, str]]:
        """Yield the names whose place holds a candidate, with whether it is a country."""
        country, division, second, whole, is_first, is_second = sense.weighed.codes[index]
        if not country or whole:
            return
        for other in self._by_country.get(country, ()):
            if other is sense or other.name == sense.name:
                continue
            _, there, inside, outer, outer_first, outer_second = other.weighed.codes[other.top]
            if outer:
                yield True, other.mentions[0].text
            elif outer_first:
                if division and there == division and not is_first:
                    yield False, other.mentions[0].text
            elif outer_second and second and inside == second and not (is_first or is_second):
                yield False, other.mentions[0].text

    def in_division(self, sense: "Sense", index: int) -> int:
        """Return how many other names lie in a candidate's division."""
        division = sense.weighed.codes[index][1]
        found = self._by_division.get(division, ()) if division else ()
        return sum(other is not sense and other.name != sense.name for other in found)

    def in_country(self, sense: "Sense", index: int) -> bool:
        """Tell whether any other name lies in a candidate's country."""
        country = sense.weighed.codes[index][0]
        found = self._by_country.get(country, ()) if country else ()
        return any(other is not sense and other.name != sense.name for other in found)

    def is_tied(self, place: Place, text: str) -> bool:
        """Tell whether any other name lies in a place's division, or in its country where that is a small one."""
        division, country = number(place.admin1_code), number(place.country)
        found = self._by_division.get(division, []) if division else []
        if not place.country or place.country not in LARGE:
            found = [*found, *self._by_country.get(country, [])]
        return any(sense.mentions[0].text != text for sense in found)


def in_words(place: Place) -> str:
    """Return a place's name with its division and country."""
    return ", ".join(part for part in (place.name, place.admin1, place.country) if part)


def explain(sense: "Sense", index: int, document: Document) -> Iterator[str]:
    """Yield why a candidate scores as it does."""
    place = sense.places[index]
    if index == sense.best:
        yield _by_itself(sense, index)
    yield from sense.notes.get(index, ())
    holder = next((name for _, name in document.holders(sense, index)), None)
    if holder is not None:
        yield f"it lies in {holder}, which the text names"
    same = document.in_division(sense, index)
    if same > 1:
        yield f"{same} other places of the text lie in {place.admin1 or 'the same division'}"
    elif holder is None and document.in_country(sense, index):
        yield "other places of the text lie in the same country"


def _by_itself(sense: "Sense", index: int) -> str:
    mention = sense.mentions[0]
    longer = len(sense.name.split()) > len(fold(sense.places[index].name).split())
    if mention.kind is Kind.VENUE and not mention.name.listed and longer:
        return "the gazetteer does not list the building, but the place it is called after"
    if len(sense.places) > 1:
        return f"the best known of {len(sense.places)} places of this name"
    return "the only place of this name in the gazetteer"
