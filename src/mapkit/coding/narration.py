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
_ISSUER = pattern("claims", "issuer_patterns")
_PAPER = pattern("claims", "paper_patterns")
_TOLD = pattern("claims", "told_patterns")
#: A heading such as "From the General Staff's evening summary" is at most so many words.
_HEADING = 10
_LABEL = re.compile(r"\W*(?:\d{1,2}[:.]\d{2}\W+)?(?P<who>[^\W\d][\w.'’-]*(?:[ ][^\W\d][\w.'’-]*){0,5})[ ]?:\s")
_TAG = re.compile(
    r"(?:\s[–—-]\s?|\((?:via |per |source: ?|according to )?|\bsource: ?)(?P<who>[^()–—:,;.]{2,45})\)?[.\s]*$",
    re.IGNORECASE,
)
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
        self._speakers: list[Attribution] = []
        self._last_at = -1
        #: Whether the last speaker told an event.
        self._told = False
        #: Who speaks in the list behind a colon, and under a heading.
        self._lister: Attribution | None = None
        self._section: Attribution | None = None
        #: The paragraph that a label ("COL. MUSA:") opens, and who speaks in it.
        self._labelled: tuple[int, Attribution] | None = None

    def said(self, trigger: Token, sentence: Sentence) -> Attribution | None:
        """Return whose word a trigger rests on, None for a text that speaks for no side."""
        own = attribution_of(trigger, sentence, self._table, self._parties, self._speakers)
        return own or self._tagged(sentence) or self._carried(sentence) or self._own

    def hear(self, sentence: Sentence, said: Attribution | None) -> None:
        """Remember who speaks in a sentence.

        Parameters
        ----------
        sentence : Sentence
        said : Attribution or None
            Whose word its last event rests on, where it has one.
        """
        self._see_label(sentence)
        speaker = said if said is not None and said.speaker and said is not self._own else self._heard(sentence)
        if speaker is not None:
            self._speakers.append(speaker)
            self._last_at, self._told = sentence.index, speaker is said
        elif self._carried(sentence) is not None:
            self._last_at = sentence.index
        if _is_heading(sentence):
            self._section = self._headed(sentence)
        introduces = sentence.text.rstrip().endswith(":")
        if introduces or not _ITEM.match(sentence.text):
            self._lister = self._speakers[-1] if introduces and self._last_at == sentence.index else None

    def _heard(self, sentence: Sentence) -> Attribution | None:
        if sentence.parsed:
            speech = speakers.opening(sentence)
            if speech is not None:
                return attribute(speech, sentence, self._table, self._parties, self._speakers)
        found = _ADDRESSES.match(sentence.text)
        if found is not None:
            return self._named(found["who"], sentence, found.start("who"))
        return self._tagged(sentence) or (self._headed(sentence) if _is_heading(sentence) else None)

    def _headed(self, sentence: Sentence) -> Attribution | None:
        """Return the party under whose name a heading puts what follows ("General Staff, evening summary")."""
        text = sentence.text
        if not sentence.block or not _ISSUER.search(text) or not _PAPER.search(text) or _TOLD.search(text):
            return None
        speaker = self._named(text, sentence, 0)
        return speaker if speaker.interested else None

    def _tagged(self, sentence: Sentence) -> Attribution | None:
        """Return the party whose name stands before a colon, or behind a dash or in brackets at the end."""
        self._see_label(sentence)
        tag = _TAG.search(sentence.text)
        if self._labelled is not None and self._labelled[0] == sentence.block and self._labelled[1].interested:
            return self._labelled[1]
        if tag is None:
            return None
        speaker = self._named(tag["who"], sentence, tag.start("who"))
        return speaker if speaker.interested else None

    def _see_label(self, sentence: Sentence) -> None:
        label = _LABEL.match(sentence.text)
        if label is not None:
            speaker = self._named(self._introduced(label["who"]), sentence, label.start("who"))
            self._labelled = (sentence.block, speaker)

    def _introduced(self, name: str) -> str:
        """Return a label with the words that introduce its bearer in the text ("Colonel Musa, who speaks for ...")."""
        surname = re.escape(name.split()[-1])
        if not name.isupper():
            return name
        found = re.search(
            rf"(?:\w[\w-]* ){{0,4}}\b{surname}\b(?:, [^.;:\n,]{{3,60}})?", self._analysis.document.text, re.IGNORECASE
        )
        return f"{name} {found.group()}" if found else name

    def _named(self, who: str, sentence: Sentence, start: int) -> Attribution:
        """Return the attribution to someone whom no verb of saying shows, only the words."""
        tokens = [token for token in sentence.tokens if start <= token.idx < start + len(who)]
        group, country = self._table.in_tokens(tokens) if tokens else (None, None)
        party = group or (Party(who, None, country, None, "other") if country else None)
        interested = is_interested(who, party, self._parties, own=True)
        return Attribution(who, party, interested, "state", party.side if party else None)

    def _carried(self, sentence: Sentence) -> Attribution | None:
        """Return the speaker of a sentence that names none but goes on with what a party said."""
        if self._lister is not None and (_ITEM.match(sentence.text) or self._last_at == sentence.index - 1):
            return self._lister
        last = self._speakers[-1] if self._speakers else None
        if last is None or not last.interested or self._last_at != sentence.index - 1:
            return self._section
        before = self._analysis.sentences[self._last_at]
        if before.block != sentence.block:
            return self._section
        adds = self._told and _ADDS.match(sentence.text)
        spells_out = _SUMS_UP.search(before.text)
        goes_on = adds or spells_out or _GOES_ON.match(sentence.text) or self._is_quoted(sentence)
        return last if goes_on else self._section

    def _is_quoted(self, sentence: Sentence) -> bool:
        """Return whether a sentence goes on with a quotation that one before it in the paragraph opened."""
        before = [s for s in self._analysis.sentences[: sentence.index] if s.block == sentence.block]
        return sum(s.text.translate(_QUOTES).count('"') for s in before) % 2 == 1


def _is_heading(sentence: Sentence) -> bool:
    """Return whether a line reads as a heading: short and without a full stop."""
    text = sentence.text.rstrip()
    return len(text.split()) <= _HEADING and not text.endswith((".", "!", "?", '"', "”", "…"))
