"""Who speaks in a sentence: subjects of verbs of saying, "according to", "by the army's count", carried speakers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from mapkit.coding.entities import names_time
from mapkit.coding.grammar import ancestors
from mapkit.coding.lexicon import words
from mapkit.text.sentences import Sentence

_SAY = words("claims", "say")
_CLAIM_NOUNS = words("claims", "claim_nouns")
_COUNTS = words("claims", "count_nouns")
#: Verbs of saying that take things said to be so as well, so that they govern no clause set beside them.
_WITH_OBJECT = frozenset({"find", "describe", "list", "count", "vow", "record", "register", "log"})
#: Verbs whose object is whom one tells.
_TELLING = frozenset({"tell", "inform", "brief"})
#: Verbs behind which "to" opens hearsay ("said to be the army's"), no word of the subject's.
_HEARSAY = frozenset({"say", "report", "believe", "estimate", "allege", "describe"})
_CLAUSES = frozenset(
    {"ccomp", "xcomp", "dobj", "nsubjpass", "prep", "parataxis", "advcl", "conj", "pobj", "dep", "acl", "relcl"}
)
_COMMAS = frozenset({",", "”", '"', "’", "'", "–", "—", "-", "(", ")"})
_OUTLETS = re.compile(r"^(?:us|reporters?|journalists?|media|press|newspaper|station|paper|him|her|them|me|everyone)$")


@dataclass(frozen=True, slots=True)
class Speech:
    """A speaker and the verb.

    Parameters
    ----------
    speaker : spacy.tokens.Token or None
        Head of who speaks; None for a passive without an agent ("it was reported").
    verb : str
        Lemma of the verb of saying.
    """

    speaker: Token | None
    verb: str


def governing(trigger: Token, sentence: Sentence) -> Speech | None:
    """Return the speech that a trigger is part of, or None where its sentence names no speaker for it."""
    return _above(trigger) or _sourced(trigger, sentence) or _beside(trigger, sentence)


def opening(sentence: Sentence) -> Speech | None:
    """Return the first speech of a sentence, whatever it tells: who "he" is in the next."""
    for token in sentence.tokens:
        if _is_saying(token):
            speaker = subject_of(token)
            if speaker is not None:
                return Speech(speaker, token.lemma_.lower())
    for speaker in _sources(sentence):
        return Speech(speaker, "say")
    return None


def _is_saying(token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX") or token.lemma_.lower() not in _SAY:
        return False
    following = token.doc[token.i + 1 : token.i + 2]
    return token.lemma_.lower() not in _HEARSAY or all(item.lower_ != "to" for item in following)


def _above(trigger: Token) -> Speech | None:
    """Return the speech whose clause, object or noun ("claims by the army that") holds the trigger."""
    below = trigger
    for above in ancestors(trigger):
        if _is_saying(above) and below.dep_ in _CLAUSES and not (below.dep_ == "relcl" and below.i > above.i):
            found = _said_by(above)
            if found is not None:
                return found
        lemma = above.lemma_.lower()
        if above.pos_ == "NOUN" and lemma in _CLAIM_NOUNS and below.dep_ in ("acl", "ccomp", "prep", "relcl"):
            owner = _owner(above)
            if owner is not None:
                return Speech(owner, lemma)
        below = above
    return None


def _said_by(verb: Token) -> Speech | None:
    lemma = verb.lemma_.lower()
    speaker = subject_of(verb)
    if speaker is not None:
        return Speech(speaker, lemma)
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        by = [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
        return Speech(by[0] if by else None, lemma)
    return None


def _owner(noun: Token) -> Token | None:
    """Return whose claim a noun names: "the army's claim", "claims by the army"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner
    return next((child for child in noun.children if child.dep_ in ("poss", "amod", "compound")), None)


