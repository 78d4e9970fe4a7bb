"""Whether confidence means something: reliability tables, the expected calibration error, and their diagram.

Predictions are put into ten bins of equal width by their probability; in a calibrated system a bin's mean probability
is the share of its predictions that are right. The expected calibration error (Naeini, Cooper and Hauskrecht 2015;
Guo et al. 2017) is the mean of the bins' distances from that, weighted by their counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from metrics import Judgement, pinned

BINS = 10
#: What can be asked, and the field of a toponym that answers.
VIEWS = {
    "recognition": "the span is a place name (recognition)",
    "confidence": "it is this place, given that the span is right (confidence)",
    "product": "the pin is right: both (recognition × confidence)",
}


class Trial(NamedTuple):
    """A probability that was given, and whether it came true."""

    probability: float
    right: bool


class Bin(NamedTuple):
    """The trials of one bin: their count, mean probability and share of right ones."""

    low: float
    high: float
    count: int
    mean: float
    accuracy: float


def trials(judgement: Judgement, view: str) -> list[Trial]:
    """Return what a view asks of each prediction that can answer it."""
    found = []
    for outcome in judgement.outcomes:
        recognition = float(outcome.prediction.get("recognition", 1.0))
        confidence = float(outcome.prediction.get("confidence", 1.0))
        if view == "recognition":
            found.append(Trial(recognition, outcome.gold is not None))
        elif view == "confidence" and outcome.km is not None:
            found.append(Trial(confidence, outcome.right))
        elif view == "product" and pinned(outcome):
            found.append(Trial(recognition * confidence, outcome.right))
    return found


def binned(given: Iterable[Trial]) -> list[Bin]:
    """Return the bins that hold anything, lowest first; a bin holds its lower edge, the last one both."""
    held: dict[int, list[Trial]] = {}
    for trial in given:
        held.setdefault(min(int(trial.probability * BINS), BINS - 1), []).append(trial)
    return [
        Bin(
            number / BINS,
            (number + 1) / BINS,
            len(inside),
            sum(trial.probability for trial in inside) / len(inside),
            sum(trial.right for trial in inside) / len(inside),
        )
        for number, inside in sorted(held.items())
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error, from 0 to 1; 0 of nothing."""
    total = sum(part.count for part in bins)
    return sum(part.count * abs(part.accuracy - part.mean) for part in bins) / total if total else 0.0


def table(title: str, bins: Sequence[Bin]) -> str:
    """Return a reliability table in Markdown, the expected calibration error below it."""
    lines = [f"{title}:", "", "| probability | count | mean | right |", "|---|---:|---:|---:|"]
    lines += [
        f"| {part.low:.1f} to {part.high:.1f} | {part.count} | {part.mean:.3f} | {part.accuracy:.3f} |" for part in bins
    ]
    count = sum(part.count for part in bins)
    return "\n".join([*lines, "", f"expected calibration error {expected_error(bins):.3f} over {count} predictions"])


_SIDE, _GAP, _LEFT, _TOP = 220, 70, 60, 60
_STYLE = (
    "text{font:12px sans-serif;fill:#222}.title{font-weight:bold}.frame{fill:none;stroke:#888}"
    ".ideal{stroke:#888;stroke-dasharray:4 4}.bar{fill:#4477aa}.gap{stroke:#cc3311;stroke-width:2}"
)


def diagram(rows: Mapping[str, Mapping[str, Sequence[Bin]]]) -> str:
    """Return reliability diagrams as SVG: a row a corpus, a panel a view.

    A bar is a bin's share of right predictions, as wide as its count's square root says; the line from its top leads
    to the bin's mean probability, where the top of a calibrated system's bar would be.
    """
    columns = max((len(views) for views in rows.values()), default=0)
    width = _LEFT + columns * (_SIDE + _GAP)
    height = len(rows) * (_TOP + _SIDE + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>Reliability of the stated probabilities</title><style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for row, (corpus, views) in enumerate(rows.items()):
        for column, (view, bins) in enumerate(views.items()):
            left, top = _LEFT + column * (_SIDE + _GAP), _TOP + row * (_TOP + _SIDE + _GAP)
            parts.append(f'<g transform="translate({left} {top})">{_panel(corpus, view, bins)}</g>')
    return "\n".join([*parts, "</svg>", ""])


def _panel(corpus: str, view: str, bins: Sequence[Bin]) -> str:
    most = max((part.count for part in bins), default=1)
    parts = [
        f'<text class="title" y="-28">{escape(corpus)}: {escape(view)}</text>',
        f'<text y="-10">expected calibration error {expected_error(bins):.3f}</text>',
        f'<rect class="frame" width="{_SIDE}" height="{_SIDE}"/>',
        f'<line class="ideal" x1="0" y1="{_SIDE}" x2="{_SIDE}" y2="0"/>',
    ]
    for part in bins:
        middle = (part.low + part.high) / 2 * _SIDE
        wide = max(3.0, (_SIDE / BINS - 4) * (part.count / most) ** 0.5)
        high, ideal = part.accuracy * _SIDE, part.mean * _SIDE
        parts.append(
            f'<rect class="bar" x="{middle - wide / 2:.1f}" y="{_SIDE - high:.1f}" width="{wide:.1f}"'
            f' height="{high:.1f}"><title>{part.count} predictions, mean {part.mean:.3f},'
            f" right {part.accuracy:.3f}</title></rect>"
            f'<line class="gap" x1="{middle:.1f}" x2="{middle:.1f}" y1="{_SIDE - high:.1f}" y2="{_SIDE - ideal:.1f}"/>'
        )
    for tick in (0.0, 0.5, 1.0):
        at = tick * _SIDE
        parts.append(f'<text x="{at}" y="{_SIDE + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="-8" y="{_SIDE - at + 4}" text-anchor="end">{tick:g}</text>')
    parts.append(f'<text x="{_SIDE / 2}" y="{_SIDE + 36}" text-anchor="middle">stated probability</text>')
    parts.append(f'<text transform="translate(-34 {_SIDE / 2}) rotate(-90)" text-anchor="middle">share right</text>')
    return "".join(parts)
