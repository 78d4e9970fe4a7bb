"""Who speaks on: the speaker of "It also ...", of a list behind a colon, of a quotation that goes on."""

import re
from collections.abc import Collection

from spacy.tokens import Token

from mapkit.coding import speakers
from mapkit.coding.actors import ActorTable, Party
from mapkit.coding.claims import Attribution, attribute, attribution_of, is_interested
from mapkit.coding.lexicon import pattern
from mapkit.coding.voice import voice_of
from mapkit.text.sentences import Analysis, Sentence

_GOES_ON = pattern("claims", "goes_on_patterns", whole_words=False)
_ADDS = pattern("claims", "adds_patterns", whole_words=False)
_SUMS_UP = pattern("claims", "sums_up_patterns", whole_words=False)
_ADDRESSES = pattern("claims", "address_patterns", whole_words=False)
_ITEM = re.compile(r"\s*(?:[-–—*•▪◾●■►➡✅·]|\(?\d{1,2}[.)]|\([a-z]\))")
_QUOTES = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "„": '"'})


class Narrator:
    """Knows who speaks in each sentence of a document, read in order.

    Parameters
    ----------
    analysis : Analysis
    table : ActorTable
    parties : collection of str
        The sides that fight in the document.
    """

    def __init__(self, analysis: Analysis, table: ActorTable, parties: Collection[str]) -> None:
        self._analysis = analysis
        self._table = table
        self._parties = parties
        self._own = voice_of(analysis, table)
        self._last: Attribution | None = None
        self._last_at = -1
        #: Whether the last speaker told an event.
        self._told = False
        #: Who speaks in the list behind a colon.
        self._lister: Attribution | None = None

    def said(self, trigger: Token, sentence: Sentence) -> Attribution | None:
        """Return whose word a trigger rests on, None for a text that speaks for no side."""
        own = attribution_of(trigger, sentence, self._table, self._parties, self._last)
        return own or self._carried(sentence) or self._own

    def hear(self, sentence: Sentence, said: Attribution | None) -> None:
        """Remember who speaks in a sentence.

        Parameters
        ----------
        sentence : Sentence
        said : Attribution or None
            Whose word its last event rests on, where it has one.
        """
        speaker = said if said is not None and said.speaker and said is not self._own else self._heard(sentence)
        if speaker is not None:
            self._last, self._last_at, self._told = speaker, sentence.index, speaker is said
        elif self._carried(sentence) is not None:
            self._last_at = sentence.index
        introduces = sentence.text.rstrip().endswith(":")
        if introduces or not _ITEM.match(sentence.text):
            inside = self._last is not None and self._last_at == sentence.index
            self._lister = self._last if introduces and inside else None

    def _heard(self, sentence: Sentence) -> Attribution | None:
        if sentence.parsed:
            speech = speakers.opening(sentence)
            if speech is not None:
                return attribute(speech, sentence, self._table, self._parties, self._last)
        found = _ADDRESSES.match(sentence.text)
        if found is None:
            return None
        who = found["who"]
        tokens = [token for token in sentence.tokens if token.idx < len(who)]
        group, country = self._table.in_tokens(tokens)
        party = group or (Party(who, None, country, None, "other") if country else None)
        interested = is_interested(who, party, self._parties, own=True)
        return Attribution(who, party, interested, "state", party.side if party else None)

    def _carried(self, sentence: Sentence) -> Attribution | None:
        """Return the speaker of a sentence that names none but goes on with what a party said."""
        if self._lister is not None and (_ITEM.match(sentence.text) or self._last_at == sentence.index - 1):
            return self._lister
        last = self._last
        if last is None or not last.interested or self._last_at != sentence.index - 1:
            return None
        before = self._analysis.sentences[self._last_at]
        if before.block != sentence.block:
            return None
        adds = self._told and _ADDS.match(sentence.text)
        spells_out = _SUMS_UP.search(before.text)
        return last if adds or spells_out or _GOES_ON.match(sentence.text) or self._is_quoted(sentence) else None

    def _is_quoted(self, sentence: Sentence) -> bool:
        """Return whether a sentence goes on with a quotation that one before it in the paragraph opened."""
        before = [s for s in self._analysis.sentences[: sentence.index] if s.block == sentence.block]
        return sum(s.text.translate(_QUOTES).count('"') for s in before) % 2 == 1
