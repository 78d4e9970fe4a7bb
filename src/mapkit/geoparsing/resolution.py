"""Resolution: which place each name means, decided jointly over a document.

The names of a document are grouped into senses (one sense a discourse, Gale et al. 1992, unless the text itself tells
two namesakes apart). Each candidate of a sense starts from what is known of it by itself (`weighing`), from the type
word beside the name and from the theatre; then the senses vote for each other (`voting`). Scores are log-odds; the
confidence is what they were worth elsewhere (`confidence`).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mapkit.gazetteer import fold
from mapkit.geoparsing import anchoring, confidence, reasons, relations, vocabulary, voting
from mapkit.geoparsing.anchoring import Resolved
from mapkit.geoparsing.candidates import Name
from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.geoparsing.relations import Containment
from mapkit.geoparsing.voting import Tie, Voter
from mapkit.geoparsing.weighing import Floats, Weighed, prior_of, weigh
from mapkit.model import Candidate, Place
from mapkit.text.tokens import Tokens

_KEPT, _KEPT_FAST = 5, 3
_THEATRE = 4.0
#: Below this score a namesake in no way tied to the text is not taken.
_FLOOR = 2.5
#: How far behind a stray hamlet a well-known namesake may be and still take its place, in log-odds.
_YIELD = 5.0
#: A place with fewer people than this, this far from every other place of a text with so many others, is a stray.
_WELL_KNOWN, _STRAY_KM, _QUORUM = 100_000, 500.0, 3
_TOWN, _RARE = 20_000, 3
_EARTH_KM = 6371.0088
#: What it is worth to be of one kind with a neighbour in a list, and for a container to hold what the text puts in it.
_SIBLINGS, _HOLDING = 1.5, 1.0
_HOME_WEIGHT = 0.7
_DEMONYM_WEIGHT = 0.5
#: What the article speaks for waters and hills, in log-odds.
_ARTICLE = 5.0
#: What may follow a name that stands for itself.
_ALONE = vocabulary.words(
    "and or at near in from to is was were has had will rose fell flows flowed froze flooded burst crested between "
    "above below by that which where into on overflowed runs ran"
)
#: A paper that is called after its town means that town more likely than the famous one: fame counts for half.
_MODEST = 0.5
_REGIONAL = vocabulary.words(
    "incursion incursions offensive offensives operation operations settlement settlements village villages town "
    "towns district districts territory area areas front troops forces fighting advance advances gains parts part "
    "push countryside communities border regions counteroffensive campaign assault bridgehead"
)
_ACROSS = vocabulary.words("into across throughout")
_PLACING = vocabulary.words("in of to on for at from")
#: The division that a type word usually names.
_CODES = {"county": "ADM2", "oblast": "ADM1", "province": "ADM1", "state": "ADM1", "governorate": "ADM1"}
#: Type words of things that bear a town's name: "the X area", "X district" may well be about the town of X.
_LOOSE = frozenset(
    {"area", "areas", "district", "districts", "zone", "port", "base", "camp", "camps", "crossing", "coast"}
)
_AROUND = frozenset({"region", "regions"})
_URBAN = vocabulary.words(
    "city outskirts suburb suburbs street streets residents mayor airport downtown centre center apartment hospital "
    "district neighborhood neighbourhood hotel university school building buildings mall station council"
)


@dataclass(slots=True, eq=False)
class Sense:
    """One name in one meaning.

    Parameters
    ----------
    name : str
        Folded.
    mentions : list of Mention
    weighed : Weighed
    base, score : ndarray
        Its candidates' scores by themselves and in the end.
    notes : dict of int to list of str
        Reasons that hold for single candidates.
    best, top : int
        The candidate with the best score by itself, and in the end.
    """

    name: str
    mentions: list[Mention]
    weighed: Weighed
    base: Floats
    score: Floats
    notes: dict[int, list[str]] = field(default_factory=dict)
    best: int = 0
    top: int = 0

    @property
    def places(self) -> tuple[Place, ...]:
        """The candidates."""
        return self.weighed.places

    def note(self, index: int, value: float, reason: str) -> None:
        """Add to a candidate's score, with the reason where it gains."""
        self.base[index] += value
        if value > 0:
            self.notes.setdefault(index, []).append(reason)


