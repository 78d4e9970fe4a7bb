"""Roles: whether a place name locates something, or stands for a government or a people.

A country, capital or seat of government is a metonym where the words around it make it an actor: the subject of a verb
of speech or action ("Moscow said", "Russia claims"), the owner of a policy ("London's support"), a party to talks
("between Kyiv and Moscow"), the first part of "Moscow-backed". With a preposition of place, under attack, or as the
goal of a movement it is a location ("strikes on Moscow", "in Kyiv"). Both resolve to their place.
"""

import re
from functools import cache

from mapkit.gazetteer import fold
from mapkit.geoparsing import context, vocabulary
from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.model import Place, Role
from mapkit.text.tokens import Tokens

#: Verbs of which a place as such is the subject.
_OF_PLACES = vocabulary.forms(
    vocabulary.words(
        "lie remain see suffer sit stand stretch experience border straddle host contain become come fall wake burn "
        "include record"
    )
) | vocabulary.words("is was are were be been lay sat stood became came fell saw woke")
_MINDS = vocabulary.words(
    "open ready willing prepared unwilling reluctant concerned worried confident keen determined committed eager "
    "able unable responsible guilty serious silent aware hopeful angry interested opposed likely set due wary "
    "sceptical skeptical adamant clear"
)
_POLITICS = vocabulary.words(
    "government president leader leadership army military force forces troop troops soldier soldiers minister "
    "ministry ally allies support demand demands decision claim claims policy stance position offer aid assistance "
    "ambassador parliament premier chancellor war effort efforts defence defense strategy plan plans goal goals "
    "refusal response reaction proposal insistence rejection denial allegation statement commitment intelligence "
    "navy spokesman spokesperson spokeswoman foreign veto threat threats intentions ambitions concerns interests "
    "relations ties regime authorities authority officials official diplomat diplomats envoy administration backers "
    "backing proxies invasion offensive attack attacks bombardment aggression campaign sanctions accusation "
    "accusations deterrence strategies backer sovereignty warning pledge promise"
)
_OFFICIAL = vocabulary.words(
    "government official officials administration regime authority authorities leadership diplomat diplomats envoy "
    "military forces force troops troop army navy proxies soldiers warplanes jets negotiators delegation"
)
#: Nouns and verbs whose complement is a party, not a place.
_PARTIES = vocabulary.words(
    "talk talks agreement deal treaty accord negotiation negotiations dialogue tension tensions relation relations "
    "tie ties sanction sanctions pressure support aid assistance appeal appeals warning threat threats demand "
    "demands alliance cooperation contact contacts criticism message war loyalty dispute rivalry allegiance "
    "concession concessions confidence trust ally allies response"
)
_PARTNERING = vocabulary.forms(
    vocabulary.words("negotiate talk cooperate agree ally trade clash side work coordinate")
) | {"met", "spoke"}
_ADDRESSING = vocabulary.forms(
    vocabulary.words(
        "urge accuse warn blame criticize criticise condemn ask tell call sanction support back pressure persuade "
        "thank help arm assist inform invite oblige force convince punish deter provoke antagonize antagonise ally"
    )
)
_NO_ACTOR_HYPHEN = frozenset({"based", "born", "area", "bound", "held"})
_MODALS = vocabulary.words("has have had will would can could should must may might does did do")
_SMALL_ADVERBS = vocabulary.words("also now still not never again already later then only has have had been is was")
#: What the subject of a passive or of an end ("Kyiv was hit") cannot be: an actor.
_PASSIVE = vocabulary.words("was were is are been be being got")
_ARTICLES = frozenset({"the", "a", "an"})


def role_of(mention: Mention, place: Place | None, tokens: Tokens) -> Role:
    """Return what a mention does in its sentence, given the place it was taken for."""
    if mention.kind is Kind.DEMONYM:
        return Role.DEMONYM
    seat = fold(mention.text) in _folded_seats() or mention.text.lower() in vocabulary.SEATS
    if not seat and not _governs(place):
        return Role.LOCATION
    if context.is_dateline(tokens, mention.sentence, mention.end):
        return Role.LOCATION
    country = place is not None and place.feature_code.startswith("PCL")
    return Role.METONYM if _acts(mention, tokens, seat=seat, country=country) else Role.LOCATION


@cache
def _folded_seats() -> frozenset[str]:
    return frozenset(fold(name) for name in vocabulary.SEATS)


def _governs(place: Place | None) -> bool:
    if place is None:
        return False
    code = place.feature_code
    return (
        code.startswith("PCL")
        or code in ("PPLC", "PPLG", "CONT", "RGN", "TERR", "ADM1")
        or (place.name in ("Brussels", "Geneva", "New York City") and code.startswith("PPL"))
    )


