"""Places that an event takes from its context: "the city", the event before, what the paragraph is about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from mapkit.coding.asides import describing, is_road, is_urban, without_asides
from mapkit.coding.classification import Mention
from mapkit.coding.entities import names_time
from mapkit.coding.focus import Topics
from mapkit.coding.grammar import ancestors, phrase
from mapkit.coding.lexicon import words
from mapkit.coding.nesting import FINE, fineness
from mapkit.coding.placing import Named, Placement, is_bearing, is_speakers
from mapkit.model import EventType, Toponym, type_of
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
#: Definite nouns that mean a place named since the label rather than the label's town.
_TOWNS = frozenset({"city", "town", "village", "suburb", "hamlet", "municipality"})
_SMALL = frozenset({"village", "hamlet", "settlement", "camp", "locality", "island", "base"})
#: From this score on a place was inherited inside the paragraph.
_IN_PARAGRAPH = 0.4
_RECENT = 12
_APART = re.compile(
    r"\W*(?:elsewhere|separately|in (?:a|an) ?(?:separate|other|unrelated)|in another)\b", re.IGNORECASE
)
#: What happens in the streets of towns: an unknown name is one of those.
_IN_TOWNS = (EventType.PROTESTS, EventType.RIOTS)
#: A headline's town is the place of events without one in so many paragraphs.
_OPENING_REACH = 6


class Memory:
    """What places the text has named so far, for events that do not name their own.

    Parameters
    ----------
    topics : Topics
        What each paragraph is about by its label, its heading or the paragraph before it.
    """

    def __init__(self, topics: Topics) -> None:
        self._topics_of = topics
        self._events: list[tuple[Sentence, Placement]] = []
        self._names: list[tuple[Sentence, Toponym]] = []
        self._topics: set[int] = set()
        #: The town beside a name that the gazetteer does not know, by that name.
        self._hosts: dict[str, Placement] = {}

    def see_names(self, sentence: Sentence, names: Sequence[Named]) -> None:
        """Remember the locations of a sentence."""
        first = sentence.tokens[0].i
        for name in names:
            self._learn_host(name.toponym, names, sentence)
        for name in without_asides(names, sentence):
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
        if mention.rule.place == "none":
            return None
        near = [
            (earlier, toponym)
            for earlier, toponym in self._names[-_RECENT:]
            if sentence.index - earlier.index <= 3 or sentence.block - earlier.block <= 1
        ]
        near += [
            (sentence, name.toponym)
            for name in without_asides(names, sentence)
            if name.root.i < mention.trigger.i and not is_bearing(name.root)
        ]
        return self._of_noun(mention, sentence, near) or self._of_adverb(mention, sentence, near)

    def _of_noun(
        self, mention: Mention, sentence: Sentence, near: Sequence[tuple[Sentence, Toponym]]
    ) -> Placement | None:
        """Return what "the town", "the latter" stands for."""
        anaphor = _anaphor(mention)
        if anaphor is not None:
            kind = _ANAPHORS[anaphor.lemma_.lower()]
            label = self._label(sentence, f"'the {anaphor.text}' is")
            labelled = label is not None and _fits(kind, fineness(label.toponym.place))
            if labelled and anaphor.lemma_.lower() not in _SMALL:
                return label
            before = sentence.start_of(anaphor)
            for earlier, toponym in reversed(near):
                if labelled and earlier.block != sentence.block:
                    return label
                if toponym.end <= before and _fits(kind, fineness(toponym.place)) and _is_a(anaphor, toponym):
                    reason = f"'the {anaphor.text}' is {toponym.text}, named before"
                    return Placement(toponym, earlier, 0.6, reason, inherited=True)
        ordinal = next((t for t in sentence.tokens if t.lower_ in ("latter", "former") and t.dep_ == "pobj"), None)
        if ordinal is not None and mention.trigger in (*ancestors(ordinal), *ordinal.head.head.conjuncts):
            fine = [(s, t) for s, t in near if t.end <= sentence.start_of(ordinal) and fineness(t.place) >= FINE]
            pair = [(s, t) for s, t in fine if s.index == fine[-1][0].index]
            if len(pair) > 1:
                earlier, toponym = pair[-1] if ordinal.lower_ == "latter" else pair[-2]
                reason = f"'the {ordinal.text}' is {toponym.text}"
                return Placement(toponym, earlier, 0.6, reason, inherited=True)
        return None

    def _of_adverb(
        self, mention: Mention, sentence: Sentence, near: Sequence[tuple[Sentence, Toponym]]
    ) -> Placement | None:
        """Return what "there" (the place named last) or "here" (where the report stands) is."""
        adverb = _adverb(mention, sentence)
        if adverb is None:
            return None
        if adverb.lower_ == "here":
            return self._label(sentence, "'here' is", dateline=True)
        for earlier, toponym in reversed(near):
            if fineness(toponym.place) >= FINE and toponym.end <= sentence.start_of(adverb):
                reason = f"'there' is {toponym.text}, named before"
                return Placement(toponym, earlier, 0.6, reason, inherited=True)
        return None

    def inherited(self, mention: Mention, sentence: Sentence, *, strange: bool = False) -> Placement | None:
        """Return the place of the event before in the paragraph, or the one that it is about; None where unclear.

        A sentence with a strange name of its own, which is no known place, lies nowhere but at its paragraph's label.
        """
        if strange:
            return self._label(sentence, "inherited: the paragraph's label is")
        if mention.rule.place == "none" or _APART.match(sentence.text):
            return None
        label = self._topics_of.label(sentence.block)
        previous = [
            (s, p) for s, p in self._events[-40:] if s.block == sentence.block and sentence.index - s.index <= 3
        ]
        if previous:
            placements = {p.key: p for s, p in previous if s.index == previous[-1][0].index}
            if len(placements) == 1:
                placement = next(iter(placements.values()))
                reason = f"inherited from the event before it in the paragraph, at {placement.toponym.text}"
                return replace(placement, score=0.5, reason=reason, inherited=True)
            if label is None:
                return None
        if label is not None and not label.dateline:
            return self._label(sentence, "inherited: the paragraph's label is")
        return self._of_paragraph(sentence)

    def hosted(self, placement: Placement, mention: Mention, sentence: Sentence, names: Sequence[Named]) -> Placement:
        """Return the town of a street, quarter or spot that the gazetteer does not know, else the placement."""
        toponym = placement.toponym
        if toponym.place is not None:
            label = self._label(sentence, f"the road to {toponym.text} is told of")
            return label if label is not None and is_road(toponym, sentence) else placement
        for name in names:
            self._learn_host(name.toponym, names, sentence)
        known = self._hosts.get(toponym.text.casefold())
        if known is not None:
            reason = f"{placement.reason}; {known.reason}"
            return replace(known, reason=reason, score=placement.score, inherited=placement.inherited)
        host = self._label(sentence, f"{toponym.text} lies in")
        urban = is_urban(toponym, sentence) or type_of(mention.sub_event_type) in _IN_TOWNS
        if host is None and urban:
            host = self.inherited(mention, sentence)
            host = host if host is not None and host.score >= _IN_PARAGRAPH else None
        place = host.toponym.place if host is not None else None
        if host is None or place is None or fineness(place) < FINE or (place.name == place.admin1 and not urban):
            return placement  # a province's label says too little
        return replace(
            host, reason=f"{placement.reason}; {toponym.text} lies in {host.toponym.text}", part=toponym.text
        )

    def _learn_host(self, toponym: Toponym, names: Sequence[Named], sentence: Sentence) -> None:
        if toponym.place is not None or toponym.text.casefold() in self._hosts:
            return
        known = [name for name in names if name.toponym.place is not None and name.fineness >= FINE]
        town = describing(toponym, [name.toponym for name in known], sentence)
        name = next((name for name in known if name.toponym is town), None)
        if town is not None and name is not None:
            reason = f"{toponym.text} lies by {town.text}"
            host = Placement(town, sentence, 0.5, reason, bearing=is_bearing(name.root), part=toponym.text)
            self._hosts[toponym.text.casefold()] = host

    def _label(self, sentence: Sentence, told: str, *, dateline: bool = False) -> Placement | None:
        """Return the place that the paragraph's label or heading names."""
        topic = self._topics_of.label(sentence.block)
        if topic is None or topic.toponym is None or (topic.dateline and not dateline):
            return None
        reason = f"{told} {topic.toponym.text}"
        return Placement(topic.toponym, topic.sentence, 0.6, reason, inherited=True)

    def _of_paragraph(self, sentence: Sentence) -> Placement | None:
        named = {
            _key(t): (s, t)
            for s, t in self._names[-40:]
            if s.block == sentence.block and s.index < sentence.index and fineness(t.place) >= 1.0
        }
        if not named and not any(s.block == sentence.block for s, _ in self._names[-40:]):
            return self._carried(sentence) or self._subject_of_text(sentence)
        told = "is the only place that the paragraph names before"
        if len(named) > 1:
            named = {key: (s, t) for key, (s, t) in named.items() if t.start in self._topics}
            told = "is what the paragraph is about"
        if len(named) != 1:
            return None
        earlier, toponym = next(iter(named.values()))
        return Placement(toponym, earlier, 0.4, f"inherited: {toponym.text} {told}", inherited=True)

    def _carried(self, sentence: Sentence) -> Placement | None:
        """Return the one place that the paragraphs before are about, where this one names none."""
        for block in self._topics_of.before(sentence.block):
            if any(s.block == block for s, _ in self._events[-40:]):
                return None  # it is more of that event, which merging sees, or another one somewhere else
            towns = self._topics_of.towns(block)
            label = self._topics_of.label(block)
            if label is not None and label.toponym is not None:
                towns = [(label.sentence, label.toponym)]
            if towns or label is not None:
                if len(towns) != 1:
                    return None
                earlier, toponym = towns[0]
                reason = f"inherited: the text goes on from the paragraph before, about {toponym.text}"
                return Placement(toponym, earlier, 0.35, reason, inherited=True)
        return None

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


