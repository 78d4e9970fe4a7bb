"""What stands around a proposed span, as named features: the evidence that `recognition` weighs.

A feature's name says what it sees ("before=in", "entity=GPE", "elsewhere=PERSON"), so that the weights file can be
read and a decision explained.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Token

from mapkit.geoparsing import persons, vocabulary
from mapkit.geoparsing.mentions import Entity, Kind, Mention, entities
from mapkit.text import nlp
from mapkit.text.sentences import Analysis, Sentence

_WORD = re.compile(r"[^\W\d_]+")
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_QUOTES = frozenset("\"'“”‘’«»")


@cache
def _ordinary() -> tuple[frozenset[str], frozenset[str]]:
    """Return the verbs and adjectives, and the nouns, that the model's lemma index lists (WordNet's, lower case)."""
    model = nlp.load()
    index = model.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset((*index["verb"], *index["adj"], *index["adv"])), frozenset(index["noun"])


class Surroundings:
    """What a whole document tells of its names: who is a person in it, which words it also writes in lower case."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.surnames: Counter[str] = Counter()
        self.labels: dict[str, Counter[str]] = defaultdict(Counter)
        self.lower: set[str] = set()
        self._titled: dict[int, bool] = {}
        self._entities: dict[int, tuple[Entity, ...]] = {}
        for sentence in analysis.sentences:
            self.lower.update(word for word in _WORD.findall(sentence.text) if word.islower())
            known = self._entities[sentence.index] = entities(sentence)
            for entity in known:
                name = analysis.document.text[entity.start : entity.end]
                self.labels[name][entity.label] += 1
                words = name.split()
                if entity.label == "PERSON" and len(words) > 1:
                    self.surnames.update(words[1:])

    def entities(self, sentence: Sentence) -> tuple[Entity, ...]:
        """Return the model's entities of a sentence, trimmed."""
        return self._entities[sentence.index]

    def is_titled(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is written in Title Case or ALL CAPS, where capitals say nothing."""
        known = self._titled.get(sentence.index)
        if known is None:
            words = [w for w in _WORD.findall(sentence.text) if len(w) > 3]
            upper = sum(w[0].isupper() for w in words)
            known = self._titled[sentence.index] = len(words) > 3 and upper > 0.8 * len(words)
        return known


def features(mention: Mention, surroundings: Surroundings) -> tuple[str, ...]:
    """Return the names of the features that a mention has, without those of its neighbours' decisions."""
    found = ["bias", f"kind={mention.kind}"]
    found += _of_name(mention, surroundings)
    found += _of_gazetteer(mention)
    found += _of_entities(mention, surroundings)
    found += _of_neighbours(mention, surroundings)
    found += _of_parse(mention)
    if mention.kind is Kind.DEMONYM:
        return ("demonym", *(f"demonym & {f}" for f in dict.fromkeys(found) if f in _NO_PEOPLE))
    found += _together(found)
    return tuple(dict.fromkeys(found))


#: What speaks against a people or an adjective: "Vernon Pole".
_NO_PEOPLE = frozenset({"entity=PERSON", "inside=PERSON", "before=given name", "before=title"})


def _together(found: list[str]) -> list[str]:
    """Return the pairs of features that say more together than each for itself."""
    known = next((f for f in found if f.startswith("gazetteer=") and f not in _NAMINGS), "gazetteer=none")
    label = next((f for f in found if f.startswith(("entity=", "inside=", "partial="))), "entity=none")
    place = next((f for f in found if f in _PLACING), "")
    pairs = [f"{known} & {label}"]
    if place:
        pairs += [f"{known} & located", f"{label} & located"]
    if "after=saying" in found or "dep=speaker" in found:
        pairs.append(f"{known} & speaks")
    if "dep=nsubj" in found:
        pairs.append(f"{known} & subject")
    if "tail" in found and "after=Capital" in found:
        pairs.append("tail & after=Capital")
    if "given name" in found and "after=Capital" in found:
        pairs.append("given name & after=Capital")
    return pairs


_NAMINGS = frozenset({"gazetteer=main name", "gazetteer=other name"})
_PLACING = frozenset({"before=locative", "dep=place"})


def _of_name(mention: Mention, surroundings: Surroundings) -> Iterator[str]:
    text = mention.text
    words = text.split(" ")
    yield f"words={min(len(words), 3)}"
    titled = surroundings.is_titled(mention.sentence)
    if titled:
        yield "titled"
    if text.isupper() and len(text) > 1:
        yield "acronym" if len(text.replace(".", "")) <= 5 else "capitals"
        if len(text.replace(".", "")) <= 3 and not titled:
            yield "short acronym"
    if mention.start == mention.sentence.start:
        yield "starts the sentence"
    verbs, nouns = _ordinary()
    lower = [w.lower() for w in _WORD.findall(text)]
    if all(w in verbs for w in lower):
        yield "ordinary=verb"
        if titled or mention.start == mention.sentence.start:
            yield "ordinary=verb, unreliable case"
    if len(lower) == 1 and lower[0] in nouns:
        yield "ordinary=noun"
    if all(w in surroundings.lower for w in lower):
        yield "lower case elsewhere"
        if titled or mention.start == mention.sentence.start:
            yield "lower case elsewhere, unreliable case"
    if text.lower() in vocabulary.SEATS:
        yield "seat of government"
    if len(words) == 1:
        yield from _of_word(text)
    yield from _of_form(text)


def _of_word(word: str) -> Iterator[str]:
    lower = word.lower()
    if lower in vocabulary.TYPE_WORDS or lower in vocabulary.ORGANISATION_WORDS or lower in vocabulary.PARTS:
        yield "generic word"
    if lower in vocabulary.PERSON_TITLES:
        yield "title"
    if word.upper() in persons.given_names():
        yield "given name"
    if word.upper() in persons.surnames():
        yield "common surname"


def _of_form(text: str) -> Iterator[str]:
    words = text.split(" ")
    if any(ch.isdigit() for ch in text):
        yield "digits"
    if len(text) <= 3 and not text.isupper():
        yield "short"
    if words[-1] in vocabulary.NAME_TAILS and len(words) > 1:
        yield "tail"
        if words[-1] in vocabulary.SPOT_TAILS:
            yield "tail=spot"
    elif words[-1] in vocabulary.VENUE_TAILS and len(words) > 1:
        yield "tail=venue"
        yield f"tail={words[-1]}"
    if words[0] in vocabulary.NAME_HEADS and len(words) > 1:
        yield "head"


def _of_gazetteer(mention: Mention) -> Iterator[str]:
    places = mention.places
    if not places:
        yield "gazetteer=none"
        return
    exact = any(place.name == mention.name for place in places)
    yield "gazetteer=main name" if exact else "gazetteer=other name"
    codes = {place.feature_code for place in places}
    classes = {place.feature_class for place in places}
    population = max((place.population for place in places if place.feature_class in "PA"), default=0)
    if any(code.startswith("PCL") or code == "TERR" for code in codes):
        yield "gazetteer=country"
    elif "PPLC" in codes:
        yield "gazetteer=capital"
    elif "ADM1" in codes:
        yield "gazetteer=division"
    elif codes & {"CONT", "RGN", "OCN", "SEA", "GULF", "STRT"}:
        yield "gazetteer=region"
    elif "P" in classes:
        for bound, label in ((1_000_000, "1M"), (100_000, "100k"), (20_000, "20k"), (3_000, "3k")):
            if population >= bound:
                yield f"gazetteer=town {label}"
                break
        else:
            yield "gazetteer=village"
            if exact:
                yield "gazetteer=village, main name"
    elif "A" in classes:
        yield "gazetteer=small division"
    else:
        yield f"gazetteer=only {min(classes)}"
    if mention.text.isupper() and len(mention.text) <= 4 and not exact and not classes & {"A", "L"}:
        yield "gazetteer=code"


def _of_entities(mention: Mention, surroundings: Surroundings) -> Iterator[str]:
    own = None
    inside = None
    partial = None
    for entity in surroundings.entities(mention.sentence):
        if entity.end <= mention.start or entity.start >= mention.end:
            continue
        if (entity.start, entity.end) == (mention.start, mention.end):
            own = entity.label
        elif entity.start <= mention.start and entity.end >= mention.end:
            inside = entity.label
            where = "start" if entity.start == mention.start else "end" if entity.end == mention.end else "middle"
            yield f"inside={inside}"
            yield f"inside={'PLACE' if inside in _PLACES else inside} {where}"
        elif partial is None:
            partial = entity.label
    if own:
        yield f"entity={own}"
    elif inside is None:
        yield f"partial={partial}" if partial else "entity=none"
    yield from _elsewhere(mention, own, surroundings)


def _elsewhere(mention: Mention, own: str | None, surroundings: Surroundings) -> Iterator[str]:
    """Yield what the model says of the same words elsewhere in the document."""
    counts = surroundings.labels.get(mention.text)
    if counts:
        counts = counts.copy()
        if own:
            counts[own] -= 1
        total = sum(counts.values())
        if total > 0:
            places = counts["GPE"] + counts["LOC"] + counts["FAC"]
            if places >= 0.5 * total:
                yield "elsewhere=PLACE"
            if counts["PERSON"] >= 0.5 * total:
                yield "elsewhere=PERSON"
            if counts["ORG"] >= 0.5 * total:
                yield "elsewhere=ORG"
    if mention.text in surroundings.surnames:
        yield "surname"


def _of_neighbours(mention: Mention, surroundings: Surroundings) -> Iterator[str]:
    titled = surroundings.is_titled(mention.sentence)
    before, after = _previous(mention), _next(mention)
    yield from _before(mention, before, titled=titled)
    yield from _after(mention, after, titled=titled)
    if mention.hint:
        yield f"type word={mention.hint[0]}"
        yield "type word"
    if is_dateline(mention.sentence, mention.end):
        yield "dateline"
    if _MEASURED.search(mention.sentence.text, 0, mention.start - mention.sentence.start):
        yield "measured from"
    if _UNIT.match(mention.sentence.text, mention.end - mention.sentence.start):
        yield "after=unit"
    if before is not None and after is not None and before.text in _QUOTES and after.text in _QUOTES:
        yield "quoted"


_DATELINE = re.compile(r"^[A-ZÀ-Þ][^.!?\n]{0,50}?(?:\s(?:—|–|--?)\s|\s?\([A-Z][\w .]{1,20}\)\s*(?:—|–|--?)?\s)")


def is_dateline(sentence: Sentence, end: int) -> bool:
    """Tell whether a name that ends at an offset of the document stands in a dateline ("KHARTOUM, Sudan (AP) — ...").

    A dateline says where a report was written, which need not be where anything happened.
    """
    if sentence.tokens.start_char > 0:  # a dateline opens a paragraph
        return False
    match = _DATELINE.match(sentence.text)
    if not match or end > sentence.start + match.end():
        return False
    first = match.group().split(",")[0].split(" (")[0].strip(" —–-")
    return first.isupper() or "(" in match.group()


#: "20 km from", "north-east of": what a distance or a direction is told from is a place.
_MEASURED = re.compile(
    r"(?:\b(?:kilomet(?:er|re)s?|km|miles?|mi)\b(?: \([^)]*\))?(?: [\w-]+){0,3}|"
    r"\b(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)) (?:of|from) (?:the )?"
    r"(?:(?:city|town|village|port) of )?$"
)
#: "the Tavria group of forces", "the Kharkiv operational-tactical group", "the Azov brigade" are units.
_UNIT = re.compile(
    r" (?:(?!and |or |in |by )[\w-]+ ){0,2}?(?:group(?:ing)? of (?:forces|troops)|"
    r"(?:operational|tactical|operative)[\w -]{0,25} group|"
    r"brigade|regiment|battalion|army corps|grouping|task force|squadron)\b",
    re.IGNORECASE,
)


def _previous(mention: Mention, steps: int = 1) -> Token | None:
    """Return the token before a mention in its sentence; part words ("northern") are part of what stands before."""
    index = mention.first.i - steps
    return mention.first.doc[index] if index >= mention.sentence.tokens.start else None


def _next(mention: Mention, steps: int = 1) -> Token | None:
    index = mention.last.i + steps
    return mention.last.doc[index] if index < mention.sentence.tokens.end else None


_NAMED_BEFORE = vocabulary.words("in at near from to of by with for and on between or against")
_MARKS_BEFORE = frozenset("(,-/:@#&—–")
_MARKS_AFTER = frozenset((",", ")", "(", ".", ":", "—", "–", "/", "%", "and", "or"))


def _before(mention: Mention, before: Token | None, *, titled: bool) -> Iterator[str]:
    if before is None:
        yield "before=nothing"
        return
    lower = before.lower_
    earlier = _previous(mention, 2)
    located = earlier is not None and earlier.lower_ in vocabulary.LOCATIVE
    if lower in ("the", "a", "an"):
        yield f"before={'the' if lower == 'the' else 'a'}"
        if located:
            yield "before=locative the"
        return
    if lower in vocabulary.PARTS:
        yield "before=part"
        if located:
            yield "before=locative"
    if lower in _NAMED_BEFORE:
        yield f"before={lower}"
    if lower in vocabulary.LOCATIVE:
        yield "before=locative"
    if before.text in _MARKS_BEFORE:
        yield f"before={'dash' if before.text in '—–' else before.text}"
    elif before.text[:1].isupper() and not titled:
        yield "before=Capital at start" if before.i == mention.sentence.tokens.start else "before=Capital"
        if before.pos_ == "PROPN":
            yield "before=proper noun"
    yield from _person_before(before)
    yield from _organisation_before(before, earlier, titled=titled)


def _person_before(before: Token) -> Iterator[str]:
    if before.lower_.rstrip(".") in vocabulary.PERSON_TITLES:
        yield "before=title"
        if before.text[0].isupper():
            yield "before=Title"
    if before.ent_type_ == "PERSON":
        yield "before=person"
    if before.text[0].isupper() and before.text.upper() in persons.given_names():
        yield "before=given name"
    if before.lemma_ in vocabulary.SAYING:
        yield "before=saying"


def _organisation_before(before: Token, earlier: Token | None, *, titled: bool) -> Iterator[str]:
    lower = before.lower_
    known = lower in vocabulary.ORGANISATION_WORDS or lower in ("air", "radio", "real", "inter", "ac", "fc")
    if known and before.text[:1].isupper() and not titled:
        yield "before=organisation"
    if lower == "of" and earlier is not None:
        if earlier.lower_ in vocabulary.ORGANISATION_HEADS:
            yield "before=organisation of"
            if earlier.text[0].isupper():
                yield "before=Organisation of"
        elif earlier.text[0].isupper() and earlier.pos_ == "PROPN":
            yield "before=Name of"


def _after(mention: Mention, after: Token | None, *, titled: bool) -> Iterator[str]:
    if after is None:
        yield "after=nothing"
        return
    lower = after.lower_
    if lower in ("'s", "’s", "'", "’"):
        yield "after=possessive"
        return
    second = _next(mention, 2)
    if lower in ("-", "‑", "–") and after.idx == mention.last.idx + len(mention.last):
        yield "after=hyphen"
        if second is not None and second.lower_ in ("based", "born", "area"):
            yield "after=-based"
    elif lower in _MARKS_AFTER:
        yield f"after={lower}"
    elif after.text[:1].isdigit():
        yield "after=number"
    elif after.text[:1].isupper():
        yield from _capital_after(after, titled=titled)
    elif lower in vocabulary.ORGANISATION_WORDS and after.pos_ == "NOUN":
        yield "after=organisation"
    yield from _action_after(after, second)


def _capital_after(after: Token, *, titled: bool) -> Iterator[str]:
    organisation = after.lower_ in vocabulary.ORGANISATION_WORDS
    if organisation:
        yield "after=Organisation"
    if titled:
        return
    yield "after=Capital"
    if not organisation and after.pos_ == "PROPN":
        yield "after=proper noun"
    if after.ent_type_ == "PERSON":
        yield "after=PERSON"
    if after.text.upper() in persons.surnames():
        yield "after=common surname"


def _action_after(after: Token, second: Token | None) -> Iterator[str]:
    if after.lemma_ in vocabulary.SAYING and after.pos_ == "VERB":
        yield "after=saying"
    elif after.pos_ in ("VERB", "AUX"):
        yield "after=verb"
    if after.lower_ == "who":
        yield "after=who"
    if after.lower_ == "," and second is not None:
        if second.pos_ == "NUM" and second.text.isdigit() and len(second) <= 2:
            yield "after=age"
        elif second.lower_ == "who":
            yield "after=who"


def _of_parse(mention: Mention) -> Iterator[str]:
    head = mention.span.root
    yield f"tag={head.pos_}"
    if all(token.pos_ == "PROPN" or not token.is_alpha for token in mention.span):
        yield "proper"
    if head.dep_ in (
        "pobj",
        "nsubj",
        "nsubjpass",
        "compound",
        "poss",
        "appos",
        "dobj",
        "conj",
        "npadvmod",
        "amod",
        "ROOT",
    ):
        yield f"dep={head.dep_}"
    if head.dep_ == "compound" and head.head.i > mention.last.i:
        proper = head.head.pos_ == "PROPN"
        yield "modifies=name" if proper else "modifies=noun"
        if head.head.lower_ in vocabulary.PERSON_TITLES:
            yield "modifies=title"
    if head.dep_ == "pobj" and head.head.lower_ in vocabulary.LOCATIVE:
        yield "dep=place"
    if head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_ in vocabulary.SAYING:
        yield "dep=speaker"
    yield from _of_action(head)


def _of_action(head: Token) -> Iterator[str]:
    """Yield whether a name is what forces take, hit or hold, or what fighting is for."""
    while head.dep_ == "conj" and head.head.pos_ in ("PROPN", "NOUN"):
        head = head.head
    if head.dep_ in ("dobj", "nsubjpass") and head.head.lemma_ in vocabulary.FIGHTING_VERBS:
        yield "object of fighting"
    elif head.dep_ == "pobj" and head.head.head.lemma_.lower() in _FIGHTING:
        yield "goal of fighting"


_FIGHTING = vocabulary.FIGHTING_NOUNS | vocabulary.FIGHTING_VERBS


def nesting(mentions: Sequence[Mention]) -> dict[int, tuple[str, ...]]:
    """Return, by `id`, whether a longer proposal covers a mention, and whether it covers a shorter one."""
    found: dict[int, tuple[str, ...]] = {}
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    for index, outer in enumerate(ordered):
        for inner in ordered[index + 1 :]:
            if inner.start >= outer.end:
                break
            if inner.end <= outer.end:
                listed = "listed" if outer.places else "unlisted"
                found[id(inner)] = (*found.get(id(inner), ()), f"covered by {listed}")
                if inner.places:
                    found[id(outer)] = (*found.get(id(outer), ()), "covers another")
    return {key: tuple(dict.fromkeys(value)) for key, value in found.items()}


def neighbours(mentions: Sequence[Mention]) -> dict[int, tuple[str, ...]]:
    """Return, by `id`, the features that a mention takes from likely places beside it ("X, Y and Z"; "X, Texas").

    Needs a first estimate in `recognition`.
    """
    found: dict[int, tuple[str, ...]] = {}
    likely = [m for m in mentions if m.recognition > 0.6]
    locality = _Locality(likely)
    likely = [m for m in likely if m.kind is not Kind.DEMONYM]
    starts = {m.start: m for m in likely}
    ends = {m.end: m for m in likely}
    for mention in mentions:
        text = mention.first.doc.text
        origin = mention.sentence.origin
        right = re.compile(r",? and |, (?:and )?|\s?[/–]\s?| \(| or ").match(text, mention.end - origin)
        left = re.search(
            r"(?:,? and |, (?:and )?|\s?[/–]\s?| \(| or )$",
            text[max(0, mention.start - origin - 8) : mention.start - origin],
        )
        after = starts.get(origin + right.end()) if right else None
        before = ends.get(mention.start - len(left.group())) if left else None
        features: list[str] = []
        if after is not None or before is not None:
            features.append("beside a place")
        if after is not None and before is not None:
            features.append("between places")
        if after is not None and right is not None and right.group() == ", " and _holds(after, mention):
            features.append("its container follows")
        if before is not None and left is not None and left.group() == ", " and _holds(mention, before):
            features.append("contains the place before")
        features += locality.of(mention)
        if features:
            found[id(mention)] = tuple(features)
    return found


class _Locality:
    """The countries and divisions of a document's likely places, and which names speak for each."""

    def __init__(self, likely: Sequence[Mention]) -> None:
        self.countries: defaultdict[str, set[str]] = defaultdict(set)
        self.divisions: defaultdict[str, set[str]] = defaultdict(set)
        for mention in likely:
            if mention.places:
                for place in mention.places[:2]:
                    self.countries[place.country].add(mention.text)
                    if place.admin1_code and not place.feature_code.startswith("PCL"):
                        self.divisions[place.admin1_code].add(mention.text)

    def of(self, mention: Mention) -> list[str]:
        """Return whether a namesake lies where the document's other places do."""
        if not mention.places or mention.kind is Kind.DEMONYM:
            return []
        text = {mention.text}
        known = next(f for f in mention.features if f.startswith("gazetteer=") and f not in _NAMINGS)
        places = mention.places[:20]
        if any(p.admin1_code in self.divisions and self.divisions[p.admin1_code] - text for p in places):
            local = "its division is the text's"
        elif any(p.country in self.countries and self.countries[p.country] - text for p in places):
            local = "its country is the text's"
        elif any(names - text for names in self.countries.values()):
            local = "the text is elsewhere"
        else:
            return []
        located = [f"located & {local}"] if _PLACING & set(mention.features) else []
        return [local, f"{known} & {local}", *located]


def _holds(container: Mention, mention: Mention) -> bool:
    """Tell whether a country or first-level division of one name holds a place of the other."""
    countries = {p.country for p in container.places[:10] if p.feature_code.startswith("PCL")}
    divisions = {p.admin1_code for p in container.places[:10] if p.feature_code == "ADM1"}
    return any(p.country in countries or (p.admin1_code and p.admin1_code in divisions) for p in mention.places)
