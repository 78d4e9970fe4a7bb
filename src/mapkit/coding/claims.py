"""Who says so: the attribution of a sentence, whether the speaker is a party to the conflict, and what follows."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from spacy.tokens import Token

from mapkit.coding.actors import ActorTable, Party, phrase_without_lists, verbatim
from mapkit.coding.grammar import ancestors
from mapkit.coding.lexicon import pattern, words
from mapkit.model import ClaimStatus
from mapkit.text.sentences import Sentence

_SAY = words("claims", "say")
_CLAIM = frozenset(["claim", "allege", "assert", "boast", "contend", "insist"])
_CONFIRM = frozenset(["confirm", "verify", "corroborate", "geolocate", "authenticate"])
_DENY = frozenset(["deny", "reject", "dismiss", "refute", "dispute"])
_VAGUE = words("claims", "vague")
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "we", "i"})
_MILITARY = pattern("claims", "military_patterns")
_CIVIL = pattern("claims", "civil_patterns")
_HEALTH = re.compile(
    r"\bhealth (?:ministry|officials?|authorit\w+|minister)|ministry of health|civil defen[cs]e|hospital", re.IGNORECASE
)
_UNVERIFIABLE = pattern("claims", "unverifiable_patterns", whole_words=False)
_REPORTEDLY = frozenset({"reportedly", "allegedly", "apparently", "supposedly", "purportedly"})
_CLAIM_NOUNS = words("claims", "claim_nouns")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose word a mention rests on.

    Parameters
    ----------
    speaker : str or None
        In the text's words.
    party : Party or None
    interested : bool
        The speaker is a party to the conflict (its forces, leaders, spokesmen, bloggers).
    verb : str
        Lemma of the verb of saying ("say", "confirm", "deny", ...).
    side : str or None
        Whom the speaker speaks for.
    """

    speaker: str | None
    party: Party | None
    interested: bool
    verb: str
    side: str | None

    @property
    def confirms(self) -> bool:
        """Whether the speaker is said to confirm."""
        return self.verb in _CONFIRM

    @property
    def denies(self) -> bool:
        """Whether the speaker denies."""
        return self.verb in _DENY


def unverifiable(sentence: Sentence) -> bool:
    """Return whether a sentence says that something could not be verified."""
    return _UNVERIFIABLE.search(sentence.text) is not None


def is_interested(words: str, party: Party | None, parties: Collection[str]) -> bool:
    """Return whether a speaker is a party to the conflict.

    Parameters
    ----------
    words : str
        The speaker in the text's words, title included.
    party : Party or None
    parties : collection of str
        The sides that fight in the document; empty where unknown.
    """
    if _HEALTH.search(words):
        return False
    side = party.side if party else None
    if party is not None and party.kind == "group":
        return side != "UN"
    if party is not None and party.kind == "leader":
        return _may_fight(side, parties)
    if re.search(r"\b(?:u\.?n\.?|united nations|unicef|ocha|nato)\b", words, re.IGNORECASE):
        return False
    military, civil = _MILITARY.search(words), _CIVIL.search(words)
    if military and (civil is None or _outweighs(military, civil)):
        return _may_fight(side, parties)
    if civil:
        return False
    if party is not None and party.kind in ("country", "military", "government", "armed"):
        return _may_fight(side, parties)
    return False


def _outweighs(military: re.Match[str], civil: re.Match[str]) -> bool:
    """Return whether the military word outweighs a civil one: in "army officials" it does, in "police captain" not."""
    word = civil.group().lower()
    return word in _VAGUE or (military.start() < civil.start() and word not in ("police", "mayor", "governor"))


def _may_fight(side: str | None, parties: Collection[str]) -> bool:
    return side is None or not parties or side in parties


def attribution_of(
    trigger: Token, sentence: Sentence, table: ActorTable, parties: Collection[str], last: "Attribution | None"
) -> Attribution | None:
    """Return the attribution that governs a trigger in its sentence, or None for the text's own voice."""
    found = (
        _by_verb(trigger, table, parties, last)
        or _according(sentence, table, parties)
        or _beside(sentence, trigger, table, parties, last)
    )
    if found is None:
        for token in sentence.tokens:
            if token.lower_ in _REPORTEDLY:
                return Attribution(None, None, False, token.lower_, None)
    return found


