"""Roles: whether a place name locates something, or stands for a government or a people.

A country, capital or seat of government is a metonym where grammar makes it an actor: the subject of a verb of speech
or action ("Moscow said", "Russia claims"), the owner of a policy ("London's support"), a party to talks ("between
Kyiv and Moscow"), the first part of "Moscow-backed". With a preposition of place, under attack, or as the goal of a
movement it is a location ("strikes on Moscow", "in Kyiv"). Both resolve to their place.
"""

import re

from spacy.tokens import Token

from mapkit.gazetteer import fold
from mapkit.geoparsing import context, vocabulary
from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.model import Place, Role

#: Verbs of which a place as such is the subject.
_OF_PLACES = frozenset(
    [
        "lie",
        "remain",
        "see",
        "suffer",
        "sit",
        "stand",
        "stretch",
        "experience",
        "border",
        "straddle",
        "host",
        "contain",
        "become",
        "come",
        "fall",
        "wake",
        "burn",
        "include",
        "record",
        "be",
    ]
)
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
_ADDRESSING = vocabulary.words(
    "urge accuse warn blame criticize criticise condemn ask tell call sanction support back pressure persuade thank "
    "help arm assist inform invite oblige force convince punish deter provoke antagonize antagonise ally"
)


def role_of(mention: Mention, place: Place | None) -> Role:
    """Return what a mention does in its sentence, given the place it was taken for."""
    if mention.kind is Kind.DEMONYM:
        return Role.DEMONYM
    seat = fold(mention.text) in _folded_seats() or mention.text.lower() in vocabulary.SEATS
    if not seat and not _governs(place):
        return Role.LOCATION
    if context.is_dateline(mention.sentence, mention.end):
        return Role.LOCATION
    country = place is not None and place.feature_code.startswith("PCL")
    return Role.METONYM if _acts(mention, seat=seat, country=country) else Role.LOCATION


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


def _acts(mention: Mention, *, seat: bool, country: bool) -> bool:
    """Tell whether grammar makes the mention an actor."""
    sentence = mention.sentence
    after = sentence.text[mention.end - sentence.start :]
    hyphen = re.match(r"[-‑–](\w+)", after)
    if hyphen:
        return hyphen[1].lower() not in ("based", "born", "area", "bound", "held")
    token = mention.span.root
    while token.dep_ == "conj" and token.head.pos_ in ("PROPN", "NOUN"):
        token = token.head
    head = token.head
    if token.dep_ == "nsubj":
        return _agent(token, head, seat=seat, country=country)
    if token.dep_ == "agent" or (token.dep_ == "pobj" and head.dep_ == "agent"):
        return True
    if token.dep_ == "poss":
        return head.lower_ in _POLITICS or head.lemma_ in _POLITICS
    if token.dep_ in ("compound", "amod", "nmod"):
        return head.lower_ in _OFFICIAL or (seat and head.pos_ in ("NOUN", "PROPN"))
    if token.dep_ in ("dobj", "dative"):
        return head.lemma_ in _ADDRESSING
    if token.dep_ == "pobj":
        return _party(head, seat=seat)
    return seat and token.dep_ != "pobj"


def _agent(token: Token, verb: Token, *, seat: bool, country: bool) -> bool:
    """Tell whether a subject acts: it speaks or decides, or is a country that does anything but lie there."""
    if verb.lemma_ == "be" or verb.pos_ == "AUX":
        return any(child.lemma_ in _MINDS for child in verb.children if child.dep_ in ("acomp", "attr"))
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return False
    if verb.lemma_ in ("come", "fall") and any(c.lower_ in ("under", "to", "into") for c in verb.children):
        return False
    if country or seat:
        return verb.lemma_ not in _OF_PLACES
    del token
    return verb.lemma_ in vocabulary.SPEECH_VERBS


def _party(preposition: Token, *, seat: bool) -> bool:
    """Tell whether the object of a preposition is a party ("talks with Moscow", "according to Kyiv")."""
    word = preposition.lower_
    if word == "to" and preposition.head.lower_ == "according":
        return True
    if word in ("with", "between", "by", "against", "for", "to", "on", "of", "from"):
        governor = preposition.head
        if governor.lower_ in _PARTIES and not (
            word in ("on", "from", "to") and governor.lower_ in ("war", "response")
        ):
            return True
        if word in ("with", "between") and governor.pos_ == "VERB" and governor.lemma_ in (
            "negotiate", "talk", "cooperate", "agree", "ally", "trade", "clash", "side", "work", "coordinate",
        ):  # fmt: skip
            return True
    return seat and word not in vocabulary.LOCATIVE and word != "on"


_EMBEDDING = (
    "after=unit", "after=Organisation", "before=Organisation of", "inside=ORG start", "inside=ORG middle",
    "inside=ORG end", "inside=PERSON", "inside=PRODUCT", "inside=WORK_OF_ART", "inside=EVENT", "inside=LAW",
)  # fmt: skip


def is_embedded(mention: Mention) -> bool:
    """Tell whether a mention is a part of an organisation's or work's name and places nothing by itself."""
    features = mention.features
    if "capitals" in features or "titled" in features:
        return "before=Organisation of" in features  # capitals join what belongs apart: datelines, headlines
    if mention.kind is Kind.DEMONYM:
        return any(f.startswith("inside=ORG") or f == "after=Organisation" for f in features)
    return any(mark in features for mark in _EMBEDDING)
