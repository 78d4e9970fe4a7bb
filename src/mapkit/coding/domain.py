"""What a document is about: in a sports page or a storm report "attack" and "captured" are ordinary words."""

from collections.abc import Mapping

from mapkit.coding.classification import Mention, Reader
from mapkit.coding.codebook import Codebook
from mapkit.model import EventType
from mapkit.text.sentences import Analysis, Sentence

_WAR, _SPORT, _HAZARD = "war_words", "sport_business", "hazard"
#: One sentence in this many must speak of war or violence for a document to be about it.
_SHARE = 6
#: How many sentences away a word of war may stand for a weak trigger to mean what it does in a war.
_NEAR = 2
#: A mention of this score has two conditions of its rule fulfilled: it says clearly what it means.
_SURE = 1.9


def serious(
    analysis: Analysis, readers: Mapping[int, Reader], found: Mapping[int, list[Mention]], codebook: Codebook
) -> dict[int, list[Mention]]:
    """Return the mentions by sentence without those that the document's subject makes ordinary words.

    A weak trigger ("strike", "attack") counts where its sentence speaks of war, or where the document does and the
    sentence does not speak of sport, business or the weather.
    """
    block = {index: analysis.sentences[index].block for index in readers}
    war = {index for index, reader in readers.items() if reader.speaks_of(_WAR)}
    light = {index for index, reader in readers.items() if reader.speaks_of(_SPORT) or reader.speaks_of(_HAZARD)}
    peaceful = {block[index] for index in light - war} - {block[index] for index in war}
    playful = (light - war) | {index for index in readers if block[index] in peaceful}
    light_blocks = {block[index] for index in playful}
    grave = {
        index
        for index, mentions in found.items()
        if index not in playful and any(readers[index].supported(m) or not m.rule.weak for m in mentions)
    }
    sporting = {analysis.sentences[i].block for i, reader in readers.items() if reader.speaks_of(_SPORT)}
    of_sport = 2 * len(sporting) >= len({analysis.sentences[i].block for i in readers}) and len(sporting) > 1
    at_war = (
        bool(war) and not of_sport and len(war | grave) > len(playful) and _SHARE * len(war | grave) >= len(readers)
    )

    def counts(index: int, mention: Mention) -> bool:
        if of_sport:
            return mention.score >= _SURE and not mention.rule.weak
        if not mention.rule.weak:
            return True
        if at_war and index not in playful and any(near in war for near in range(index - _NEAR, index + _NEAR + 1)):
            return True
        if codebook.sub_types[mention.sub_event_type].event_type is EventType.HUMANITARIAN:
            return not readers[index].speaks_of(_SPORT)
        if not readers[index].supported(mention):
            return mention.score >= _SURE and index not in playful
        return at_war or (index not in playful and (block[index] not in light_blocks or mention.score >= _SURE))

    return {
        index: [] if is_heading(analysis.sentences[index]) else [m for m in mentions if counts(index, m)]
        for index, mentions in found.items()
    }


def is_heading(sentence: Sentence) -> bool:
    """Return whether a sentence is a section's heading ("HOSTILITIES AND CASUALTIES"): a short line without a verb."""
    if sentence.block == 0 or len(sentence.tokens) > 8 or sentence.text.strip().endswith((".", "!", "?")):
        return False
    return not any(token.pos_ in ("VERB", "AUX") for token in sentence.tokens)
