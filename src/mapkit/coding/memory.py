"""Places that an event takes from its context: "the city", the event before, what the paragraph is about."""

from collections.abc import Sequence

from spacy.tokens import Token

from mapkit.coding.classification import Mention
from mapkit.coding.grammar import phrase
from mapkit.coding.lexicon import words
from mapkit.coding.nesting import FINE, fineness
from mapkit.coding.placing import Named, Placement, is_bearing, is_speakers
from mapkit.model import Toponym
from mapkit.text.sentences import Sentence

_WITNESSES = words("placing", "witnesses")
#: Definite nouns that stand for a place named before, with the kind of place that they fit.
_ANAPHORS = {
    noun: kind
    for kind, nouns in {
        "fine": "city town village settlement port suburb neighbourhood neighborhood hamlet camp capital municipality "
        "locality base outskirts outskirt island river",
        "area": "district region province oblast state governorate county",
        "any": "area territory enclave strip site airport crossing market hospital crossroads",
    }.items()
    for noun in nouns.split()
}
_RECENT = 12
#: A headline's town is the place of events without one in so many paragraphs.
_OPENING_REACH = 6


class Memory:
    """What places the text has named so far, for events that do not name their own."""

    def __init__(self) -> None:
        self._events: list[tuple[Sentence, Placement]] = []
        self._names: list[tuple[Sentence, Toponym]] = []
        self._topics: set[int] = set()

    def see_names(self, sentence: Sentence, names: Sequence[Named]) -> None:
        """Remember the locations of a sentence."""
        first = sentence.tokens[0].i
        for name in names:
            if is_bearing(name.root) or is_speakers(name.root):
                continue
            self._names.append((sentence, name.toponym))
            after = name.root.doc[name.root.i + 1 : name.root.i + 2]
            labels = name.root.i <= first + 3 and any(token.text in (":", ".") for token in after)
            if labels or name.root.dep_ in ("nsubj", "nsubjpass"):
                self._topics.add(name.toponym.start)

    def see_event(self, sentence: Sentence, placement: Placement) -> None:
        """Remember where an event was placed."""
        self._events.append((sentence, placement))

    def referred(self, mention: Mention, sentence: Sentence, names: Sequence[Named]) -> Placement | None:
        """Return the place that a definite noun of the mention stands for ("displaced from the town"), or None."""
        anaphor = _anaphor(mention) if mention.rule.place != "none" else None
        if anaphor is None:
            return None
        here = [(sentence, name.toponym) for name in names if name.root.i < anaphor.i and not is_bearing(name.root)]
        for earlier, toponym in reversed([*self._names[-_RECENT:], *here]):
            near = sentence.index - earlier.index <= 3 or sentence.block - earlier.block <= 1
            if near and _fits(_ANAPHORS[anaphor.lemma_.lower()], fineness(toponym.place)):
                reason = f"'the {anaphor.text}' is {toponym.text}, named before"
                return Placement(toponym, earlier, 0.6, reason, inherited=True)
        return None

    def inherited(self, mention: Mention, sentence: Sentence) -> Placement | None:
        """Return the place of the event before in the paragraph, or the one that it is about; None where unclear."""
        if mention.rule.place == "none":
            return None
        previous = [
            (s, p) for s, p in self._events[-40:] if s.block == sentence.block and sentence.index - s.index <= 3
        ]
        if previous:
            last = previous[-1][0].index
            placements = {_key(p.toponym): p for s, p in previous if s.index == last}
            if len(placements) > 1:
                return None
            placement = next(iter(placements.values()))
            reason = f"inherited from the event before it in the paragraph, at {placement.toponym.text}"
            return Placement(placement.toponym, placement.sentence, 0.5, reason, inherited=True)
        named = {
            _key(t): (s, t)
            for s, t in self._names[-40:]
            if s.block == sentence.block and s.index < sentence.index and fineness(t.place) >= 1.0
        }
        if not named and not any(s.block == sentence.block for s, _ in self._names[-40:]):
            return self._subject_of_text(sentence)
        told = "is the only place that the paragraph names before"
        if len(named) > 1:
            named = {key: (s, t) for key, (s, t) in named.items() if t.start in self._topics}
            told = "is what the paragraph is about"
        if len(named) != 1:
            return None
        earlier, toponym = next(iter(named.values()))
        return Placement(toponym, earlier, 0.4, f"inherited: {toponym.text} {told}", inherited=True)

    def _subject_of_text(self, sentence: Sentence) -> Placement | None:
        """Return the one town that headline and lead name, where every event so far lies there."""
        opening = {_key(t): (s, t) for s, t in self._names[:20] if s.block <= 1 and fineness(t.place) >= FINE}
        if len(opening) != 1 or sentence.block > _OPENING_REACH:
            return None
        key, (earlier, toponym) = next(iter(opening.items()))
        if earlier.block != 0 or any(_key(p.toponym) != key for _, p in self._events):
            return None
        reason = f"inherited: the text is about {toponym.text}, the only town that its headline and lead name"
        return Placement(toponym, earlier, 0.3, reason, inherited=True)


def place_of_witness(mention: Mention, sentence: Sentence, names: Sequence[Named]) -> Placement | None:
    """Return the town of who saw it ("elders in Beledweyne reported"), for a mention with no better place."""
    if mention.rule.place == "none":
        return None
    for name in names:
        if name.fineness < FINE or name.root.head.lower_ not in ("in", "of", "at", "from"):
            continue
        person = name.root.head.head
        told = person.dep_ in ("nsubj", "pobj") and person.head.pos_ in ("VERB", "ADP")
        if told and person.lemma_.lower() in _WITNESSES:
            reason = f"the only place is that of the witnesses ('{person.text} in {name.toponym.text}')"
            return Placement(name.toponym, sentence, 0.4, reason, inherited=True)
    return None


def _key(toponym: Toponym) -> str:
    return toponym.place.gazetteer_id if toponym.place else toponym.text


def _fits(kind: str, level: float) -> bool:
    if kind == "fine":
        return level >= FINE
    return level > 0 if kind == "any" else 0.9 <= level <= 2.1


def _anaphor(mention: Mention) -> Token | None:
    """Return a definite noun ("the city", "the nearby village") that stands where the event's place would."""
    pool: list[Token] = []
    for _, token in mention.frame.preps:
        pool.extend(phrase(token))
    for token in (*mention.frame.objects, *mention.frame.subjects):
        pool.extend(phrase(token))
        pool.extend(inner for child in token.children if child.dep_ == "prep" for inner in child.children)
    if mention.trigger.pos_ == "VERB":
        pool.extend(token for token in mention.trigger.subtree if token.dep_ == "pobj")
    for token in pool:
        if token.lemma_.lower() in _ANAPHORS and token.pos_ == "NOUN" and not is_bearing(token):
            definite = any(child.lower_ in ("the", "this", "that", "its") for child in token.children)
            if definite and not any(child.ent_type_ in ("GPE", "LOC") for child in token.subtree):
                return token
    return None
