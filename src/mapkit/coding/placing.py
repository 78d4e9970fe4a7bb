"""Where: which of the places that a sentence names is the event's own, and why.

A name is judged by the path in the parse from it to the trigger: what it passes (a preposition, a speaker, another
clause) says in what role the place stands.
"""

import itertools
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from mapkit.coding.asides import as_street, is_sector, without_asides
from mapkit.coding.classification import Mention
from mapkit.coding.entities import names_person, names_time
from mapkit.coding.grammar import ancestors, is_label, is_passive
from mapkit.coding.lexicon import words
from mapkit.coding.nesting import FINE, contains, fineness, key_of
from mapkit.model import Role, Toponym
from mapkit.text.sentences import Sentence

_LOCATIVE = words("placing", "locative")
_STRONG = words("placing", "strong")
_SPEECH = words("placing", "speech")
_TITLES = words("placing", "titles")
_FIGHTERS = words("placing", "fighters")
_WITNESSES = words("placing", "witnesses") | {
    "village", "town", "hamlet", "outskirts", "city", "settlement", "leader", "locality", "commune", "imam", "chief",
}  # fmt: skip
_WHERE = frozenset({"in", "at", "near", "outside", "around", "off"})
#: How the tagger labels names that may be places.
_OWNED = words("placing", "owned")
_LEAVING = words("placing", "leaving")
_OUSTING = words("placing", "ousting")
_TAKING = words("placing", "taking")
_NEXT = re.compile(
    r"(?:(?:, )?in (?:[A-Z][\w'’-]+ ){1,3}(?:region|province|oblast|district|state|governorate|county|department))?"
    r"\s?(?:,|;|,? and)"
)
_LINKING = frozenset({"link", "connect", "join", "lead", "run", "from"})
_ENTRANCES = frozenset({"entrance", "approach", "gate", "exit", "next", "close", "access", "gateway"})
_BELONGING = frozenset({"belong", "close", "next", "adjacent", "damage", "attach"})
_WAYS = frozenset({"road", "way", "route", "path", "highway", "track", "trail", "approach"})
_DIRECTIONS = words("placing", "directions")
_PARTS = words("placing", "parts")
_SEEING = words("placing", "seeing")
_RECORDING = words("placing", "recording")
_SAYING = frozenset({"say", "tell", "speak", "add", "announce", "warn", "state", "declare"})
_SEQUENCE = frozenset({"follow", "precede", "come", "prompt", "trigger", "spark", "provoke"})
_GOAL = frozenset({"to", "for", "toward", "towards", "into"})
_NOT_INTO = _GOAL - {"into"}
_CLAUSES = ("relcl", "advcl", "conj", "ccomp", "parataxis")
_MODIFIERS = ("compound", "amod", "nmod", "poss")
#: Below this a name is no place of the event at all.
_FLOOR = 0.15
#: How much weaker than the best a name of the same list may be.
_LISTED = 0.2
#: From here on a spot wins over a sector or a bearing.
_SPOT = 0.3


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
    bearing : bool
        The event lies some way off the place ("58 miles southwest of X"), not at it.
    part : str
        The name of a street, quarter or spot in the place, which the gazetteer does not know.
    """

    toponym: Toponym
    sentence: Sentence
    score: float
    reason: str
    inherited: bool = False
    bearing: bool = False
    part: str = ""

    @property
    def key(self) -> str:
        """What tells its place from others: the gazetteer's id, else the words, and a part of the place."""
        if self.bearing:
            return f"off {self.toponym.text.casefold()} {self.sentence.index}"
        return key_of(self.toponym) + f" {self.part}".casefold().rstrip()


@dataclass(frozen=True, slots=True)
class Named:
    """A toponym of a sentence with the token that heads it."""

    toponym: Toponym
    root: Token

    @property
    def fineness(self) -> float:
        """How precise its place is."""
        return fineness(self.toponym.place)

    @property
    def key(self) -> str:
        """What tells its place from others: the gazetteer's id, else the words."""
        return key_of(self.toponym)


