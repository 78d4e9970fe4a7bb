"""Where: the event's own place among the places that a text names, or one that it inherits, and why it won."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from mapkit.coding.classification import Mention
from mapkit.coding.grammar import ancestors, is_label, phrase
from mapkit.coding.lexicon import words
from mapkit.model import Place, Role, Toponym
from mapkit.text.sentences import Sentence

_LOCATIVE = words("placing", "locative")
_STRONG = words("placing", "strong")
_SPEECH = words("placing", "speech")
_TITLES = words("placing", "titles")
_WITNESSES = words("placing", "witnesses")
_FIGHTERS = words("placing", "fighters")
_DIRECTIONS = words("placing", "directions")
_SEEING = frozenset(["see", "witness", "experience", "suffer", "endure", "survive", "face"])
_ORIGIN = frozenset({"from"})
_GOAL = frozenset({"to", "for", "toward", "towards", "into"})
_FROM_VERBS = words("placing", "from_verbs")
_ANAPHORS = {
    "city": 4.0, "town": 4.0, "village": 4.0, "settlement": 4.0, "port": 4.0, "suburb": 4.0, "neighbourhood": 4.0,
    "neighborhood": 4.0, "hamlet": 4.0, "camp": 4.0, "capital": 4.0, "municipality": 4.0, "locality": 4.0, "base": 4.0,
    "district": 2.0, "area": 0.0, "region": 1.0, "province": 1.0, "oblast": 1.0, "state": 1.0, "governorate": 1.0,
    "territory": 0.0, "island": 3.0, "enclave": 0.0, "strip": 0.0, "site": 0.0, "airport": 0.0, "crossing": 0.0,
    "market": 0.0, "hospital": 0.0, "county": 2.0, "outskirts": 4.0, "river": 3.0, "crossroads": 0.0, "outskirt": 4.0,
}  # fmt: skip
_FINE = 2.5
_PARTS = words("placing", "parts")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a mention lies.

    Parameters
    ----------
    toponym : Toponym
    sentence : Sentence
        The sentence that names the place (not the mention's where it is inherited).
    score : float
        0-1: how surely this is the event's place.
    reason : str
        Why it won, in words.
    inherited : bool
    """

    toponym: Toponym
    sentence: Sentence
    score: float
    reason: str
    inherited: bool = False


def fineness(place: Place | None) -> float:
    """Return how precise a place is: 4 a settlement or spot, 3 a river or island, 2 a district, 1 a province, 0 a country."""
    if place is None:
        return 3.5
    code, kind = place.feature_code, place.feature_class
    if code.startswith("PCL") or code in ("CONT", "OCN", "SEA"):
        return 0.0
    if code.startswith("ADM1") or code in ("RGN", "RGNE", "TERR", "ZN"):
        return 1.0
    if code.startswith("ADM"):
        return 2.0
    if kind in ("H", "T", "V", "U"):
        return 3.0
    if kind == "L":
        return 1.2
    return 4.0


def contains(outer: Place | None, inner: Place | None) -> bool:
    """Return whether one place lies in the other by the gazetteer's divisions (or may, where one is unresolved)."""
    if outer is None or inner is None or fineness(outer) > 2.0:
        return False
    if outer.gazetteer_id == inner.gazetteer_id:
        return True
    if fineness(outer) >= fineness(inner):
        return False
    if outer.feature_code.startswith("PCL"):
        return outer.country == inner.country
    if outer.feature_code.startswith("ADM1"):
        return bool(outer.admin1_code) and (outer.admin1_code == inner.admin1_code or not inner.admin1_code)
    if outer.feature_code.startswith("ADM"):
        return outer.admin1_code == inner.admin1_code and outer.name in (inner.admin2, inner.name)
    return outer.country in ("", inner.country)


@dataclass(frozen=True, slots=True)
class Named:
    """A toponym of a sentence with the token that heads it."""

    toponym: Toponym
    root: Token

    @property
    def fineness(self) -> float:
        """How precise its place is."""
        return fineness(self.toponym.place)