def _by_verb(
    trigger: Token, table: ActorTable, parties: Collection[str], last: Attribution | None
) -> Attribution | None:
    below = trigger
    for above in ancestors(trigger):
        lemma = above.lemma_.lower()
        if above.pos_ in ("VERB", "AUX") and lemma in _SAY and below.dep_ in (
            "ccomp", "xcomp", "dobj", "nsubjpass", "prep", "parataxis", "advcl", "conj", "pobj", "dep", "acl", "relcl",
        ):  # fmt: skip
            if below.dep_ in ("advcl", "relcl") and below.i > above.i and below.dep_ == "relcl":
                below = above
                continue
            speaker = _speaker(above)
            if speaker is not None:
                return _attribution(speaker, lemma, table, parties, last)
            if any(child.dep_ in ("auxpass", "nsubjpass") for child in above.children):
                by = [t for c in above.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
                if by:
                    return _attribution(by[0], lemma, table, parties, last)
                return Attribution(None, None, False, lemma, None)
        if above.pos_ == "NOUN" and lemma in _CLAIM_NOUNS and below.dep_ in ("acl", "ccomp", "prep", "relcl"):
            owner = next((c for c in above.children if c.dep_ in ("poss", "amod", "compound")), None)
            by = [
                t
                for c in above.children
                if c.dep_ == "prep" and c.lower_ in ("by", "from")
                for t in c.children
                if t.dep_ == "pobj"
            ]
            if by or owner is not None:
                return _attribution(by[0] if by else owner or above, lemma, table, parties, last)
        below = above
    return None


def _speaker(verb: Token) -> Token | None:
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


def _according(sentence: Sentence, table: ActorTable, parties: Collection[str]) -> Attribution | None:
    for token in sentence.tokens:
        if token.lower_ != "according":
            continue
        for child in token.subtree:
            if child.dep_ == "pobj" and child.i > token.i:
                return _attribution(child, "say", table, parties, None)
        rest = [t for t in sentence.tokens if t.i > token.i + 1][:12]
        if rest:
            head = next(
                (t for t in rest if t.pos_ in ("NOUN", "PROPN") and t.dep_ not in ("compound", "amod", "poss")), rest[0]
            )
            return _attribution(head, "say", table, parties, None)
    return None


def _beside(
    sentence: Sentence, trigger: Token, table: ActorTable, parties: Collection[str], last: Attribution | None
) -> Attribution | None:
    """Return the speaker of "..., officials said" where the parser hung the clause elsewhere."""
    tokens = list(sentence.tokens)
    for token in tokens:
        if (
            token.pos_ not in ("VERB", "AUX")
            or token.lemma_.lower() not in _SAY
            or token.lemma_.lower() in ("find", "describe", "list", "count", "vow")
        ):
            continue
        if token.i == trigger.i:
            continue
        speaker = _speaker(token)
        after = tokens.index(token) >= len(tokens) - 8
        before = token.i > 0 and token.i > tokens[0].i and token.nbor(-1).text in (",", "”", '"')
        if speaker is not None and (after or before) and speaker.i != trigger.i and not _has_object(token):
            return _attribution(speaker, token.lemma_.lower(), table, parties, last)
    return None


def _has_object(verb: Token) -> bool:
    return any(child.dep_ == "dobj" for child in verb.children)


def _attribution(
    speaker: Token, verb: str, table: ActorTable, parties: Collection[str], last: Attribution | None
) -> Attribution | None:
    if speaker.lower_ in _PRONOUNS and speaker.pos_ == "PRON":
        if last is not None and speaker.lower_ != "i":
            return Attribution(last.speaker, last.party, last.interested, verb, last.side)
        return Attribution(speaker.text, None, False, verb, None)
    party = table.resolve(speaker)
    words = _full(speaker)
    side = party.side
    if side is None:
        _, country = table.in_tokens(list(speaker.subtree)[:25])
        side = country
        if country and party.kind in ("military", "government"):
            party = Party(party.name, party.inter, country, party.state, party.kind)
    name = verbatim(phrase_without_lists(speaker)) or speaker.text
    interested = is_interested(
        words, party if side == party.side else Party(party.name, party.inter, side, None, party.kind), parties
    )
    return Attribution(name, party, interested, verb, side)


def _full(speaker: Token) -> str:
    """Return the speaker with title and apposition ("Serhii Lysak, the governor of ...")."""
    kept = [
        token
        for token in speaker.subtree
        if not any(
            up.dep_ == "relcl" and up.i != speaker.i
            for up in [token, *ancestors(token)]
            if up.i > speaker.left_edge.i and _inside(up, speaker)
        )
    ]
    doc = speaker.doc
    return doc[kept[0].i : kept[-1].i + 1].text if kept else speaker.text


def _inside(token: Token, top: Token) -> bool:
    return any(up.i == top.i for up in ancestors(token))


def claim_of(attribution: Attribution | None, negated: bool) -> ClaimStatus:
    """Return the claim status that a single attribution gives."""
    if attribution is None:
        return ClaimStatus.REPORTED
    if attribution.denies and negated:
        return ClaimStatus.DENIED
    if attribution.confirms and not attribution.interested:
        return ClaimStatus.CONFIRMED
    if attribution.interested:
        return ClaimStatus.CLAIMED
    return ClaimStatus.REPORTED