def resolve(
    mentions: Sequence[Mention],
    tokens: Tokens,
    *,
    theatre: frozenset[str] = frozenset(),
    home: Sequence[Name] = (),
    fast: bool = False,
) -> dict[int, Resolved]:
    """Return, by `id` of the mention, what each mention means.

    Parameters
    ----------
    mentions : sequence of Mention
        The recognised mentions of one document, in reading order.
    tokens : Tokens
    theatre : frozenset of str
        ISO country codes that the user expects the text to be about.
    home : sequence of Name
        Names of places in the publisher's name and address.
    fast : bool
        One round of votes instead of three, three candidates a name instead of five, reasons for the chosen one alone.
    """
    pairs = relations.containments(mentions, tokens.text)
    senses, sense_of = _senses(mentions, pairs)
    called = {name.key for name in home}
    for sense in senses:
        _typed(sense)
        _with_article(sense, tokens)
        if theatre:
            _in_theatre(sense, theatre)
        if sense.name in called:
            sense.base *= _MODEST
    _regional(senses, tokens)
    heard = [sense for sense in senses if sense.places]
    for sense in heard:
        sense.best = int(sense.base.argmax())
    ties = _ties(pairs, relations.siblings(mentions, tokens.text), heard, sense_of)
    voters = [_voter(sense) for sense in heard]
    homes = [Voter(weigh(name), weigh(name).prior, _HOME_WEIGHT, None, name.key) for name in home if name.places]
    scores = voting.vote([*voters, *homes], ties, rounds=1 if fast else 3)
    for sense, score in zip(heard, scores, strict=False):
        sense.score = score
        sense.top = int(score.argmax())
    document = reasons.Document(heard)
    results = {id(sense): _result(sense, document, thorough=not fast) for sense in senses}
    meant = {id(mention): results[id(sense_of[id(mention)])] for mention in mentions}
    anchoring.anchor(mentions, pairs, meant, document)
    return meant


# ---------------------------------------------------------------------------------------------------------- senses
def _senses(mentions: Sequence[Mention], pairs: Sequence[Containment]) -> tuple[list[Sense], dict[int, Sense]]:
    """Group mentions into senses; "Birmingham, Alabama" is told from "Birmingham, England" where both occur."""
    qualifier: dict[int, str] = {}
    for pair in pairs:
        if pair.qualifies and relations.inside(weigh(pair.inner.name), weigh(pair.outer.name)).any():
            qualifier[id(pair.inner)] = pair.outer.name.key
    names = {id(mention): mention.name.key for mention in mentions}
    qualifiers: defaultdict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if id(mention) in qualifier:
            qualifiers[names[id(mention)]].add(qualifier[id(mention)])
    holders = {id(p.outer): names[id(p.inner)] for p in pairs if p.qualifies and _is_double(p.outer)}
    groups: dict[tuple[str, str, str], list[Mention]] = {}
    for mention in mentions:
        name = names[id(mention)]
        split = qualifier.get(id(mention), "") if len(qualifiers[name]) > 1 else holders.get(id(mention), "")
        groups.setdefault((name, mention.hint, split), []).append(mention)
    senses: list[Sense] = []
    sense_of: dict[int, Sense] = {}
    for (name, _, _), group in groups.items():
        weighed = weigh(group[0].name)
        base = _base(group[0])
        sense = Sense(name, group, weighed, base, base)
        senses.append(sense)
        sense_of.update((id(mention), sense) for mention in group)
    return senses, sense_of


def _is_double(mention: Mention) -> bool:
    """Tell whether a name is a country's and another country's division's (Georgia), or a city's and its division's.

    In "Buffalo, New York" such a name means what holds the other, whatever it means elsewhere in the text.
    """
    if not mention.name.places:
        return False
    weighed = weigh(mention.name)
    states = weighed.countries[weighed.whole]
    if len(states) and (weighed.first & ~np.isin(weighed.countries, states)).any():
        return True
    return any(towns and weighed.first[index] for index, towns in weighed.seats)


def _base(mention: Mention) -> Floats:
    bare = len(mention.text.replace(".", ""))
    if mention.text.isupper() and 1 < bare <= 3 and not {"dateline", "titled"} & set(mention.features):
        return prior_of(mention.name, code=True).copy()
    return prior_of(mention.name, region="A" in mention.hint).copy()