def named_in(sentence: Sentence, toponyms: Sequence[Toponym]) -> list[Named]:
    """Return the locations of a sentence with their tokens; metonyms, demonyms and parts of names left out."""
    found = []
    for toponym in toponyms:
        if toponym.role is not Role.LOCATION or toponym.embedded:
            continue
        span = sentence.span(toponym.start, toponym.end)
        if span is not None:
            found.append(Named(toponym, span.root))
    return found


def dateline_end(sentence: Sentence, text: str) -> int:
    """Return where a dateline ("KYIV, Aug 20 (Reuters) - ") that opens a sentence ends; the sentence's start without one."""
    head = text[sentence.start : min(sentence.end, sentence.start + 90)]
    for dash in (" — ", " – ", " - ", "— ", " -- "):
        at = head.find(dash)
        if 0 < at <= 70:
            before = head[:at]
            first = before.split(",")[0].split("(")[0].strip()
            if first.isupper() or ("(" in before and before.rstrip().endswith(")")):
                return sentence.start + at + len(dash)
    return sentence.start


def places_of(
    mention: Mention, sentence: Sentence, names: Sequence[Named], taken: Collection[int] = ()
) -> list[Placement]:
    """Return the places of a mention named in its own sentence: usually one, several where they are coordinated.

    Parameters
    ----------
    mention : Mention
    sentence : Sentence
    names : sequence of Named
        The sentence's locations.
    taken : collection of int
        Starts of toponyms that are no places of events here (datelines, speakers').
    """
    if mention.rule.place == "none":
        return []
    scored: list[tuple[float, Named, str]] = []
    for name in names:
        if name.toponym.start in taken:
            continue
        score, reason = _fit(mention, name)
        if score > 0.15:
            scored.append((score, name, reason))
    if not scored:
        return []
    if any(item[1].toponym.place is not None for item in scored):
        # a name that the gazetteer does not know yields to one that it does, unless it stands much nearer
        scored = [(s if n.toponym.place is not None else s - 0.3, n, why) for s, n, why in scored]
    scored.sort(key=lambda item: (-item[0], item[1].toponym.start))
    best_score, best, reason = scored[0]
    # a wider place in the better position yields to a finer one that lies in it: "in Kherson region, ... in Beryslav"
    for score, name, why in scored[1:]:
        if (
            name.fineness > best.fineness
            and score > max(0.2, best_score - 0.55)
            and (contains(best.toponym.place, name.toponym.place))
        ):
            best_score, best, reason = (
                max(score, best_score - 0.1),
                name,
                why + f"; it is the finest place in {best.toponym.text}",
            )
    winners = [(best_score, best, reason)]
    for score, name, why in scored:
        if name is best or name.fineness < min(best.fineness, _FINE) or name.fineness < 1.0:
            continue
        if contains(name.toponym.place, best.toponym.place) or contains(best.toponym.place, name.toponym.place):
            continue
        if score >= best_score - 0.12 and _coordinated(best.root, name.root) and not _between(best.root):
            winners.append((score, name, why + f"; named together with {best.toponym.text}"))
    return [
        Placement(name.toponym, sentence, round(min(1.0, score), 3), why)
        for score, name, why in sorted(winners, key=lambda item: item[1].toponym.start)
    ]


def _coordinated(one: Token, other: Token) -> bool:
    heads = {one.i, *(token.i for token in one.conjuncts)}
    if other.i in heads:
        return True
    if _same_preposition(one, other):
        return True

    # "the town of A and the village of B"
    def top(token: Token) -> Token:
        for above in ancestors(token):
            if above.pos_ in ("NOUN", "PROPN"):
                return above
            if above.pos_ in ("VERB", "AUX"):
                break
        return token

    first, second = top(one), top(other)
    if first.i == second.i and first.pos_ == "NOUN":
        return False
    return (
        second.i in {token.i for token in first.conjuncts}
        or other.i in {t.i for t in first.conjuncts}
        or second.i in {t.i for t in one.conjuncts}
    )


