"""Events that lie too near each other in a picture to be told apart, as one sign with their numbers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mapkit.export.briefing.frame import Spot
from mapkit.model import Event, EventType

#: Points within which events are one sign.
_NEAR = 19
_NUMBERS_MAX = 18


@dataclass(slots=True)
class Group:
    """Events at one spot of the picture, with their numbers."""

    spot: Spot
    events: list[tuple[int, Event]] = field(default_factory=list)

    def shares(self) -> list[tuple[EventType, float]]:
        """Return the types with their shares in per cent, in the vocabulary's order."""
        counts = Counter(event.event_type for _, event in self.events)
        return [(kind, 100 * counts[kind] / len(self.events)) for kind in EventType if counts[kind]]

    def place(self) -> str | None:
        """Return the place that most of the events name, the first of those named as often."""
        names = Counter(event.location for _, event in self.events if event.location)
        return names.most_common(1)[0][0] if names else None


def grouped(placed: Iterable[tuple[int, Event, Spot]]) -> list[Group]:
    """Return events in groups: each goes to the first one that is near, in the order of the numbers."""
    groups: list[Group] = []
    for number, event, (x, y) in placed:
        near = (one for one in groups if (one.spot[0] - x) ** 2 + (one.spot[1] - y) ** 2 < _NEAR**2)
        group = next(near, None)
        if group is None:
            groups.append(group := Group((x, y)))
        group.events.append((number, event))
    return groups


def numbers_in_words(numbers: Sequence[int]) -> str:
    """Return numbers as a reader writes them, `1, 4–6`; of many only the first few, then an ellipsis."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words: list[str] = []
    for first, last in spans:
        word = str(first) if first == last else f"{first}–{last}" if last > first + 1 else f"{first}, {last}"
        if len(", ".join((*words, word))) > _NUMBERS_MAX:
            return ", ".join((*words, "…"))
        words.append(word)
    return ", ".join(words)