def _voter(sense: Sense) -> Voter:
    first = sense.mentions[0]
    weight = math.log1p(len(sense.mentions)) * (_DEMONYM_WEIGHT if first.kind is Kind.DEMONYM else 1.0)
    return Voter(sense.weighed, sense.base, weight, first.sentence, sense.name)


# ------------------------------------------------------------------------------------------------- one by one
def _in_theatre(sense: Sense, theatre: frozenset[str]) -> None:
    for index, place in enumerate(sense.places):
        if place.country and place.country in theatre:
            sense.note(index, _THEATRE, "it lies in the theatre that was set")


def _typed(sense: Sense) -> None:
    """Score how each candidate agrees with the type word beside the name ("the X river", "X region")."""
    mention = next((m for m in sense.mentions if m.hint), None)
    if mention is None:
        return
    wanted = _CODES.get(mention.hint_word)
    loose = mention.hint[0] in "SL" or mention.hint_word in _LOOSE
    # "The Houston region" is about the town where no division of the first level bears the name.
    loose = loose or (mention.hint_word in _AROUND and not sense.weighed.first.any())
    for index, place in enumerate(sense.places):
        if place.feature_class in mention.hint:
            first = place.feature_class == mention.hint[0]
            sense.note(index, 4.0 if first else 2.5, f"the word \u201c{mention.hint_word}\u201d says what it is")
        elif not (loose and place.feature_class in "PA"):
            sense.base[index] -= 4.0
        if wanted and place.feature_code != wanted:
            sense.base[index] -= 0.7


def _with_article(sense: Sense, tokens: Tokens) -> None:
    """Let "the Mississippi" be the river: rivers and hills take the article that towns and states do not."""
    natural = sense.weighed.natural
    if natural and not sense.mentions[0].hint and any(_stands_with_article(m, tokens) for m in sense.mentions):
        for index in natural:
            sense.note(index, _ARTICLE, "the article before it says that it is no town")


def _stands_with_article(mention: Mention, tokens: Tokens) -> bool:
    """Tell whether a name stands for itself behind an article: not "the Mississippi governor"."""
    words, gaps = tokens.words, tokens.gaps
    low, high = tokens.bounds(mention.sentence)
    before, after = mention.first - 1, mention.last + 1
    if before < low or words[before].lower() != "the" or gaps[mention.first] != " ":
        return False
    return after >= high or gaps[after] != " " or words[after] in _ALONE


def _regional(senses: Sequence[Sense], tokens: Tokens) -> None:
    """Let a bare name that a city and its region share follow the discourse.

    In a text that speaks of the X region, of operations and settlements in X, the bare name means the region; where it
    speaks of the streets or the mayor of X, the city.
    """
    regions: dict[str, float] = defaultdict(float)
    for sense in senses:
        hint = sense.mentions[0].hint
        if hint.startswith("A") and hint != "AP":
            regions[_stem(sense.name)] += len(sense.mentions)
    for sense in senses:
        if sense.mentions[0].hint or not any(towns for _, towns in sense.weighed.seats):
            continue
        votes = sum(_region_evidence(mention, tokens) for mention in sense.mentions)
        named = regions.get(_stem(sense.name), 0.0)
        total = (1.2 * votes / math.sqrt(len(sense.mentions))) + (1.6 if named and votes >= 0 else 0.0)
        total += 0.6 if named > len(sense.mentions) and votes >= 0 else 0.0
        if total:
            for index, towns in sense.weighed.seats:
                if towns and sense.weighed.first[index]:
                    sense.note(index, max(-2.0, min(4.0, total)), "the text speaks of the region of this name")


def _stem(name: str) -> str:
    words = [word for word in name.split(" ") if word not in vocabulary.TYPE_WORDS]
    return " ".join(words) or name


def _region_evidence(mention: Mention, tokens: Tokens) -> float:
    """Return how far the words around a bare name speak of a region (positive) or of a city (negative)."""
    words, gaps = tokens.words, tokens.gaps
    low, high = tokens.bounds(mention.sentence)
    at = mention.first - 1
    total = 0.0
    if at >= low and gaps[at + 1] == " ":
        before = words[at].lower()
        total += before in _ACROSS
        if before in _PLACING or before in _ACROSS:
            anchor = words[at - 1].lower() if at > low else ""
            total += (anchor in _REGIONAL) - (anchor in _URBAN)
    after = mention.last + 1
    if after < high and gaps[after] in ("'", "’") and words[after] == "s":
        after += 1
    nouns = {words[i] for i in range(after, min(after + 2, high)) if gaps[i] == " "}
    return total + 0.7 * bool(nouns & _REGIONAL) - bool(nouns & _URBAN)