def named_in(sentence: Sentence, toponyms: Sequence[Toponym]) -> list[Named]:
    """Return the locations of a sentence with their tokens; metonyms, demonyms and parts of names left out."""
    found = []
    for toponym in toponyms:
        if toponym.role is not Role.LOCATION or toponym.embedded:
            continue
        span = sentence.span(toponym.start, toponym.end)
        if span is not None:
            found.append(Named(as_street(toponym, sentence), span.root))
    return found


def places_of(
    mention: Mention, sentence: Sentence, names: Sequence[Named], others: Collection[int] = ()
) -> list[Placement]:
    """Return the places of a mention named in its own sentence: usually one, several where they are coordinated.

    Parameters
    ----------
    mention : Mention
    sentence : Sentence
    names : sequence of Named
        The sentence's locations.
    others : collection of int
        Token indices of the sentence's other triggers: what they govern is theirs.
    """
    if mention.rule.place == "none":
        return []
    scored: list[_Judged] = []
    for name in without_asides(names, sentence):
        score, reason = _judge(mention, name, others)
        if score > _FLOOR:
            scored.append(_Judged(score, name, reason))
    if any(item.name.toponym.place is not None for item in scored):
        # a name that the gazetteer does not know yields to one that it does, unless it stands much nearer
        scored = [i if i.name.toponym.place is not None else _Judged(i.score - 0.3, i.name, i.reason) for i in scored]
    scored.sort(key=lambda item: (-item.score, item.name.toponym.start))
    if not scored or _own_name_unknown(mention, names, scored[0].score):
        return []
    best = _finest(_without_sectors(scored, sentence))
    winners = [best, *_together(best, scored)]
    return [
        Placement(
            item.name.toponym,
            sentence,
            round(min(1.0, item.score), 3),
            item.reason,
            bearing=is_bearing(item.name.root),
        )
        for item in sorted(winners, key=lambda item: item.name.toponym.start)
    ]


@dataclass(frozen=True, slots=True)
class _Judged:
    score: float
    name: Named
    reason: str


def _without_sectors(scored: Sequence[_Judged], sentence: Sentence) -> Sequence[_Judged]:
    """Drop names that only give a bearing or a sector where a spot is named beside them.

    "East of Pokrovsk near Hrodivka", "on the Lyman axis in the area of Terny".
    """
    spots = [i for i in scored if not is_bearing(i.name.root) and not is_sector(i.name.toponym, sentence)]
    fine = any(item.score > _SPOT and item.name.fineness >= FINE for item in spots)
    return spots if fine else scored


def _own_name_unknown(mention: Mention, names: Sequence[Named], best: float) -> bool:
    """Return whether the trigger says where by a name that is no known place: then no place further off is its own."""
    if best >= 0.9:
        return False
    known = {token.i for name in names for token in name.root.subtree}
    return any(
        prep in ("in", "at", "near", "outside")
        and token.pos_ == "PROPN"
        and not names_time(token)
        and token.i not in known
        for prep, token in mention.frame.preps
    )


def _finest(scored: Sequence[_Judged]) -> _Judged:
    """Return the best name; a wide one yields to a finer one in it: "in Kherson region, shells fell on Beryslav"."""
    best = scored[0]
    for item in scored[1:]:
        finer = item.name.fineness > best.name.fineness and contains(best.name.toponym.place, item.name.toponym.place)
        if finer and item.score > max(0.2, best.score - 0.55):
            reason = f"{item.reason}; it is the finest place in {best.name.toponym.text}"
            best = _Judged(max(item.score, best.score - 0.1), item.name, reason)
    return best


def _together(best: _Judged, scored: Sequence[_Judged]) -> list[_Judged]:
    """Return the names coordinated with the best one ("near A and B"): each is a place of its own event."""
    if _is_between(best.name.root):
        return []
    found: list[_Judged] = []
    for item in sorted(scored, key=lambda item: item.name.root.i):
        name, place = item.name, item.name.toponym.place
        if name is best.name or name.fineness < max(1.0, min(best.name.fineness, FINE)):
            continue
        if contains(place, best.name.toponym.place) or contains(best.name.toponym.place, place):
            continue
        listed = any(_next_of_list(other.name.root, name.root) for other in (best, *found))
        if item.score >= best.score - _LISTED and (listed or _coordinated(best.name.root, name.root)):
            found.append(_Judged(item.score, name, f"{item.reason}; named together with {best.name.toponym.text}"))
    return found


