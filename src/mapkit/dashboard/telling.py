"""How an event was coded, in words for an analyst: the coder's lines, each under the question that it answers.

A line that none of the forms below knows is shown as it is: nothing that the coder or a person says is left out.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mapkit.languages import gettext as _
from mapkit.languages import marked
from mapkit.model import ClaimStatus, EventStatus
from mapkit.wording import CLAIM_WORDS, STATUS_WORDS

_PARTY = {
    "a party to the conflict": marked("a party to the conflict"),
    "no party to the conflict": marked("no party to the conflict"),
}
_GOES_WITH = re.compile(r"'([^']*)' belongs to '([^']*)'")
_QUOTED = re.compile(r"(?<!\w)'([^']*)'(?!\w)")


def _reason(text: str) -> str:
    """Return a reason with the words of the text in quotation marks."""
    text = _GOES_WITH.sub(
        lambda found: _("“{one}” goes with “{two}” in the sentence").format(one=found[1], two=found[2]), text
    )
    return _QUOTED.sub(r"“\1”", text)


def _percent(share: str) -> str:
    return str(round(100 * float(share)))


def _status(name: str) -> str:
    return STATUS_WORDS[EventStatus(name)] if name in set(EventStatus) else name


def _claim(name: str) -> str:
    return CLAIM_WORDS[ClaimStatus(name)] if name in set(ClaimStatus) else name


#: How each part of a line is shown; what is not named is shown as it stands.
_PARTS: dict[str, Callable[[str], str]] = {
    "kind": lambda name: _(name),
    "share": _percent,
    "reason": _reason,
    "status": _status,
    "claim": _claim,
    "stake": lambda words: _(_PARTY[words]),
}
_TRIGGER, _KIND = marked("What tells it"), marked("Kind of event")
_WHO, _WHOM, _WORD = marked("Who did it"), marked("To whom"), marked("Whose word")
_WHETHER, _WHERE, _AGAIN = marked("Whether it happened"), marked("Why there"), marked("Told again")
_HAND = marked("By hand")
#: The forms of the coder's lines, each with the question that it answers and the answer.
_FORMS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), label, words)
    for pattern, label, words in (
        (
            r"trigger: '(?P<words>.*)'; rule '(?P<rule>.*)' of (?P<kind>.*)",
            _TRIGGER,
            marked("the words “{words}”, by the rule “{rule}” of the codebook, for {kind}"),
        ),
        (
            r"trigger: '(?P<words>.*)'; no rule, the tagger reads (?P<kind>.*) \((?P<share>\d+(?:\.\d+)?)\)",
            _TRIGGER,
            marked("the words “{words}”: no rule of the codebook knows them, the tagger reads {kind} ({share} %)"),
        ),
        (
            r"judged (?P<share>\d+(?:\.\d+)?) likely to be this event at this place",
            marked("How likely"),
            marked("{share} %: rules and tagger weighed together"),
        ),
        (
            r"coded as (?P<kind>.*) by who took control, or by a more exact mention",
            _KIND,
            marked("{kind}, by who took control, or by a more exact mention elsewhere"),
        ),
        (r"actor: (?P<names>.*)", _WHO, "{names}"),
        (r"recipient: (?P<names>.*)", _WHOM, "{names}"),
        (r"status (?P<status>\w+): (?P<reason>.*)", _WHETHER, "{status}: {reason}"),
        (r"place by hand: (?P<reason>.*)", _HAND, marked("Place: {reason}")),
        (r"merged by hand: (?P<reason>.*)", _HAND, marked("The same as another event: {reason}")),
        (r"place (?P<name>.*?): (?P<reason>.*)", _WHERE, "{name}: {reason}"),
        (
            r"no place: the text names none that is surely the event's own",
            _WHERE,
            marked("The text names no place that is surely the event's own."),
        ),
        (
            r"(?P<claim>[a-z]+): (?P<who>.*) \((?P<stake>(?:a|no) party to the conflict); '(?P<verb>.*)'\)",
            _WORD,
            marked("{who}, {stake} (“{verb}”): {claim}"),
        ),
        (
            r"merged: the tagger reads '(?P<words>.*)' as (?P<kind>.*) too",
            marked("Read twice"),
            marked("the tagger reads “{words}” as {kind} too"),
        ),
        (
            r"merged: '(?P<words>.*)' tells of the same (?:type at the same place|event in the sentence)",
            _AGAIN,
            marked("“{words}”, of the same kind at the same place"),
        ),
        (r"merged: (?P<reason>.*)", _AGAIN, "{reason}"),
        (r"(?P<what>[a-z]+ by hand.*)", _HAND, "{what}"),
    )
)


def told(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Return the coder's explanation as rows, in its order: `label`, and `words`, a list of the answers under it.

    Parameters
    ----------
    lines : iterable of str
        As `Event.explanation` has them.
    """
    rows: dict[str, list[str]] = {}
    for line in lines:
        label, words = _row(line)
        rows.setdefault(label, []).append(words)
    return [{"label": label, "words": words} for label, words in rows.items()]


def _row(line: str) -> Sequence[str]:
    for pattern, label, words in _FORMS:
        if found := pattern.fullmatch(line):
            parts = {name: _PARTS.get(name, str)(text) for name, text in found.groupdict().items()}
            return _(label), _(words).format(**parts)
    return _("On the map"), line
