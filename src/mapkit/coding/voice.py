"""Whose document it is: a ministry's or an army's own briefing speaks for its side, a newspaper for none."""

import re

from mapkit.coding.actors import ActorTable, Party
from mapkit.coding.claims import Attribution
from mapkit.coding.lexicon import pattern
from mapkit.text.sentences import Analysis, Sentence

_ISSUERS = pattern("claims", "issuer_patterns")
_PAPERS = pattern("claims", "paper_patterns")
_FORMAL = pattern("claims", "formal_patterns")
_TOLD = pattern("claims", "told_patterns")
_PARTISAN = pattern("claims", "partisan_patterns")
_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]?")
#: A head is at most so many short blocks without a full stop.
_HEAD_BLOCKS = 5
_HEAD_LINE = 170
_ENOUGH_ALONE = 3


def voice_of(analysis: Analysis, table: ActorTable) -> Attribution | None:
    """Return who issued a document where that is a party to the fighting, None for all other documents.

    A head such as "Ministry of Defence: operational summary" tells, and so does a text that calls the other
    side the enemy in its own voice; one mark alone does not.

    Parameters
    ----------
    analysis : Analysis
    table : ActorTable
    """
    head = _head(analysis)
    text = " \n".join(sentence.text for sentence in head)
    issuer, paper, party = _ISSUERS.search(text), _PAPERS.search(text), _party(head, table)
    named = issuer is not None or (party is not None and party.kind in ("group", "military") and party.side != "UN")
    issued = named and paper is not None and not _TOLD.search(text)
    marks = [match.lower() for sentence in analysis.sentences for match in _partisan(sentence)]
    biased = len(marks) >= _ENOUGH_ALONE and len(marks) * 8 >= len(analysis.sentences)
    formal = issuer is not None and _FORMAL.search(text) is not None and not _quotes_others(analysis)
    if not biased and not (issued and (marks or formal)):
        return None
    name = issuer.group() if issued and issuer else None
    return Attribution(name, party, True, "state", party.side if party else None)


def _head(analysis: Analysis) -> list[Sentence]:
    """Return the lines above the text proper; the first sentence of a text that has none."""
    kept: list[Sentence] = []
    for sentence in analysis.sentences:
        text = sentence.text.rstrip()
        if sentence.block >= _HEAD_BLOCKS or len(text) > _HEAD_LINE or (kept and text.endswith(".")):
            break
        kept.append(sentence)
    return kept or list(analysis.sentences[:1])


def _partisan(sentence: Sentence) -> list[str]:
    return [match.group() for match in _PARTISAN.finditer(_QUOTED.sub(" ", sentence.text))]


def _quotes_others(analysis: Analysis) -> bool:
    """Return whether a document quotes speakers as news does, in more than one sentence of ten."""
    told = sum(1 for sentence in analysis.sentences if _TOLD.search(sentence.text))
    return told * 10 > len(analysis.sentences)


def _party(head: list[Sentence], table: ActorTable) -> Party | None:
    for sentence in head:
        group, country = table.in_tokens(list(sentence.tokens))
        if group is not None:
            return group
        if country is not None and country in table.countries:
            return Party(f"Military Forces of {table.countries[country]}", 1, country, country, "military")
    return None