def _coordinated(one: Token, other: Token) -> bool:
    if other.i in {token.i for token in one.conjuncts} or _in_like_phrases(one, other):
        return True
    first, second = _noun_above(one), _noun_above(other)
    if first.i == second.i and first.pos_ == "NOUN":
        return False
    siblings = {token.i for token in (*first.conjuncts, *one.conjuncts)}
    return second.i in siblings or other.i in siblings


def _next_of_list(one: Token, other: Token) -> bool:
    """Return whether a name follows another as the next of a list, each with its area ("A in P region, B in Q")."""
    first = min([other.i, *(child.i for child in other.lefts if child.dep_ == "compound")])
    return one.i < first and _NEXT.fullmatch(one.doc[one.i + 1 : first].text.strip()) is not None


def _noun_above(token: Token) -> Token:
    """Return the noun that a name belongs to: "town" of "the town of A"."""
    for above in ancestors(token):
        if above.pos_ in ("NOUN", "PROPN"):
            return above
        if above.pos_ in ("VERB", "AUX"):
            break
    return token


def _in_like_phrases(one: Token, other: Token) -> bool:
    """Return whether two names stand in like phrases joined by "and" ("near A and east of B near C": A and C)."""
    first, second = sorted((one, other), key=lambda token: token.i)
    between = list(first.doc[first.i + 1 : second.i])
    if len(between) > 10 or not any(token.lower_ in ("and", "or") or _opens_item(token) for token in between):
        return False
    if any(token.pos_ in ("VERB", "AUX") or token.text in (";", ":") for token in between):
        return False
    return _preposition_before(first) != "" and _preposition_before(first) == _preposition_before(second)


def _opens_item(comma: Token) -> bool:
    """Return whether a comma opens the next item of a counted list ("74 over A, 31 over B")."""
    following = list(comma.doc[comma.i + 1 : comma.i + 3])
    return comma.text == "," and len(following) > 1 and following[0].pos_ == "NUM" and following[1].pos_ == "ADP"


def _preposition_before(name: Token) -> str:
    for token in reversed(list(name.doc[max(0, name.i - 4) : name.i])):
        if token.pos_ == "ADP":
            return str(token.lower_)
        if token.pos_ not in ("DET", "ADJ", "PROPN"):
            return ""
    return ""


def _is_between(token: Token) -> bool:
    above = [token, *ancestors(token)][:4]
    if any(word.lower_ == "between" for word in above):
        return True
    way = next((word for word in above if word.lemma_.lower() in _WAYS), None)
    return way is not None and any(word.lemma_.lower() in _LINKING for word in (*above, *way.children))


def names_unknown(mention: Mention, sentence: Sentence, names: Sequence[Named]) -> bool:
    """Return whether a clause says where by a name that is no known place ("the elders of Mahajjah signed")."""
    known = {token.i for name in names for token in sentence.span(name.toponym.start, name.toponym.end) or ()}
    above = {mention.trigger.i, *(token.i for token in ancestors(mention.trigger))}
    for token in sentence.tokens:
        if token.dep_ != "pobj" or token.pos_ != "PROPN" or token.i in known or names_person(token):
            continue
        who = token.head.head.lemma_.lower()
        if token.head.lower_ not in _WHERE and not (token.head.lower_ == "of" and who in _WITNESSES | _WAYS):
            continue
        verb = next((t for t in ancestors(token) if t.pos_ in ("VERB", "AUX")), None)
        if verb is None or verb.i in above:
            return True
    return False