def _acts(mention: Mention, tokens: Tokens, *, seat: bool, country: bool) -> bool:
    """Tell whether the words around make the mention an actor."""
    words, gaps = tokens.words, tokens.gaps
    low, high = tokens.bounds(mention.sentence)
    after = mention.last + 1
    follows = after < high
    if follows and gaps[after] in ("-", "‑", "–") and words[after].islower():
        return words[after] not in _NO_ACTOR_HYPHEN
    if follows and gaps[after] in ("'", "’") and words[after] == "s":
        return bool({word.lower() for word in words[after + 1 : min(after + 3, high)]} & _POLITICS)
    before = [words[i].lower() for i in range(max(low, mention.first - 3), mention.first)]
    preposition = _preposition(mention, tokens, low)
    if preposition:
        return _party(preposition, mention, tokens, low, seat=seat)
    if follows and gaps[after] == " ":
        if words[after] in _OFFICIAL:
            return True
        if _predicates(after, tokens, high, seat=seat, country=country):
            return True
    if before and before[-1] in _ADDRESSING:
        return True
    return seat and not (before and before[-1] in vocabulary.LOCATIVE)


def _preposition(mention: Mention, tokens: Tokens, low: int) -> str:
    """Return the preposition that governs a mention, also over "X and" and an article, or ""."""
    words, gaps = tokens.words, tokens.gaps
    at = mention.first - 1
    if at >= low and words[at].lower() in _ARTICLES and gaps[at + 1] == " ":
        at -= 1
    if at - 1 >= low and words[at] in ("and", "or") and words[at - 1][0].isupper():
        at -= 2
        while at > low and words[at][0].isupper():
            at -= 1
    if at < low:
        return ""
    word = words[at].lower()
    return word if word in _PREPOSITIONS else ""


_PREPOSITIONS = vocabulary.LOCATIVE | vocabulary.words(
    "with between by against for to on of from under since during about over without"
)


def _predicates(after: int, tokens: Tokens, high: int, *, seat: bool, country: bool) -> bool:
    """Tell whether what follows makes a name the subject of an action: it speaks or decides, or is a country that acts.

    A country that does anything but lie there acts; a town acts where it says or decides.
    """
    words = tokens.words
    at = after
    while at < high - 1 and words[at] in _SMALL_ADVERBS and words[at] not in _PASSIVE:
        at += 1
    verb = words[at].lower()
    if verb in _PASSIVE:
        return at + 1 < high and any(word in _MINDS for word in words[at + 1 : min(at + 4, high)])
    if verb in _MODALS and at + 1 < high:
        verb = words[at + 1].lower()
    if verb in _OF_PLACES:
        return False
    if verb in vocabulary.SPEECH_FORMS:
        return True
    acting = verb in vocabulary.FIGHTING_FORMS or (at > after and verb.endswith(("ed", "en")))
    return (country or seat) and (acting or words[at] in _MODALS)


def _party(word: str, mention: Mention, tokens: Tokens, low: int, *, seat: bool) -> bool:
    """Tell whether the object of a preposition is a party ("talks with Moscow", "according to Kyiv")."""
    words = tokens.words
    at = mention.first - 1
    while at > low and words[at].lower() != word:
        at -= 1
    governor = words[at - 1].lower() if at > low else ""
    if word == "to" and governor == "according":
        return True
    if word in ("with", "between", "by", "against", "for", "to", "on", "of", "from"):
        if governor in _PARTIES and not (word in ("on", "from", "to") and governor in ("war", "response")):
            return True
        if word in ("with", "between") and governor in _PARTNERING:
            return True
        if word == "by" and governor.endswith(("ed", "en", "wn")):
            return True
    return seat and word not in vocabulary.LOCATIVE and word != "on"


_EMBEDDING = frozenset({"after=unit", "Organisation of"})


def is_embedded(mention: Mention, tokens: Tokens) -> bool:
    """Tell whether a mention is a part of an organisation's or work's name, or a team's, and places nothing."""
    features = mention.features
    if "titled" in features or "capitals" in features:
        return "Organisation of" in features  # capitals join what belongs apart: datelines, headlines
    if mention.kind is Kind.DEMONYM:
        return False
    if not _EMBEDDING.isdisjoint(features):
        return True
    if "run=start" in features:
        return "run ends with an organisation" in features or "after an Organisation" in features
    return "run=whole" in features and _plays(mention, tokens)


_SCORE = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b")
#: Before the other team.
_AGAINST = frozenset({"beat", "against", "v", "vs", "over", "host", "hosted", "with", "visiting", "to"})


def _plays(mention: Mention, tokens: Tokens) -> bool:
    """Tell whether a bare name is a team's ("Bayern drew with Kyiv", "beat Portland 98-90")."""
    words = tokens.words
    low, high = tokens.bounds(mention.sentence)
    before = words[mention.first - 1].lower() if mention.first > low else ""
    after = words[mention.last + 1].lower() if mention.last + 1 < high else ""
    if before in vocabulary.LOCATIVE:
        return False
    if after not in vocabulary.SPORT_VERBS and before not in _AGAINST and before not in vocabulary.SPORT_VERBS:
        return False
    sentence = words[low:high]
    if after == "drew" and "with" in sentence:
        return True
    text = tokens.text[tokens.starts[low] : tokens.ends[high - 1]]
    speaks = sum(word in vocabulary.SPORT_WORDS for word in sentence)
    speaks += any(word in vocabulary.SPORT_VERBS for word in sentence)
    return speaks + bool(_SCORE.search(text)) >= _SPORTING


_SPORTING = 2