def subject_of(verb: Token) -> Token | None:
    """Return who says what a verb of saying tells, its own subject or one that it shares."""
    own = [child for child in verb.children if child.dep_ == "nsubj"]
    if own:
        return min(own, key=lambda child: abs(child.i - verb.i))
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return next((child for child in verb.head.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return verb.head
    if verb.dep_ in ("advcl", "xcomp", "pcomp"):
        head = verb.head if verb.head.pos_ == "VERB" else verb.head.head
        return next((child for child in head.children if child.dep_ == "nsubj"), None)
    return None


def _sourced(trigger: Token, sentence: Sentence) -> Speech | None:
    """Return the nearest of the sources that a sentence names beside what they tell."""
    found = sorted(_sources(sentence), key=lambda token: abs(token.i - trigger.i))
    return Speech(found[0], "say") if found else None


def _sources(sentence: Sentence) -> Iterator[Token]:
    """Yield those whom a sentence names as sources: "according to X", "per X", "by X's count", "in X's words"."""
    for token in sentence.tokens:
        word = token.lower_
        if word == "according" or (word == "per" and _is_source(token)):
            yield from _object(token, sentence)
        elif word in ("by", "on") and token.pos_ == "ADP":
            for child in token.children:
                if child.dep_ == "pobj" and child.lemma_.lower() in _COUNTS:
                    owner = _owner(child)
                    if owner is not None and owner.pos_ not in ("ADJ", "DET", "NUM", "VERB"):
                        yield owner


def _is_source(per: Token) -> bool:
    """Return whether "per" names a source ("per the army"), not a rate ("per day", "per cent")."""
    following = per.doc[per.i + 1 : per.i + 2]
    return any(token.lower_ in ("the", "a", "an", "local") or token.pos_ == "PROPN" for token in following)


def _object(preposition: Token, sentence: Sentence) -> Iterator[Token]:
    below = [t for t in preposition.subtree if t.dep_ == "pobj" and t.i > preposition.i]
    rest = [t for t in sentence.tokens if t.i > preposition.i + (preposition.lower_ == "according")][:12]
    named = [t for t in rest if t.pos_ in ("NOUN", "PROPN") and t.dep_ not in ("compound", "amod", "poss")]
    yield from (below or named or rest)[:1]


def _beside(trigger: Token, sentence: Sentence) -> Speech | None:
    """Return the speech of "..., officials said" where the parser hung the clause elsewhere."""
    tokens = list(sentence.tokens)
    for token in tokens:
        if not _is_saying(token) or token.lemma_.lower() in _WITH_OBJECT or token.i == trigger.i:
            continue
        speaker = subject_of(token) or _inverted(token)
        if speaker is None or speaker.i == trigger.i or (_has_thing(token) and token.i > trigger.i):
            continue
        introduces = token.i < trigger.i and any(t.text == ":" for t in tokens if token.i < t.i < trigger.i)
        if introduces or (not _has_thing(token) and _is_set_off(token, speaker, tokens)):
            return Speech(speaker, token.lemma_.lower())
    return None


def _is_set_off(verb: Token, speaker: Token, tokens: list[Token]) -> bool:
    """Return whether a saying stands at the end of its sentence, behind a quote, or between commas."""
    first, last = tokens[0].i, tokens[-1].i
    if verb.i > last - 8:
        return True
    if verb.i > first and verb.nbor(-1).text in _COMMAS:
        return True
    edge = min(speaker.left_edge.i, verb.i)
    return edge > first and verb.doc[edge - 1].text in _COMMAS and verb.i < last and verb.nbor(1).text in _COMMAS


def _inverted(verb: Token) -> Token | None:
    """Return the speaker of ", claimed the armed forces chief", which the parser reads as an object."""
    behind = verb.i > verb.sent.start and verb.nbor(-1).text in _COMMAS
    return next((c for c in verb.children if behind and c.dep_ in ("dobj", "attr", "oprd") and c.i > verb.i), None)


def _has_thing(verb: Token) -> bool:
    """Return whether a verb of saying has an object other than whom it tells."""
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative") and child.i > verb.i]
    if _inverted(verb) in objects and not any(child.dep_ == "nsubj" for child in verb.children):
        return False
    told = verb.lemma_.lower() in _TELLING
    return any(not told and not _OUTLETS.match(item.lower_) for item in objects if not names_time(item))