def lone(mention: Mention, sentence: Sentence, names: Sequence[Named]) -> Placement | None:
    """Return the only town that a sentence names, where it is neither a speaker's nor where people go or come from."""
    if mention.rule.place == "none":
        return None
    found = {}
    for name in without_asides(names, sentence):
        whose = name.root.head.lemma_.lower() if name.root.dep_ in _MODIFIERS else ""
        steps = [token for token in ancestors(name.root) if token.pos_ == "ADP"][:2]
        moving = any(
            (token.lower_ in _GOAL and token.head.lemma_.lower() not in _ENTRANCES) or token.lower_ == "from"
            for token in steps
        )
        place = name.toponym.place
        spoken = any(token.lemma_.lower() in _TITLES for token in ancestors(name.root) if token.pos_ == "NOUN")
        if spoken or (place is not None and place.feature_code == "PPLC"):
            continue
        left = name.root.dep_ == "dobj" and name.root.head.lemma_.lower() in _LEAVING
        if moving or left or whose in _FIGHTERS or whose in _OWNED or is_speakers(name.root) or is_bearing(name.root):
            continue
        if name.fineness >= FINE:
            found[name.key] = name
    if len(found) != 1:
        return None
    name = next(iter(found.values()))
    reason = f"{name.toponym.text} is the only town that the sentence names"
    return Placement(name.toponym, sentence, 0.45, reason, inherited=True)


def is_bearing(name: Token) -> bool:
    """Return whether a name only gives another place's bearing ("30 km south of X")."""
    return name.dep_ == "pobj" and name.head.lower_ in ("of", "from") and name.head.head.lower_ in _DIRECTIONS


def is_speakers(name: Token) -> bool:
    """Return whether a name only says where a speaker sits ("the army spokesman in X confirmed")."""
    path = [name, *ancestors(name)]
    for below, above in itertools.pairwise(path):
        if above.pos_ == "VERB":
            titled = below.dep_ in ("nsubj", "nsubjpass") and below.lemma_.lower() in _TITLES
            verb = above.lemma_.lower()
            at = below.dep_ == "prep" and verb in _SAYING
            return not is_passive(above) and (at or (titled and verb in _SPEECH))
    return False


@dataclass(frozen=True, slots=True)
class _Path:
    """The way in the parse from a name up to the trigger or to one of its governors."""

    mention: Mention
    name: Named
    steps: tuple[Token, ...]
    meeting: Token
    height: int
    chain: tuple[Token, ...]
    preps: tuple[Token, ...]

    @property
    def root(self) -> Token:
        return self.name.root

    @property
    def below(self) -> Token:
        """The last step before the meeting point."""
        return self.steps[-2] if len(self.steps) > 1 else self.root

    @property
    def near(self) -> str:
        return str(self.preps[0].lower_) if self.preps else ""

    @property
    def outer(self) -> str:
        return str(self.preps[-1].lower_) if self.preps else ""

    @property
    def text(self) -> str:
        return self.name.toponym.text

    @property
    def own(self) -> bool:
        """Whether the path meets the trigger itself."""
        return self.height == 0


#: A verdict: (score, reason), or None for "go on".
_Verdict = tuple[float, str] | None
_NO: tuple[float, str] = (0.0, "")


def _path(mention: Mention, name: Named) -> _Path | None:
    chain = (mention.trigger, *ancestors(mention.trigger))
    heights = {token.i: height for height, token in reversed(list(enumerate(chain)))}
    ends = heights.keys() | {word.i for word in mention.words}
    steps = [name.root]
    while steps[-1].i not in ends:
        if steps[-1].head.i == steps[-1].i:
            return None
        steps.append(steps[-1].head)
    preps = tuple(step for step in steps if step.dep_ in ("prep", "agent") or step.pos_ == "ADP")
    return _Path(mention, name, tuple(steps), steps[-1], heights.get(steps[-1].i, 0), chain, preps)


def _judge(mention: Mention, name: Named, others: Collection[int]) -> tuple[float, str]:
    """Return how well a name fits as the mention's place (0 not at all), and in what role."""
    path = _path(mention, name)
    if path is None or any(step.i in others and step.i != path.meeting.i for step in path.steps):
        return _NO
    for verdict in _VERDICTS:
        found = verdict(path)
        if found is not None:
            return found
    # the fourth name of a list is as much the event's place as the first
    steps = sum(step.dep_ not in ("conj", "appos") for step in path.steps)
    score = 1.0 - 0.16 * path.height - 0.05 * max(0, steps - 2) - _penalty(path)
    change, role = _role(path)
    return (score + change, role) if change > -1 else _NO