def _is_a(noun: Token, toponym: Toponym) -> bool:
    """Return whether a place is what a noun calls it: no river is "the city", no village "the capital"."""
    place, word = toponym.place, noun.lemma_.lower()
    if place is None:
        return True
    if word == "capital":
        return place.feature_code in ("PPLC", "PPLA", "PPLG")
    return word not in _TOWNS or place.feature_class in "PS"


def _adverb(mention: Mention, sentence: Sentence) -> Token | None:
    """Return the "here" or "there" that says where the mention's clause, or one that governs it, happens."""
    above = {mention.trigger.i, *(token.i for token in ancestors(mention.trigger))}
    for token in sentence.tokens:
        if token.lower_ in ("here", "there") and token.dep_ != "expl" and token.tag_ != "EX":
            verb = next((t for t in ancestors(token) if t.pos_ in ("VERB", "AUX")), None)
            if verb is None or verb.i in above:
                return token
    return None


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
        pool.extend(
            token
            for token in mention.trigger.subtree
            if token.dep_ == "pobj"
            and not any(t.dep_ == "relcl" and t.i > mention.trigger.i for t in (token, *ancestors(token)))
        )
    for token in pool:
        if token.lemma_.lower() in _ANAPHORS and token.pos_ == "NOUN" and not is_bearing(token):
            definite = any(child.lower_ in ("the", "this", "that", "its") for child in token.children)
            if definite and not any(child.pos_ == "PROPN" and not names_time(child) for child in token.subtree):
                return token
    return None
