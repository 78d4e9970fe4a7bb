"""What stands around a word that may tell an event: named features, from which detection decides.

The words themselves, whom and what they govern, in what company they stand, what the codebook's rules say of them, and
what the rest of the sentence and the document is about. Each feature is a short readable text ("object in $civilian"),
so that an explanation can name what spoke for a decision.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from mapkit.coding.classification import Mention, Reader
from mapkit.coding.grammar import ancestors, light_verb, noun_frame, verb_frame
from mapkit.model import EventType, type_of

_CANDIDATES = ("VERB", "NOUN", "PROPN")
_MODIFIERS = ("compound", "amod", "nmod", "poss", "nummod")
_AUXILIARIES = ("aux", "auxpass", "neg", "mark", "prt", "advmod")
#: Lists that say what a sentence is about.
_TOPICS = (
    "war_words", "protest_words", "sport_business", "hazard", "armed", "state_force", "rebel", "police", "civilian",
    "civilian_object", "aircraft", "missile", "ordnance", "arms", "protester", "infrastructure", "leader", "aid_noun",
    "riot_act", "dispersal", "lethal_force", "evacuable", "chemical",
)  # fmt: skip
_SCORES = (1.0, 2.0, 3.0, 4.0)
_ABSTRACT = frozenset({"$place", "$person", "$group", "$country"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What of its document a sentence stands in.

    Parameters
    ----------
    opens : bool
        It is the headline or the first sentence.
    at_war : float
        Share of the document's sentences that speak of war or violence, 0-1.
    at_play : float
        Share that speaks of sport, business or the weather, 0-1.
    told_before : frozenset of str
        Sub-types of the events told in the sentences before.
    """

    opens: bool = False
    at_war: float = 0.0
    at_play: float = 0.0
    told_before: frozenset[str] = frozenset()


def candidates(reader: Reader) -> Iterator[Token]:
    """Yield the words of a sentence that may tell an event: verbs, and nouns that modify no other noun."""
    places = reader.places or frozenset()
    for token in reader.sentence:
        if token.pos_ not in _CANDIDATES or not (token.is_alpha or "-" in token.text) or len(token.text) < 2:
            continue
        if token.i in places or (token.dep_ == "compound" and token.head.pos_ in ("NOUN", "PROPN")):
            continue
        yield token