def _denied(path: _Path) -> _Verdict:
    """Reject what is set against the place: "at Taze, not at Tabayin"."""
    first = path.preps[0] if path.preps else path.root
    return _NO if first.i and first.nbor(-1).lower_ == "not" and first.dep_ != "ROOT" else None


def _of_doer(path: _Path) -> _Verdict:
    """Reject who did or claimed it: "an attack claimed by the Niger Delta Avengers"."""
    return _NO if path.preps and path.preps[0].dep_ == "agent" else None


def _of_sequel(path: _Path) -> _Verdict:
    """Reject where something else happened: "the shooting followed an arrest in X"."""
    if path.own or path.meeting.lemma_.lower() not in _SEQUENCE or path.chain[path.height - 1].dep_ != "nsubj":
        return None
    return _NO if path.below.dep_ == "dobj" or path.below.lower_ in ("after", "before") else None


def _of_fighters(path: _Path) -> _Verdict:
    """Reject whose they are: "the Zaire militia", "Kyiv's forces", "under the Barbados flag"."""
    whose = path.root.head.lemma_.lower() if path.root.dep_ in _MODIFIERS else ""
    return _NO if whose in _FIGHTERS or whose in _OWNED else None


def _heading(path: _Path) -> _Verdict:
    """Accept a label before a colon: "Djugu territory: militiamen attacked ..."."""
    if any(is_label(step) for step in path.steps[:3]) and path.root.i <= path.mention.trigger.i:
        return 0.6, f"'{path.text}:' heads the sentence"
    return None


def _of_speaker(path: _Path) -> _Verdict:
    """Reject the speaker's place: "said in Kyiv", "according to the governor of Rostov"."""
    words_of_trigger = {word.i for word in path.mention.words}
    verb = path.meeting
    speaks = verb.pos_ == "VERB" and verb.lemma_.lower() in _SPEECH and not is_passive(verb)
    if not path.own and speaks and verb.i not in words_of_trigger:
        return _fronted(path)
    # "fighting 6 km east of X, according to the ministry in Y, which says an assault was thrown back": not Y
    told = path.steps if path.own or verb.pos_ == "VERB" else (*path.steps, *ancestors(verb))
    if any(step.lower_ == "according" or step.lemma_.lower() == "accord" for step in told):
        return _NO
    person = _person(path)
    if person is not None:
        speech = next((token for token in ancestors(person) if token.pos_ == "VERB"), None)
        if speech is not None and speech.lemma_.lower() in _SPEECH | _RECORDING and speech.i not in words_of_trigger:
            return _NO
    return None


def _fronted(path: _Path) -> _Verdict:
    """Judge "In Khiam, Hezbollah says its fighters clashed": a town (no capital) set first is where it happened."""
    place = path.name.toponym.place
    first = (
        path.root.left_edge.i <= path.root.sent.start + 3 and path.below.dep_ == "prep" and path.below.i < path.root.i
    )
    town = path.name.fineness >= FINE and place is not None and place.feature_code != "PPLC"
    return (0.55, f"'{path.near} {path.text}' opens the sentence") if first and town else _NO


def _person(path: _Path) -> Token | None:
    person = next((s for s in path.steps[1:] if s.pos_ in ("NOUN", "PROPN") and s.lemma_.lower() in _TITLES), None)
    fits = person is not None and person.dep_ in ("nsubj", "appos", "pobj", "compound", "nsubjpass", "conj")
    return person if fits else None


def _as_subject(path: _Path) -> _Verdict:
    """Judge a subject: what does something is mostly a government, but "Nairobi saw a march"."""
    if path.below.dep_ not in ("nsubj", "agent") or path.meeting.pos_ not in ("VERB", "AUX"):
        return None
    country = path.name.fineness == 0.0
    if path.mention.rule.reverse and path.own and path.root.i == path.below.i and not country:
        return 1.0, "it is what the event is about"
    if path.meeting.lemma_.lower() in _SEEING and not country and not path.preps:
        return 1.0 - 0.1 * path.height, f"'{path.meeting.text}' tells what happened there"
    if path.root.i == path.below.i or (len(path.steps) <= 3 and not path.preps):
        return _NO if country or path.below.dep_ == "agent" else (0.25, "it is the subject")
    return None


