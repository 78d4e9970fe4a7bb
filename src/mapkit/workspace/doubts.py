"""How much checking an event pays, and why, in words that tell the reader where to look."""

from dataclasses import dataclass

from mapkit.model import ClaimStatus, Event

#: Confidences from which a step is not in doubt.
_SURE = 0.75
#: First and second candidate are close where their scores are nearer than this.
_CLOSE = 0.15
#: What a doubt weighs where it is greatest.
_UNRESOLVED, _UNSURE, _ALTERNATIVE = 0.6, 0.6, 0.5
_CLAIMS = {ClaimStatus.DISPUTED: 0.5, ClaimStatus.DENIED: 0.35, ClaimStatus.UNVERIFIABLE: 0.25}
_STEPS = {
    "recognition": "whether “{}” is a place at all",
    "resolution": "which place “{}” is",
    "coding": "whether this happened as coded",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to check an event.

    Parameters
    ----------
    weight : float
        0-1: how likely a reader finds something to correct.
    reason : str
        In words.
    """

    weight: float
    reason: str


def doubts(event: Event) -> tuple[Doubt, ...]:
    """Return the reasons to check an event, the heaviest first."""
    found: list[Doubt] = []
    if event.claim_status in _CLAIMS:
        found.append(Doubt(_CLAIMS[event.claim_status], f"the claim is {event.claim_status}"))
    words = event.location_text or event.location or "its place"
    unresolved = bool(event.location_text) and event.latitude is None
    if unresolved:
        found.append(Doubt(_UNRESOLVED, f"“{words}” is not resolved to a place"))
    for step, question in _STEPS.items():
        value = getattr(event.confidence, step)
        if value is not None and value < _SURE and not (unresolved and step == "resolution"):
            weight = _UNSURE * (_SURE - value) / _SURE
            found.append(Doubt(weight, f"not sure {question.format(words)} ({step} {value:.2f})"))
    first, second = ([one.get("score") for one in event.candidates[:2]] + [None, None])[:2]
    by_the_coder = event.confidence.resolution is not None  # a person who chose has looked at the others
    if by_the_coder and first is not None and second is not None and first - second < _CLOSE:
        weight = _ALTERNATIVE * (1 - max(0.0, first - second) / _CLOSE)
        other = ", ".join(str(event.candidates[1].get(key)) for key in ("name", "admin1", "country") if
                          event.candidates[1].get(key))  # fmt: skip
        found.append(Doubt(weight, f"{other} scores nearly the same: {second:.2f} after {first:.2f}"))
    return tuple(sorted(found, key=lambda doubt: -doubt.weight))


def doubt_of(event: Event) -> float:
    """Return all doubts together, 0-1: the chance that one of them is right, were they independent."""
    clear = 1.0
    for doubt in doubts(event):
        clear *= 1 - doubt.weight
    return round(1 - clear, 6)
