"""What the likely places of a text say of the other names in it: lists, "City, State", namesakes nearby, repetition."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.text.tokens import Tokens

_LIKELY = 0.6
_JOINTS = frozenset({", ", "/", " / ", " (", "–", " – "})
_LINKING = frozenset({"and", "or"})
_WEIGHED = 20
_REPEATED = (("likely elsewhere", 1.5, 99.0), ("unlikely elsewhere", -99.0, -1.5))
_PLACING = frozenset({"before a locative", "locative the"})


def describe(mentions: Sequence[Mention], logits: Sequence[float], tokens: Tokens) -> list[list[str]]:
    """Return, for each mention, the features it takes from a first estimate of the others.

    Parameters
    ----------
    mentions : sequence of Mention
        In reading order, each with its `recognition`.
    logits : sequence of float
        The log-odds of that estimate.
    tokens : Tokens
    """
    likely = [m for m in mentions if m.recognition > _LIKELY]
    locality = _Locality(likely)
    likely = [m for m in likely if m.kind is not Kind.DEMONYM]
    starts = {m.first: m for m in reversed(likely)}
    ends = {m.last: m for m in likely}
    sums: defaultdict[str, float] = defaultdict(float)
    counts = Counter(mention.text for mention in mentions)
    for mention, logit in zip(mentions, logits, strict=True):
        sums[mention.text] += logit
    found: list[list[str]] = []
    for mention, logit in zip(mentions, logits, strict=True):
        if mention.kind is Kind.DEMONYM:
            found.append([])
            continue
        features = _beside(mention, starts, ends, tokens)
        features += locality.of(mention)
        count = counts[mention.text]
        if count > 1:
            mean = (sums[mention.text] - logit) / (count - 1)
            features += [label for label, low, high in _REPEATED if low < mean < high]
        found.append(features)
    return found


def nesting(mentions: Sequence[Mention]) -> list[tuple[str, ...]]:
    """Return, for each mention, whether a longer proposal covers it, and whether it covers a shorter one."""
    found: list[tuple[str, ...]] = [()] * len(mentions)
    for index, outer in enumerate(mentions):
        if outer.last == outer.first:
            continue
        for at in range(index + 1, len(mentions)):
            inner = mentions[at]
            if inner.first > outer.last:
                break
            if inner.last <= outer.last:
                label = f"covered by {'listed' if outer.name.listed else outer.kind}"
                if label not in found[at]:
                    found[at] = (*found[at], label)
                if inner.name.listed and "covers a listed name" not in found[index]:
                    found[index] = (*found[index], "covers a listed name")
    return found


def _beside(mention: Mention, starts: dict[int, Mention], ends: dict[int, Mention], tokens: Tokens) -> list[str]:
    """Return what stands right before and behind a mention in a list or a "City, State"."""
    words, gaps = tokens.words, tokens.gaps
    after = before = None
    comma_after = comma_before = False
    at = mention.last + 1
    if at < len(words):
        comma_after = gaps[at] == ", "
        if gaps[at] in _JOINTS:
            after = starts.get(at) or (starts.get(at + 1) if words[at] in _LINKING else None)
        elif words[at] in _LINKING:
            after = starts.get(at + 1)
    at = mention.first - 1
    if at >= 0:
        comma_before = gaps[at + 1] == ", "
        if words[at] in _LINKING:
            before = ends.get(at - 1)
        elif gaps[at + 1] in _JOINTS:
            before = ends.get(at)
    found = []
    if after is not None or before is not None:
        found.append("beside a place")
        if after is not None and before is not None:
            found.append("between places")
        if after is not None and comma_after and _holds(after, mention):
            found.append("its container follows")
        if before is not None and comma_before and _holds(mention, before):
            found.append("contains the place before")
    return found


def _holds(container: Mention, mention: Mention) -> bool:
    """Tell whether a country or first-level division of one name holds a place of the other."""
    for outer in container.name.places[:10]:
        code = outer.feature_code
        if code.startswith("PCL"):
            if any(p.country == outer.country for p in mention.name.places):
                return True
        elif code == "ADM1" and any(p.admin1_code == outer.admin1_code for p in mention.name.places):
            return True
    return False


class _Locality:
    """The countries and divisions of a document's likely places, and which names speak for each."""

    def __init__(self, likely: Sequence[Mention]) -> None:
        self.countries: defaultdict[str, set[str]] = defaultdict(set)
        self.divisions: defaultdict[str, set[str]] = defaultdict(set)
        self.names: set[str] = set()
        self._known: dict[str, list[str]] = {}
        for mention in likely:
            for place in mention.name.places[:2]:
                self.names.add(mention.text)
                self.countries[place.country].add(mention.text)
                if place.admin1_code and not place.feature_code.startswith("PCL"):
                    self.divisions[place.admin1_code].add(mention.text)

    def of(self, mention: Mention) -> list[str]:
        """Return whether a namesake lies where the document's other places do."""
        found = self._known.get(mention.text)
        if found is None:
            local = self._local(mention) if mention.name.places else ""
            found = self._known[mention.text] = [local, f"{mention.name.kind} & {local}"] if local else []
        if found and not _PLACING.isdisjoint(mention.features):
            return [*found, f"located & {found[0]}"]
        return list(found)

    def _local(self, mention: Mention) -> str:
        places, text = mention.name.places[:_WEIGHED], mention.text
        if any(self._speaks(self.divisions, place.admin1_code, text) for place in places):
            return "its division is the text's"
        if any(self._speaks(self.countries, place.country, text) for place in places):
            return "its country is the text's"
        return "the text is elsewhere" if self.names - {text} else ""

    @staticmethod
    def _speaks(table: defaultdict[str, set[str]], code: str, text: str) -> bool:
        names = table.get(code)
        return names is not None and (len(names) > 1 or text not in names)