def _as_nationality(path: _Path) -> _Verdict:
    """Reject a country that says whose: "Russia's strategy"."""
    before = path.root.dep_ in ("compound", "poss", "amod") and path.root.head.pos_ in ("NOUN", "PROPN")
    return _NO if path.name.fineness == 0.0 and before and not path.preps else None


_VERDICTS: tuple[Callable[[_Path], _Verdict], ...] = (
    _denied, _of_doer, _of_sequel, _of_fighters, _heading, _of_speaker, _as_subject, _as_nationality,
)  # fmt: skip


def _penalty(path: _Path) -> float:
    """Return what the path's detours cost: a person in between, another clause, the name of a mere part."""
    cost = 0.25 if _person(path) is not None else 0.0
    if path.below.dep_ in ("nsubj", "agent") and path.meeting.pos_ in ("VERB", "AUX"):
        cost += 0.15
    if path.name.fineness >= FINE and any(child.lower_ in _PARTS for child in path.root.lefts):
        cost += 0.15  # "in central Gaza" is the wider area of that name
    first, last = sorted((path.root.i, path.mention.trigger.i))
    if any(token.text == ";" for token in path.root.doc[first:last]):
        cost += 0.35
    if path.height and path.meeting.pos_ == "VERB" and path.chain[path.height - 1].dep_ in _CLAUSES:
        cost += 0.08
    on_the_way = path.steps[1:] if path.steps[-1].i not in {t.i for t in path.chain} else path.steps[1:-1]
    if any(step.pos_ == "VERB" and step.dep_ in _CLAUSES for step in on_the_way):
        cost += 0.2
    return cost


def _role(path: _Path) -> tuple[float, str]:
    """Return what the prepositions on the path are worth (below -1: it is no place of the event), and the role."""
    near, outer, wanted = path.near, path.outer, path.mention.rule.place
    phrase = f"'{near} {path.text}' belongs to '{path.meeting.text}'"
    if not path.preps:
        if path.root.dep_ == "dobj" and path.root.head.lemma_.lower() in _LEAVING:
            return (0.3, "people or forces leave it") if wanted == "origin" else (-9.0, "")
        objects = ("dobj", "nsubjpass")
        if path.height <= 1 and (path.root.dep_ in objects or path.below.dep_ in (*objects, "nsubj")):
            return 0.0, f"it is what the {'clause' if path.below.dep_ == 'nsubj' else 'event'} is about"
        return -0.1, f"it modifies '{path.root.head.text}'"
    if near in ("of", "from") and path.preps[0].head.lower_ in _DIRECTIONS:
        return -0.2, f"the event lies {path.preps[0].head.lower_} of {path.text}"
    if near == outer == "from" and path.own and path.meeting.lemma_.lower() in _OUSTING:
        return 0.0, phrase
    if near in _GOAL and path.preps[0].head.lemma_.lower() in _WAYS:
        return -0.5, f"the way to {path.text}"
    if "from" in (near, outer):
        return (0.3, "people or forces leave it") if wanted == "origin" else (-9.0, "")
    of_things = near in _STRONG and outer == "to" and path.preps[-1].head.lemma_.lower() in _BELONGING
    if (outer in _GOAL and not of_things) or near in _NOT_INTO:
        return _goal(path)
    if near in _STRONG or outer in _STRONG:
        return 0.12, phrase
    return (0.0, phrase) if near in _LOCATIVE else (-0.25, f"'{near} {path.text}'")


def _goal(path: _Path) -> tuple[float, str]:
    if path.mention.rule.place == "destination":
        return 0.3, "it is the destination"
    if path.mention.rule.place == "origin" or (path.outer == "to" and path.preps[-1].head.lemma_.lower() in _TAKING):
        return -9.0, ""
    return (-0.35 if path.outer in _NOT_INTO else 0.0), f"'{path.outer} {path.text}'"
