"""The look of an event: one colour and one shape a type, one fill a claim status, one frame a kind of place.

This is the only place that says so. The sidebar's legend takes SVG from `svg`, the map's canvas takes
`to_config`, and both draw the same outlines. The colours descend from the Okabe-Ito palette, spread further
apart until every two of them stay apart under protanopia, deuteranopia and tritanopia (the tests simulate
them after Machado et al. 2009); the shape tells the type where colour cannot.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

from mapkit.languages import Labels, marked
from mapkit.model import ClaimStatus, EventType

Theme = Literal["light", "dark"]
Fill = Literal["solid", "ringed", "hollow", "half", "struck", "dotted"]
PlaceKind = Literal["point", "line", "area"]
Outline = tuple[tuple[float, float], ...]


def _regular(corners: int, *, turn: float = 0.0, radius: float = 1.0, inner: float | None = None) -> Outline:
    """Return a regular polygon, or with an inner radius a star, with a corner at the top turned by degrees."""
    count = corners if inner is None else 2 * corners
    points = []
    for index in range(count):
        reach = radius if inner is None or index % 2 == 0 else inner
        angle = math.radians(turn) + 2 * math.pi * index / count
        points.append((round(reach * math.sin(angle), 4), round(-reach * math.cos(angle), 4)))
    return tuple(points)


def _plus(arm: float, reach: float) -> Outline:
    """Return an upright cross whose arms are `2 * arm` wide and `reach` long."""
    a, r = arm, reach
    return (
        *((-a, -r), (a, -r), (a, -a), (r, -a), (r, a), (a, a)),
        *((a, r), (-a, r), (-a, a), (-r, a), (-r, -a), (-a, -a)),
    )


#: Outlines in a unit circle, y downwards as on a screen, sized to look equally heavy.
SHAPES: dict[str, Outline] = {
    "circle": _regular(40, radius=0.9),
    "star": _regular(8, radius=1.12, inner=0.7),
    "triangle": tuple((x, round(y + 0.16, 4)) for x, y in _regular(3, radius=1.14)),
    "square": _regular(4, turn=45, radius=1.1),
    "pentagon": _regular(5, radius=1.02),
    "diamond": _regular(4, radius=1.14),
    "cross": _plus(0.38, 1.02),
    "hexagon": _regular(6, turn=30, radius=0.98),
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """How an event type is drawn: a shape of `SHAPES` and its colour on a light and on a dark map."""

    shape: str
    light: str
    dark: str


#: One symbol for each event type.
SYMBOLS: dict[EventType, Symbol] = {
    EventType.BATTLES: Symbol("circle", "#A81C0A", "#FF5A1F"),
    EventType.EXPLOSIONS: Symbol("star", "#EC5E06", "#FFD21F"),
    EventType.VIOLENCE: Symbol("triangle", "#A94B7E", "#CC7C9A"),
    EventType.PROTESTS: Symbol("square", "#0D6AF0", "#A5F0FA"),
    EventType.RIOTS: Symbol("pentagon", "#0A2F78", "#6F86FF"),
    EventType.STRATEGIC: Symbol("diamond", "#3E262B", "#E6F5C6"),
    EventType.HUMANITARIAN: Symbol("cross", "#089B5C", "#3BBE6D"),
    EventType.DIPLOMACY: Symbol("hexagon", "#9E71CE", "#AA97DD"),
}

#: How a claim status fills its symbol: solid where the text says it in its own voice, hollow where only a
#: party to the conflict does.
CLAIM_FILLS: dict[ClaimStatus, Fill] = {
    ClaimStatus.REPORTED: "solid",
    ClaimStatus.CONFIRMED: "ringed",
    ClaimStatus.CLAIMED: "hollow",
    ClaimStatus.DISPUTED: "half",
    ClaimStatus.DENIED: "struck",
    ClaimStatus.UNVERIFIABLE: "dotted",
}

#: What each claim status means, in the words of the legend.
CLAIM_LABELS = Labels(
    {
        ClaimStatus.REPORTED: marked("Reported: the text, or a civil source, says so"),
        ClaimStatus.CONFIRMED: marked("Confirmed: independently of who claimed it"),
        ClaimStatus.CLAIMED: marked("Claimed: only a party to the conflict says so"),
        ClaimStatus.DISPUTED: marked("Disputed: parties contradict each other"),
        ClaimStatus.DENIED: marked("Denied by a party"),
        ClaimStatus.UNVERIFIABLE: marked("Not verifiable, as the text says"),
    }
)

#: What the frame of a symbol says of its place.
PLACE_LABELS: Labels[PlaceKind] = Labels(
    {
        "point": marked("A place: town, village, site"),
        "line": marked("Somewhere along a line: river, road, front"),
        "area": marked("Somewhere in an area: region, district"),
    }
)

PAPER: dict[Theme, str] = {"light": "#FFFFFF", "dark": "#1B2126"}


def colour(event_type: EventType, theme: Theme = "light") -> str:
    """Return the colour of an event type as `#RRGGBB`."""
    symbol = SYMBOLS[event_type]
    return symbol.dark if theme == "dark" else symbol.light


def svg(
    event_type: EventType,
    claim: ClaimStatus = ClaimStatus.REPORTED,
    *,
    theme: Theme = "light",
    size: int = 18,
    kind: PlaceKind = "point",
    ink: str | None = None,
) -> str:
    """Return an event's symbol as an SVG element, as the map draws it.

    Parameters
    ----------
    event_type : EventType
    claim : ClaimStatus
        Decides the fill; the default is solid.
    theme : {"light", "dark"}
    size : int
        Width and height in CSS pixels.
    kind : {"point", "line", "area"}
        The frame: none, a stroke through it, a dashed ring around it.
    ink : str or None
        `#RRGGBB` instead of the type's colour, for a legend of fills or frames alone.

    Returns
    -------
    str
        Self-contained markup made of our constants and numbers only; it is decoration, so hidden from readers.
    """
    tone, paper, fill = ink or colour(event_type, theme), PAPER[theme], CLAIM_FILLS[claim]
    scale = 0.7 if kind == "point" else 0.55
    outline = SHAPES[SYMBOLS[event_type].shape]
    points = " ".join(f"{x * scale:.3f},{y * scale:.3f}" for x, y in outline)
    parts = []
    if kind == "area":
        parts.append(f'<circle r="0.9" fill="none" stroke="{tone}" stroke-width="0.14" stroke-dasharray="0.3 0.22"/>')
    if kind == "line":
        parts.append(
            f'<path d="M-1.02 0H-0.78M0.78 0H1.02" stroke="{tone}" stroke-width="0.3" stroke-linecap="round"/>'
        )
    dash = ' stroke-dasharray="0.2 0.2"' if fill == "dotted" else ""
    body = tone if fill in {"solid", "ringed"} else paper
    parts.append(
        f'<polygon points="{points}" fill="{body}" stroke="{tone}" stroke-width="0.2" stroke-linejoin="round"{dash}/>'
    )
    if fill == "ringed":
        parts.append(f'<circle r="0.94" fill="none" stroke="{tone}" stroke-width="0.1"/>')
    if fill == "half":
        left = " ".join(f"{min(x, 0.0) * scale:.3f},{y * scale:.3f}" for x, y in outline)
        parts.append(f'<polygon points="{left}" fill="{tone}"/>')
    if fill == "struck":
        parts.append(f'<path d="M-0.85 0.85L0.85-0.85" stroke="{tone}" stroke-width="0.2"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="-1.1 -1.1 2.2 2.2" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )


def to_config() -> dict[str, Any]:
    """Return shapes, colours and fills as plain JSON for the map's script."""
    return {
        "shapes": {name: [list(point) for point in outline] for name, outline in SHAPES.items()},
        "types": {
            event_type.value: {"shape": symbol.shape, "light": symbol.light, "dark": symbol.dark}
            for event_type, symbol in SYMBOLS.items()
        },
        "fills": {claim.value: fill for claim, fill in CLAIM_FILLS.items()},
    }
