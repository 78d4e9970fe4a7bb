"""How much checking an event pays, and why, in words that tell the reader where to look."""

from dataclasses import dataclass

from mapkit.languages import Labels, marked
from mapkit.languages import gettext as _
from mapkit.model import ClaimStatus, Event

#: Confidences from which a step is not in doubt.
_SURE = 0.75
#: First and second candidate are close where their scores are nearer than this.
_CLOSE = 0.15
#: What a doubt weighs where it is greatest.
_UNRESOLVED, _UNSURE, _ALTERNATIVE = 0.6, 0.6, 0.5
_CLAIMS = {ClaimStatus.DISPUTED: 0.5, ClaimStatus.DENIED: 0.35, ClaimStatus.UNVERIFIABLE: 0.25}
_STEPS = Labels(
    {
        "recognition": marked("not sure whether “{words}” is a place at all (recognition {value})"),
        "resolution": marked("not sure which place “{words}” is (resolution {value})"),
        "coding": marked("not sure whether this happened as coded (coding {value})"),
    }
)
_CLAIMED = Labels(
    {
        ClaimStatus.DISPUTED: marked("the claim is disputed"),
        ClaimStatus.DENIED: marked("the claim is denied"),
        ClaimStatus.UNVERIFIABLE: marked("the claim is unverifiable"),
    }
)


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
        found.append(Doubt(_CLAIMS[event.claim_status], _CLAIMED[event.claim_status]))
    words = event.location_text or event.location or _("its place")
    unresolved = bool(event.location_text) and event.latitude is None
    if unresolved:
        found.append(Doubt(_UNRESOLVED, _("“{words}” is not resolved to a place").format(words=words)))
    for step, question in _STEPS.items():
        value = getattr(event.confidence, step)
        if value is not None and value < _SURE and not (unresolved and step == "resolution"):
            weight = _UNSURE * (_SURE - value) / _SURE
            found.append(Doubt(weight, question.format(words=words, value=f"{value:.2f}")))
    first, second = ([one.get("score") for one in event.candidates[:2]] + [None, None])[:2]
    by_the_coder = event.confidence.resolution is not None  # a person who chose has looked at the others
    if by_the_coder and first is not None and second is not None and first - second < _CLOSE:
        weight = _ALTERNATIVE * (1 - max(0.0, first - second) / _CLOSE)
        other = ", ".join(str(event.candidates[1].get(key)) for key in ("name", "admin1", "country") if
                          event.candidates[1].get(key))  # fmt: skip
        found.append(
            Doubt(
                weight,
                _("{place} scores nearly the same: {second} after {first}").format(
                    place=other, second=f"{second:.2f}", first=f"{first:.2f}"
                ),
            )
        )
    return tuple(sorted(found, key=lambda doubt: -doubt.weight))


def doubt_of(event: Event) -> float:
    """Return all doubts together, 0-1: the chance that one of them is right, were they independent."""
    clear = 1.0
    for doubt in doubts(event):
        clear *= 1 - doubt.weight
    return round(1 - clear, 6)