class Surroundings:
    """Features of the candidate words of one sentence.

    Parameters
    ----------
    reader : Reader
    proposed : sequence of Mention
        What the codebook's rules see in the sentence.
    kept : collection of int
        Indices of the triggers that the document's subject leaves standing.
    setting : Setting
    """

    def __init__(self, reader: Reader, proposed: Sequence[Mention], kept: Collection[int], setting: Setting) -> None:
        self._reader = reader
        self._by_trigger = {mention.trigger.i: mention for mention in proposed}
        self._kept = frozenset(kept)
        self._inside = {w.i: m for m in proposed for w in m.words if w.i != m.trigger.i}
        self._lists = reader.codebook.lists_of
        self._sentence = list(self._of_sentence(setting))

    def of(self, token: Token) -> list[str]:
        """Return the features of a candidate."""
        lemma = self._reader.lemma(token)
        found = ["every word", f"word {lemma}", f"form {token.tag_}", f"role {token.dep_}"]
        found += (f"word in ${name}" for name in self._lists(lemma))
        found += self._of_rule(token, lemma)
        found += self._of_arguments(token)
        found += self._of_company(token)
        found += self._sentence
        found += (f"{lemma} & {item}" for item in self._sentence if item.startswith(("speaks of", "told")))
        return list(dict.fromkeys(found))

    def _of_rule(self, token: Token, lemma: str) -> Iterator[str]:
        mention = self._by_trigger.get(token.i)
        if mention is None:
            inside = self._inside.get(token.i)
            if inside is not None:
                yield "inside a rule's words"
            yield "no rule"
            return
        rule = mention.rule
        yield "rule"
        yield f"rule of {rule.sub_event_type}"
        yield f"rule '{rule.name}'"
        yield f"rule of {rule.sub_event_type} & {lemma}"
        yield from (f"rule scores {level:g}" for level in _SCORES if mention.score >= level)
        kept = "kept" if token.i in self._kept else "left out"
        yield f"rule {kept} by the document's subject"
        weak = "weak" if rule.weak else "plain"
        support = "supported" if self._reader.supported(mention) else "alone"
        yield f"{weak} rule, {support}"
        yield f"{weak} rule, {kept}"
        for flag in ("generic", "consequence"):
            if getattr(rule, flag):
                yield f"{flag} rule"
        yield from (f"also rule of {other}" for other in {o.sub_event_type for o in mention.others})

    def _of_arguments(self, token: Token) -> Iterator[str]:
        frame = verb_frame(token) if token.pos_ == "VERB" else noun_frame(token)
        lemma = self._reader.lemma(token)
        for role, arguments in (("subject", frame.subjects), ("object", frame.objects)):
            if not arguments:
                yield f"no {role}"
            for argument in arguments[:3]:
                own = self._reader.lemma(argument)
                yield f"{role} {own}"
                yield f"{lemma} & {role} {own}"
                for name in self._kinds(argument):
                    yield f"{role} in {name}"
                    yield f"{lemma} & {role} in {name}"
        for preposition, argument in frame.preps[:6]:
            yield f"{preposition} ..."
            for name in self._kinds(argument):
                yield f"{preposition} {name}"
            yield f"{lemma} & {preposition} {self._reader.lemma(argument)}"
        verb = light_verb(token) if token.pos_ != "VERB" else None
        if verb is not None:
            yield f"carried by {verb.lemma_.lower()}"

    def _of_company(self, token: Token) -> Iterator[str]:
        lemma = self._reader.lemma(token)
        for child in token.children:
            if child.dep_ in _MODIFIERS and child.pos_ != "PUNCT":
                own = self._reader.lemma(child)
                yield f"modified by {own}"
                yield f"{lemma} & modified by {own}"
                yield from (f"modified by {name}" for name in self._kinds(child))
            elif child.dep_ in _AUXILIARIES:
                yield f"with {child.lower_}"
                if child.dep_ == "prt":
                    yield f"{lemma} {child.lower_}"
        above = token.head
        if above.i != token.i:
            yield f"under {above.lemma_.lower()} as {token.dep_}"
            yield f"under {above.pos_} as {token.dep_}"
            yield from (f"under ${name}" for name in self._lists(self._reader.lemma(above)))
        yield from (f"below {up.lemma_.lower()}" for up in list(ancestors(token))[1:3])
        first, last = self._reader.sentence.start, self._reader.sentence.end
        for offset in (-2, -1, 1, 2):
            at = token.i + offset
            word = token.doc[at].lower_ if first <= at < last else "the edge"
            yield f"{offset:+d} {word}"
            if offset in (-1, 1):
                yield f"{lemma} & {offset:+d} {word}"

    def _kinds(self, token: Token) -> list[str]:
        """Return the codebook's lists and built-in kinds that a noun phrase's words belong to."""
        found = {f"${name}" for name in self._lists(self._reader.lemma(token))}
        found |= {f"${name}" for child in token.children if child.dep_ == "compound"
                  for name in self._lists(f"{self._reader.lemma(child)} {self._reader.lemma(token)}")}  # fmt: skip
        if self._reader.places is not None and token.i in self._reader.places:
            found.add("$place")
        elif token.ent_type_ in ("PERSON", "ORG", "NORP", "DATE", "CARDINAL"):
            found.add(f"${token.ent_type_.lower()}")
        return sorted(found)

    def _of_sentence(self, setting: Setting) -> Iterator[str]:
        yield from (f"speaks of ${name}" for name in _TOPICS if self._reader.speaks_of(name))
        tokens = list(self._reader.sentence)
        if self._reader.places:
            yield "names a place"
        if any(token.like_num for token in tokens):
            yield "names a number"
        yield f"{min(len(tokens) // 10, 4)}0 words or more"
        if tokens[-1].text == "?":
            yield "a question"
        if setting.opens:
            yield "opens the text"
        yield from _steps("war all around", setting.at_war)
        yield from _steps("play all around", setting.at_play)
        yield from (f"told {name} before" for name in sorted({type_of(sub).value for sub in setting.told_before}))


def _steps(name: str, share: float) -> Iterator[str]:
    yield from (f"{name} {level:.0%}" for level in (0.1, 0.25, 0.5, 0.75) if share >= level)


def settings(
    readers: Mapping[int, Reader], found: Mapping[int, Sequence[Mention]], kept: Mapping[int, Sequence[Mention]]
) -> dict[int, Setting]:
    """Return the setting of each sentence of a document.

    Parameters
    ----------
    readers : mapping of int to Reader
        By sentence.
    found, kept : mapping of int to sequence of Mention
        What the rules see in each sentence, and what of it the document's subject leaves standing.
    """
    war = {index for index, reader in readers.items() if reader.speaks_of("war_words")}
    play = {
        index for index, reader in readers.items() if reader.speaks_of("sport_business") or reader.speaks_of("hazard")
    }
    count = max(1, len(readers))
    told: set[str] = set()
    result = {}
    for index in sorted(readers):
        result[index] = Setting(index <= 1, len(war) / count, len(play) / count, frozenset(told))
        told |= {mention.sub_event_type for mention in kept.get(index, ()) if _counts(mention)}
    return result


def _counts(mention: Mention) -> bool:
    return type_of(mention.sub_event_type) not in (EventType.DIPLOMACY, EventType.HUMANITARIAN)


__all__ = ["Setting", "Surroundings", "candidates", "settings"]