def _same_preposition(one: Token, other: Token) -> bool:
    """Return whether two names stand in like phrases joined by "and" ("near A and east of B near C": A and C)."""
    first, second = sorted((one, other), key=lambda token: token.i)
    between = list(first.doc[first.i + 1 : second.i])
    if len(between) > 10 or not any(token.lower_ in ("and", "or") for token in between):
        return False
    if any(token.pos_ in ("VERB", "AUX") or token.text in (";", ":") for token in between):
        return False
    return _governing(first) != "" and _governing(first) == _governing(second)


def _governing(name: Token) -> str:
    for token in reversed(list(name.doc[max(0, name.i - 4) : name.i])):
        if token.pos_ == "ADP":
            return str(token.lower_)
        if token.pos_ not in ("DET", "ADJ", "PROPN"):
            return ""
    return ""


def _between(token: Token) -> bool:
    return any(above.lower_ == "between" for above in [token, *ancestors(token)][:4])


def is_bearing(name: Token) -> bool:
    """Return whether a name only gives another place's bearing ("30 km south of X")."""
    return name.dep_ == "pobj" and name.head.lower_ in ("of", "from") and name.head.head.lower_ in _DIRECTIONS


def _fit(mention: Mention, name: Named) -> tuple[float, str]:
    """Return how well a name fits as the mention's place (0 not at all), and in what role."""
    trigger = mention.trigger
    chain = [trigger, *ancestors(trigger)]
    heights = {token.i: height for height, token in enumerate(chain)}
    words = {word.i for word in mention.words}
    steps: list[Token] = [name.root]
    current = name.root
    while current.i not in heights and current.i not in words and current.head.i != current.i:
        current = current.head
        steps.append(current)
    if current.i not in heights and current.i not in words:
        return 0.0, ""
    if name.root.dep_ in ("compound", "amod", "nmod", "poss") and name.root.head.lemma_.lower() in _FIGHTERS:
        return 0.0, ""
    if any(is_label(step) for step in steps[:3]) and steps[0].i <= mention.trigger.i:
        return 0.6, f"'{name.toponym.text}:' heads the sentence"
    height = heights.get(current.i, 0)
    below = steps[-2] if len(steps) > 1 else name.root
    preps = [step for step in steps if step.dep_ in ("prep", "agent") or step.pos_ == "ADP"]
    near = preps[0].lower_ if preps else ""
    outer = preps[-1].lower_ if preps else ""
    # who speaks, and from where
    if current.pos_ == "VERB" and current.lemma_.lower() in _SPEECH and current.i not in words and height > 0:
        return 0.0, ""
    if any(step.lower_ == "according" or step.lemma_.lower() == "accord" for step in steps):
        return 0.0, ""
    person = next((s for s in steps[1:] if s.pos_ in ("NOUN", "PROPN") and s.lemma_.lower() in _TITLES), None)
    penalty = 0.0
    if person is not None and person.dep_ in ("nsubj", "appos", "pobj", "compound", "nsubjpass", "conj"):
        if any(token.pos_ == "VERB" and token.lemma_.lower() in _SPEECH for token in ancestors(person)):
            verb = next(token for token in ancestors(person) if token.pos_ == "VERB")
            if verb.lemma_.lower() in _SPEECH and verb.i not in words:
                return 0.0, ""
        penalty += 0.25
    # a country that acts is an actor, not a place
    country = name.fineness == 0.0
    if below.dep_ in ("nsubj", "agent") and current.pos_ in ("VERB", "AUX"):
        if current.lemma_.lower() in _SEEING and not country and not preps:
            return 1.0 - 0.1 * height, f"'{current.text}' tells what happened there"
        if name.root.i == below.i or (len(steps) <= 3 and not preps):
            return (0.0, "") if country or below.dep_ == "agent" else (0.25, "it is the subject")
        penalty += 0.15
    if (
        country
        and name.root.dep_ in ("compound", "poss", "amod")
        and name.root.head.pos_ in ("NOUN", "PROPN")
        and not preps
    ):
        return 0.0, ""
    score = 1.0 - 0.16 * height - 0.05 * max(0, len(steps) - 2) - penalty
    role = ""
    if (
        not preps
        and (name.root.dep_ in ("dobj", "nsubjpass") or below.dep_ in ("dobj", "nsubjpass", "nsubj"))
        and height <= 1
    ):
        role = f"it is what the {'event' if below.dep_ != 'nsubj' else 'clause'} is about"
    elif (near in _ORIGIN or outer in _ORIGIN) and not (preps[0].head.lower_ in _DIRECTIONS):
        if mention.rule.place == "origin":
            score += 0.3
            role = "people or forces leave it"
        else:
            launch = any(step.lemma_.lower() in _FROM_VERBS for step in steps) or True
            if launch:
                return (0.0, "") if near in _ORIGIN else (0.12, "")
    elif outer in _GOAL or near in ("to", "for", "towards", "toward"):
        if mention.rule.place == "destination":
            score += 0.3
            role = "it is the destination"
        elif mention.rule.place == "origin":
            return 0.0, ""
        elif outer in ("for", "to", "toward", "towards"):
            score -= 0.35
            role = f"'{outer} {name.toponym.text}'"
        else:
            role = f"'{near or outer} {name.toponym.text}'"
    elif near in ("of", "from") and preps[0].head.lower_ in _DIRECTIONS:
        score -= 0.2
        role = f"the event lies {preps[0].head.lower_} of {name.toponym.text}"
    elif near in _STRONG or outer in _STRONG:
        score += 0.12
        role = f"'{near} {name.toponym.text}' belongs to '{current.text}'"
    elif preps and near in _LOCATIVE:
        role = f"'{near} {name.toponym.text}' belongs to '{current.text}'"
    elif preps:
        score -= 0.25
        role = f"'{near} {name.toponym.text}'"
    else:
        score -= 0.1
        role = f"it modifies '{name.root.head.text}'"
    if name.fineness >= _FINE and any(c.lower_ in _PARTS for c in name.root.lefts):
        score -= 0.15  # "in central Gaza" is the wider area of that name
    if (
        height
        and chain[height].pos_ == "VERB"
        and chain[height - 1].dep_ in ("advcl", "relcl", "conj", "parataxis", "ccomp")
    ):
        score -= 0.08
    if len(steps) > 1 and any(
        s.pos_ == "VERB" and s.dep_ in ("relcl", "advcl", "conj", "ccomp", "parataxis") and s.i not in heights
        for s in steps[1:]
    ):
        score -= 0.2
    return score, role