# ------------------------------------------------------------------------------------------------------- together
def _ties(
    pairs: Sequence[Containment],
    siblings: Sequence[tuple[Mention, Mention]],
    senses: Sequence[Sense],
    sense_of: dict[int, Sense],
) -> list[Tie]:
    """Return what the text says of pairs of names: one lies in the other, both are of one kind."""
    position = {id(sense): index for index, sense in enumerate(senses)}
    found = []
    for one, other in siblings:
        left, right = sense_of[id(one)], sense_of[id(other)]
        if left is not right and left.places and right.places:
            matrix = relations.alike(left.weighed, right.weighed)
            found.append(Tie(position[id(left)], position[id(right)], matrix, _SIBLINGS, _SIBLINGS))
    for pair in pairs:
        inner, outer = sense_of[id(pair.inner)], sense_of[id(pair.outer)]
        if inner is not outer and inner.places and outer.places:
            matrix = relations.inside(inner.weighed, outer.weighed)
            if matrix.any():
                strength = pair.strength
                found.append(Tie(position[id(inner)], position[id(outer)], matrix, strength, _HOLDING * strength))
    return found


# --------------------------------------------------------------------------------------------------------- results
def _result(sense: Sense, document: "reasons.Document", *, thorough: bool) -> Resolved:
    if not sense.places:
        return Resolved(reason="the gazetteer knows no place of this name")
    # Candidates come best known first: of equal scores the better known leads.
    most = _KEPT if thorough else _KEPT_FAST
    order = np.argsort(-sense.score, kind="stable")[:most].tolist() if len(sense.places) > 1 else [0]
    chosen = next((i for i in order if not _is_stray(sense, i, document)), None)
    strayed = chosen is None or sense.score[chosen] < max(_FLOOR, sense.score[order[0]] - _YIELD)
    taken = order[0] if chosen is None else chosen
    share = confidence.shares(sense.score)
    look = confidence.features(sense, taken, share, document)
    scores = confidence.of_candidates(share, taken, order, look)
    told = order if thorough else [taken]
    kept = {
        index: Candidate(
            sense.places[index], scores[index], tuple(reasons.explain(sense, index, document)) if index in told else ()
        )
        for index in order
    }
    if strayed or chosen is None:
        reason = (
            f"the likeliest namesake ({reasons.in_words(sense.places[order[0]])}) has no tie to the rest of the text"
        )
        return Resolved(tuple(kept.values()), None, 0.0, reason)
    first = kept.pop(chosen)
    return Resolved((first, *kept.values()), first.place, first.score, look=look)


def _is_whole(sense: Sense) -> bool:
    return bool(sense.weighed.whole[sense.top])


def _is_stray(sense: Sense, index: int, document: "reasons.Document") -> bool:
    """Tell whether a little-known place lies far from all else in a text that speaks of one part of the world.

    The gazetteer never has every hamlet; a namesake on another continent is no answer then.
    """
    best = sense.places[index]
    if best.feature_class not in "PA" or best.feature_code in ("ADM1", "PPLC") or best.population > _WELL_KNOWN:
        return False
    if best.feature_code.startswith("PCL"):
        return False
    settled = [
        other
        for other in document.others(sense)
        if other.places[other.top].feature_class in "PA" and not _is_whole(other)
    ]
    if len(settled) < _QUORUM:
        return False
    if any(not (best.country in reasons.LARGE and whole) for whole, _ in document.holders(sense, index)):
        return False
    if any(other.places[other.top].country == best.country for other in settled):
        return False
    nearest = float(
        (np.array([other.weighed.units[other.top] for other in settled]) @ sense.weighed.units[index]).max()
    )
    # A town of some size with a name of its own is known further off than a hamlet.
    own = len(sense.places) <= _RARE and best.population > _TOWN and fold(best.name) == sense.name
    return math.acos(max(-1.0, min(1.0, nearest))) * _EARTH_KM > _STRAY_KM * (5 if own else 1)
