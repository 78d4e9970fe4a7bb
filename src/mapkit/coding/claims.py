"""Who says so: the attribution of a sentence, whether the speaker is a party to the conflict, and what follows."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from mapkit.coding import speakers
from mapkit.coding.actors import ActorTable, Party, phrase_without_lists, verbatim
from mapkit.coding.grammar import ancestors, host_of, subjects_of
from mapkit.coding.lexicon import pattern, words
from mapkit.model import ClaimStatus
from mapkit.text.sentences import Sentence

_CONFIRM = frozenset(["confirm", "verify", "corroborate", "geolocate", "authenticate"])
_DENY = frozenset(["deny", "reject", "dismiss", "refute", "dispute"])
#: Verbs by which a text keeps its distance: who is not known to be a civil source and "claims" is a party.
_DISTANCING = frozenset(["claim", "boast", "brag", "crow", "vaunt"])
_VAGUE = words("claims", "vague")
#: Papers that speak for who put them out, and bodies and persons that a text names in full only once.
_PAPERS = words("claims", "papers")
_BODIES = words("claims", "bodies")
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "we", "i"})
_POSSESSIVES = frozenset({"its", "their", "his", "her", "our"})
_MILITARY = pattern("claims", "military_patterns")
_CIVIL = pattern("claims", "civil_patterns")
_AUTHORITIES = pattern("claims", "authority_patterns")
_WORLD = re.compile(r"\b(?:u\.?n\.?|united nations|unicef|unhcr|ocha|nato|osce|african union)\b", re.IGNORECASE)
_UNVERIFIABLE = pattern("claims", "unverifiable_patterns", whole_words=False)
_REPORTEDLY = frozenset({"reportedly", "allegedly", "apparently", "supposedly", "purportedly"})


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


def is_interested(words: str, party: Party | None, parties: Collection[str], *, own: bool = False) -> bool:
    """Return whether a speaker is a party to the conflict.

    Parameters
    ----------
    words : str
        The speaker in the text's words, title included.
    party : Party or None
    parties : collection of str
        The sides that fight in the document; empty where unknown.
    own : bool, optional
        Whether the speaker tells of its own forces, or of no other state's: then it is a party anyway.
    """
    if _AUTHORITIES.search(words):
        return False
    side = party.side if party else None
    if party is not None and party.kind == "group":
        return side != "UN"
    if party is not None and party.kind == "leader":
        return party.state is None or _may_fight(side, parties)
    if _WORLD.search(words):
        return False
    military, civil = _MILITARY.search(words), _CIVIL.search(words)
    if military and (civil is None or _outweighs(military, civil)):
        return own or _may_fight(side, parties)
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
    trigger: Token, sentence: Sentence, table: ActorTable, parties: Collection[str], heard: "Sequence[Attribution]"
) -> Attribution | None:
    """Return the attribution that governs a trigger in its sentence, or None for the text's own voice.

    Parameters
    ----------
    trigger : spacy.tokens.Token
    sentence : Sentence
    table : ActorTable
    parties : collection of str
        The sides that fight in the document; empty where unknown.
    heard : sequence of Attribution
        Who spoke in the sentences before, the latest last.
    """
    speech = speakers.governing(trigger, sentence)
    if speech is not None and speech.speaker is not None and speech.speaker.lower_ in _POSSESSIVES:
        subjects = subjects_of(host_of(trigger))  # "by its own account, the group attacked"
        speech = speakers.Speech(subjects[0], speech.verb) if subjects else speech
    if speech is not None:
        return attribute(speech, sentence, table, parties, heard)
    hedged = next((token.lower_ for token in sentence.tokens if token.lower_ in _REPORTEDLY), None)
    return Attribution(None, None, False, hedged, None) if hedged else None


def attribute(
    speech: speakers.Speech,
    sentence: Sentence,
    table: ActorTable,
    parties: Collection[str],
    heard: Sequence[Attribution],
) -> Attribution:
    """Return the attribution to a speaker; "it", "the ministry" and "the statement" are someone heard before."""
    speaker, verb = speech.speaker, speech.verb
    if speaker is None:
        return Attribution(None, None, False, verb, None)
    before = _referent(speaker, heard)
    if before is not None:
        return replace(before, verb=verb)
    if _is_pronoun(speaker):
        return Attribution(speaker.text, None, False, verb, None)
    party = table.resolve(speaker)
    full = _full(speaker)
    side = party.side
    if side is None:
        _, country = table.in_tokens(list(speaker.subtree)[:25])
        side = country
        if country and party.kind in ("military", "government"):
            party = Party(party.name, party.inter, country, party.state, party.kind)
    name = verbatim(phrase_without_lists(speaker)) or speaker.text
    known = party if side == party.side else Party(party.name, party.inter, side, None, party.kind)
    own = not _of_other_states(speaker, sentence, table, side)
    interested = is_interested(full, known, parties, own=own)
    if verb in _DISTANCING and party.kind == "other" and not (_CIVIL.search(full) or _AUTHORITIES.search(full)):
        interested = True
    return Attribution(name, party, interested, verb, side)


def _is_pronoun(speaker: Token) -> bool:
    return speaker.lower_ in _PRONOUNS | _POSSESSIVES and speaker.pos_ in ("PRON", "DET")


def _referent(speaker: Token, heard: Sequence[Attribution]) -> Attribution | None:
    """Return whom a pronoun, or a bare noun such as "the ministry" or "the statement", stands for."""
    if _is_pronoun(speaker):
        return heard[-1] if heard and speaker.lower_ != "i" else None
    if any(child.dep_ not in ("det", "punct", "relcl", "cc") for child in speaker.children):
        return None
    noun = speaker.lemma_.lower()
    if noun in _PAPERS:
        return heard[-1] if heard else None
    if noun not in _BODIES:
        return None
    return next((before for before in reversed(heard) if noun in (before.speaker or "").lower()), None)


def _of_other_states(speaker: Token, sentence: Sentence, table: ActorTable, side: str | None) -> bool:
    """Return whether a speaker tells of other states' forces only, as a ministry does of a war that it watches."""
    said = {token.i for token in speaker.subtree}
    rest = [token for token in sentence.tokens if token.i not in said]
    if any(token.lower_ in _POSSESSIVES | {"it", "they", "we"} for token in rest):
        return False
    countries = {country for token in rest if (country := table.in_tokens([token])[1])}
    return bool(countries) and side not in countries


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