def place_of_witness(mention: Mention, sentence: Sentence, names: Sequence[Named]) -> Placement | None:
    """Return the town of who saw it ("elders in Beledweyne reported"), for a mention with no better place."""
    if mention.rule.place == "none":
        return None
    for name in names:
        if name.fineness < _FINE or name.root.head.lower_ not in ("in", "of", "at", "from"):
            continue
        person = name.root.head.head
        if (
            person.lemma_.lower() in _WITNESSES
            and person.dep_ in ("nsubj", "pobj")
            and person.head.pos_ in ("VERB", "ADP")
        ):
            return Placement(
                name.toponym,
                sentence,
                0.4,
                f"the only place is that of the witnesses ('{person.text} in {name.toponym.text}')",
                inherited=True,
            )
    return None


class Memory:
    """What places the text has named so far, for events that do not name their own."""

    def __init__(self) -> None:
        self._events: list[tuple[Sentence, Placement]] = []
        self._names: list[tuple[Sentence, Toponym]] = []
        self._topics: set[int] = set()

    def see_names(self, sentence: Sentence, names: Sequence[Named], skip: Collection[int]) -> None:
        """Remember the locations of a sentence."""
        self._names.extend(
            (sentence, name.toponym) for name in names if name.toponym.start not in skip and not is_bearing(name.root)
        )
        first = sentence.tokens[0].i
        for name in names:
            opens = name.root.i <= first + 3 and any(
                t.text in (":", ".") for t in name.root.doc[name.root.i : name.root.i + 2]
            )
            if opens or name.root.dep_ in ("nsubj", "nsubjpass"):
                self._topics.add(name.toponym.start)

    def see_event(self, sentence: Sentence, placement: Placement) -> None:
        """Remember where an event was placed."""
        self._events.append((sentence, placement))

    def inherit(
        self,
        mention: Mention,
        sentence: Sentence,
        names: Sequence[Named],
        skip: Collection[int],
        *,
        definite: bool = False,
    ) -> Placement | None:
        """Return the place that an event takes from the sentences before, or None where that is not unambiguous."""
        if mention.rule.place == "none":
            return None
        anaphor = _anaphor(mention)
        if anaphor is not None:
            wanted = _ANAPHORS[anaphor.lemma_.lower()]
            here = [
                (sentence, n.toponym)
                for n in names
                if n.toponym.start not in skip and n.root.i < anaphor.i and not is_bearing(n.root)
            ]
            for earlier, toponym in reversed([*self._names[-12:], *here]):
                near = sentence.index - earlier.index <= 3 or sentence.block - earlier.block <= 1
                level = fineness(toponym.place)
                fits = level >= 2.5 if wanted >= 3 else (level > 0 if wanted == 0 else 0.9 <= level <= 2.1)
                if near and fits:
                    reason = f"'the {anaphor.text}' is {toponym.text}, named before"
                    return Placement(toponym, earlier, 0.6, reason, inherited=True)
        if definite:
            return None
        previous = [(s, p) for s, p in self._events if s.block == sentence.block and sentence.index - s.index <= 3]
        if previous:
            earlier, placement = previous[-1]
            close = {
                p.toponym.place.gazetteer_id if p.toponym.place else p.toponym.text
                for s, p in previous
                if s.index == earlier.index
            }
            if len(close) == 1:
                reason = f"inherited from the event before it in the paragraph, at {placement.toponym.text}"
                return Placement(placement.toponym, placement.sentence, 0.5, reason, inherited=True)
            return None
        mine = [(s, t) for s, t in self._names if s.block == sentence.block and s.index < sentence.index]
        fine = {t.place.gazetteer_id if t.place else t.text: (s, t) for s, t in mine if fineness(t.place) >= 1.0}
        if len(fine) == 1:
            earlier, toponym = next(iter(fine.values()))
            reason = f"inherited: {toponym.text} is the only place that the paragraph names before"
            return Placement(toponym, earlier, 0.4, reason, inherited=True)
        topics = [(s, t) for s, t in fine.values() if t.start in self._topics]
        if len(topics) == 1:
            earlier, toponym = topics[0]
            reason = f"inherited: {toponym.text} is what the paragraph is about"
            return Placement(toponym, earlier, 0.4, reason, inherited=True)
        return None

    def last_event(self, sentence: Sentence) -> tuple[Sentence, Placement] | None:
        """Return the placed event before a sentence, of its paragraph or the one before."""
        if self._events and sentence.block - self._events[-1][0].block <= 1:
            return self._events[-1]
        return None


def _anaphor(mention: Mention) -> Token | None:
    """Return a definite noun ("the city", "the nearby village") that stands where the event's place would."""
    pool: list[Token] = []
    for _, token in mention.frame.preps:
        pool.extend(phrase(token))
    for token in (*mention.frame.objects, *mention.frame.subjects):
        pool.extend(phrase(token))
        pool.extend(inner for child in token.children if child.dep_ == "prep" for inner in child.children)
    for token in pool:
        if token.lemma_.lower() in _ANAPHORS and token.pos_ == "NOUN":
            definite = any(child.lower_ in ("the", "this", "that", "its") for child in token.children)
            if definite and not any(child.ent_type_ in ("GPE", "LOC") for child in token.subtree):
                return token
    return None
