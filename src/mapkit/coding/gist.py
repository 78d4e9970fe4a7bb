"""What a short text is mainly about: the sub-event type for which its mentions and its words together speak most."""

from collections.abc import Mapping, Sequence

from mapkit.coding.classification import Mention, Reader
from mapkit.coding.codebook import Codebook
from mapkit.coding.grammar import ancestors, host_of
from mapkit.model import EventType
from mapkit.tagging import Tag

#: How much a type says about what a short text is mainly about, beside the rule's own specificity.
_BY_TYPE = {EventType.DIPLOMACY: -3.0, EventType.HUMANITARIAN: -3.0, EventType.STRATEGIC: -0.3}
#: What the signs of a type weigh beside a mention: each list of them that a text has words of, and each further word.
_PER_LIST, _PER_WORD, _MOST_WORDS = 0.3, 0.4, 5
#: What a tag weighs beside a mention: of what happened, of what is told again, of what did not happen.
_PER_TAG, _AGAIN, _OTHER, _LEAST_KIND = 1.0, 0.5, 0.3, 0.05


def main_type(readers: Sequence[Reader], codebook: Codebook, tags: Sequence[Tag] = ()) -> str | None:
    """Return the sub-event type that a text is mainly about, or None where nothing speaks for any.

    Parameters
    ----------
    readers : sequence of Reader
        The text's sentences, in reading order.
    codebook : Codebook
    tags : sequence of Tag, optional
        What the tagger reads in the text.
    """
    told, shown, tagged = _of_mentions(readers), _of_signs(readers, codebook), _of_tags(tags, codebook)
    scores = {
        name: told.get(name, 0.0)
        + shown.get(name, 0.0)
        + tagged.get(name, 0.0)
        + (_BY_TYPE.get(codebook.sub_types[name].event_type, 0.0) if name in told or name in tagged else 0.0)
        for name in {**told, **shown, **tagged}
    }
    return max(scores, key=lambda name: (scores[name], name), default=None)


def _of_mentions(readers: Sequence[Reader]) -> Mapping[str, float]:
    """Return what the events that a text tells weigh: the specific and the first more than results and asides."""
    scores: dict[str, float] = {}
    for index, reader in enumerate(readers):
        for mention in reader.mentions():
            name = mention.rule.sub_event_type
            weight = _weight(mention, reader) * (1.0 if index == 0 else 0.55)
            scores[name] = scores.get(name, 0.0) * 0.6 + weight
    return scores


def _weight(mention: Mention, reader: Reader) -> float:
    rule = mention.rule
    weight = 1.0 + 0.5 * mention.score
    if rule.generic:
        weight *= 0.6
    if rule.consequence and rule.sub_event_type != "Looting/property destruction":
        weight *= 0.5
    if rule.weak and not reader.supported(mention):
        weight *= 0.7
    if any(up.pos_ == "NOUN" for up in ancestors(host_of(mention.trigger))):
        weight *= 0.85
    return weight


def _of_tags(tags: Sequence[Tag], codebook: Codebook) -> Mapping[str, float]:
    """Return what the tagger's words weigh for each type: what happened more than what did not, the first more."""
    scores: dict[str, float] = {}
    for index, tag in enumerate(tags):
        weight = _PER_TAG * (tag.actual + _AGAIN * tag.again + _OTHER * tag.other) * (1.0 if index == 0 else 0.7)
        for name, share in tag.kinds.items():
            if share > _LEAST_KIND and name in codebook.sub_types:
                scores[name] = scores.get(name, 0.0) + weight * share
    return scores


def _of_signs(readers: Sequence[Reader], codebook: Codebook) -> Mapping[str, float]:
    """Return what words weigh that go with a type whatever the grammar, where a text has some of each list."""
    scores: dict[str, float] = {}
    for name, sub_type in codebook.sub_types.items():
        found = [set().union(*(reader.found(words) for reader in readers)) for words in sub_type.signs]
        every = len(set().union(*found))
        if found and all(found) and every >= len(found):
            scores[name] = _PER_LIST * len(found) + _PER_WORD * min(every - len(found), _MOST_WORDS)
    return scores
