"""Several mentions, one event: within a document they are merged, with the reason."""

from collections.abc import Sequence

from mapkit.coding.drafts import TERRITORY, VIOLENT, Draft
from mapkit.coding.figures import TOLL, settled
from mapkit.coding.nesting import contains, fineness, is_short_for
from mapkit.model import EventStatus, EventType

_APART = frozenset(
    [
        "another",
        "second",
        "third",
        "fourth",
        "separate",
        "separately",
        "other",
        "fresh",
        "further",
        "different",
        "additional",
    ]
)
#: How many events, of the latest, of the first and of those at one place, a mention is compared with.
_KEPT = 40
_EXPLOSIVE = EventType.EXPLOSIONS
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HUMANITARIAN_KIN = frozenset({"Evacuation", "Displacement"})
_EXCESSIVE = "Excessive force against protesters"
_PROTEST_KIN = frozenset({EventType.PROTESTS, EventType.RIOTS})


def merge(drafts: Sequence[Draft]) -> list[Draft]:
    """Return one draft an event: mentions of the same event are folded into the first that names it best.

    Two mentions are one event where type, status and place agree (or one of them names no place of its own, or only
    the wider area), their dates do not differ, and neither is told as another one.
    """
    merged: list[Draft] = []
    at_place: dict[str | None, list[int]] = {}
    for draft in drafts:
        # an event is told again at the same place, near by, or after the headline and lead named it
        near = {*at_place.get(draft.place_key, ())[-_KEPT:], *range(min(_KEPT, len(merged)))}
        near |= set(range(max(0, len(merged) - _KEPT), len(merged)))
        for index in sorted(near, key=lambda i: _nearness(merged[i], draft)):
            reason = _same(merged[index], draft)
            if reason:
                merged[index] = _folded(merged[index], draft, reason)
                at_place.setdefault(merged[index].place_key, []).append(index)
                break
        else:
            at_place.setdefault(draft.place_key, []).append(len(merged))
            merged.append(draft)
    return _loose_ends(merged)


def _nearness(earlier: Draft, draft: Draft) -> tuple[int, int, int]:
    return (
        0 if earlier.place_key == draft.place_key else 1,
        0 if earlier.sub_event_type == draft.sub_event_type else 1,
        draft.sentence.index - earlier.sentence.index,
    )


def _folded(earlier: Draft, draft: Draft, reason: str) -> Draft:
    """Return the two as one: the more exact mention leads, the other is further evidence."""
    if _tolls_differ(earlier, draft) and earlier.place_key != draft.place_key:
        # "six were killed across the region", and one of them here
        earlier.quantities = [found for found in earlier.quantities if found.quantity.kind not in TOLL]
    if earlier.placement is not None and draft.placement is not None:
        first, second = earlier.placement.toponym, draft.placement.toponym
        short = is_short_for(first.text, first.place, second.place) or is_short_for(
            second.text, second.place, first.place
        )
        wider = fineness(second.place) < fineness(first.place)
        finer = fineness(second.place) > fineness(first.place) and not draft.placement.inherited
        if wider if short else finer:
            earlier.placement = draft.placement
    if draft.loose or not (earlier.loose or earlier.headline):
        earlier.add(draft, reason)
        return earlier
    inherited = draft.placement is not None and draft.placement.inherited
    draft.add(earlier, reason)
    if inherited and earlier.placement is not None:
        draft.placement = earlier.placement
    draft.merged = [*earlier.merged, *draft.merged]
    return draft


def _same(one: Draft, other: Draft) -> str | None:
    """Return why two drafts are one event, or None."""
    if one.status is not other.status or not _kin(one, other):
        return None
    apart = other.sentence is not one.sentence and _told_apart(other)
    if apart or _dates_differ(one, other) or _sides_differ(one, other):
        return None
    if other.sentence is one.sentence and one.mention.trigger.i == other.mention.trigger.i:
        return None  # one trigger with two places: two events
    if one.place_key is not None and one.place_key == other.place_key:
        if (
            other.sentence is one.sentence
            and not (one.loose or other.loose)
            and one.sub_event_type != other.sub_event_type
            and (one.event_type is _EXPLOSIVE)
        ):
            return None
        return f"'{other.mention.text}' tells of the same type at the same place"
    if _unplaced(one) or _unplaced(other):
        late = one if _unplaced(one) else other
        if late.event_type is EventType.DIPLOMACY:
            return _same_speech(one, other)
        together = one.sentence.block == other.sentence.block and abs(one.sentence.index - other.sentence.index) <= 2
        together = together or _continues(one, other)
        goes_on = late is other and late.loose and other.sentence.block - one.sentence.block <= 2
        if together or late.headline or goes_on:
            return f"'{late.mention.text}' names no place of its own"
        return None
    if one.placement is None or other.placement is None:
        return None
    first, second = one.placement.toponym.place, other.placement.toponym.place
    if contains(first, second) or contains(second, first):
        wide, fine = (one, other) if fineness(first) < fineness(second) else (other, one)
        summary = (wide.loose or wide.headline) and wide.sentence.index < fine.sentence.index
        if wide.headline and not wide.loose and wide.event_type is not fine.event_type:
            return None
        if _tolls_differ(wide, fine) and not summary:
            return None
        if fineness(wide.placement.toponym.place) < 2.5 and (  # type: ignore[union-attr]
            wide.loose or wide.headline or _told_again(wide, fine)
        ):
            place = wide.placement.toponym.text  # type: ignore[union-attr]
            return f"'{wide.mention.text}' names only the wider area ({place})"
    return None


def _unplaced(draft: Draft) -> bool:
    """Return whether a draft has no place, or a headline's that the gazetteer does not know."""
    return draft.placement is None or (draft.headline and draft.placement.toponym.place is None)


def _told_again(wide: Draft, fine: Draft) -> bool:
    """Return whether a lead's wider area is the place that the next sentences name more finely."""
    near = wide.sentence.index <= 2 and fine.sentence.index <= wide.sentence.index + 3
    return near and wide.sub_event_type == fine.sub_event_type


def _continues(one: Draft, other: Draft) -> bool:
    """Return whether a mention in a later paragraph goes on about an event of its type, no other place being named."""
    if one.event_type is not other.event_type or not one.violent or other.placement is not None:
        return False
    return other.without_names and 0 <= other.sentence.block - one.sentence.block <= 3


def is_backdrop(draft: Draft) -> bool:
    """Return whether a mention only tells when ("after the ambush drones hit X"); X is not its place then."""
    trigger = draft.mention.trigger
    when = trigger.dep_ == "pobj" and trigger.head.lower_ in ("after", "since", "following", "before")
    then = trigger.dep_ == "nsubj" and trigger.head.lemma_ in ("follow", "precede", "come")
    if not when and not then:
        return False
    if not any(child.lower_ in ("the", "this", "that", "these") for child in trigger.children):
        return False
    place = draft.placement
    if place is None:
        return True
    inside = {draft.sentence.start_of(token) for token in trigger.subtree}
    return place.inherited or place.toponym.start not in inside


def refers_back(draft: Draft, earlier: Draft) -> bool:
    """Return whether a mention without its own place ("the attack", "they shot us") means an earlier event."""
    backdrop = is_backdrop(draft)
    own_place = draft.placement is not None and not draft.placement.inherited and not backdrop
    if own_place or not (draft.is_actual and earlier.is_actual and draft.violent and earlier.violent):
        return False
    trigger = draft.mention.trigger
    definite = trigger.pos_ != "VERB" and any(c.lower_ in ("the", "this", "that", "these") for c in trigger.children)
    subjects = draft.mention.frame.subjects
    pronouns = bool(subjects) and all(token.lower_ in ("they", "he", "she", "it", "who") for token in subjects)
    same_type = earlier.event_type is draft.event_type
    named = definite and (draft.mention.rule.generic or backdrop) and (same_type or draft.sub_event_type == "Attack")
    means = same_type and draft.event_type is _EXPLOSIVE and _is_known_means(draft)
    if not named and not (pronouns and same_type) and not (means and draft.sentence.block == earlier.sentence.block):
        return False
    near = 0 <= draft.sentence.block - earlier.sentence.block <= 2 and (draft.without_names or backdrop)
    return near and not _dates_differ(earlier, draft) and not _sides_differ(earlier, draft)


def _is_known_means(draft: Draft) -> bool:
    """Return whether what strikes or blows up is one that the text has spoken of ("the vehicle exploded")."""
    subjects = draft.mention.frame.subjects
    return len(subjects) == 1 and any(child.lower_ in ("the", "this", "that") for child in subjects[0].children)


def _same_speech(one: Draft, other: Draft) -> str | None:
    if one.sub_event_type == other.sub_event_type and one.sentence is other.sentence:
        return "told in the same sentence"
    return None


def _kin(one: Draft, other: Draft) -> bool:
    if one.sub_event_type == other.sub_event_type:
        return True
    if one.event_type is EventType.BATTLES and other.event_type is EventType.BATTLES:
        return not {one.sub_event_type, other.sub_event_type} >= TERRITORY
    if one.event_type is other.event_type and one.event_type in VIOLENT:
        return one.loose or other.loose or one.event_type is EventType.PROTESTS or one.event_type is EventType.RIOTS
    if {one.event_type, other.event_type} <= _PROTEST_KIN:
        return True
    if {one.sub_event_type, other.sub_event_type} <= _HUMANITARIAN_KIN:
        return True
    if one.violent and (_follows(one, other) or _fired_at_crowd(one, other)):
        return True
    # "the attack" may be told of a shelling, "three people were killed" of any violence
    told_first = one.headline and other.sentence.index - one.sentence.index <= 3
    return one.violent and other.violent and (one.loose or other.loose or told_first)


def _follows(one: Draft, other: Draft) -> bool:
    """Return whether a mention tells what came of an event: things burnt by a strike, arrests at a rally."""
    if other.sentence.block != one.sentence.block or not (other.placement is None or other.placement.inherited):
        return False
    if other.sub_event_type == "Looting/property destruction":
        return other.mention.rule.consequence
    return other.sub_event_type == "Arrests" and one.event_type in _PROTEST_KIN


def _fired_at_crowd(one: Draft, other: Draft) -> bool:
    """Return whether one mention tells that police fired on a crowd and the other, near by, tells of the shots."""
    shots, crowd = (one, other) if one.sub_event_type == "Attack" else (other, one)
    police = crowd.event_type in _PROTEST_KIN and any(party.kind == "police" for party in shots.actors)
    if shots.sub_event_type != "Attack" or not (police or crowd.sub_event_type == _EXCESSIVE):
        return False
    near = abs(other.sentence.block - one.sentence.block) <= 2
    return near and (shots.placement is None or shots.placement.inherited)


def _told_apart(draft: Draft) -> bool:
    trigger = draft.mention.trigger
    words = [*trigger.children]
    if trigger.pos_ == "VERB":
        for token in (*draft.mention.frame.subjects, *draft.mention.frame.objects):
            words.extend(token.children)
        return any(
            w.lower_ in ("another", "separate", "separately") for w in words
        ) or draft.sentence.text.lower().startswith(
            ("separately", "in a separate", "in another", "elsewhere", "in a second")
        )
    return any(word.lower_ in _APART for word in words) or draft.sentence.text.lower().startswith(
        ("separately", "in a separate", "in another", "elsewhere")
    )


def _dates_differ(one: Draft, other: Draft) -> bool:
    if one.date is None or other.date is None:
        return False
    first, second = one.date, other.date
    if first.date_start is None and second.date_start is None:
        days = [{day for day in _WEEKDAYS if day in found.text.lower()} for found in (first, second)]
        return bool(days[0] and days[1] and days[0].isdisjoint(days[1]))
    if not (first.date_start and second.date_start and first.date_end and second.date_end):
        return False
    return first.date_end < second.date_start or second.date_end < first.date_start


def _tolls_differ(one: Draft, other: Draft) -> bool:
    """Return whether both tell their dead, and not the same number ("90 across the country"; "13 in this town")."""
    first, second = (
        next((q.best or q.low for q in settled(draft.quantities)[0] if q.kind == "fatalities"), None)
        for draft in (one, other)
    )
    return None not in (first, second) and first != second


def _sides_differ(one: Draft, other: Draft) -> bool:
    """Return whether two one-sided attacks were made by different sides."""
    if EventType.BATTLES in (one.event_type, other.event_type):
        return False
    first = {party.side for party in one.actors if party.side}
    second = {party.side for party in other.actors if party.side}
    return bool(first and second and first.isdisjoint(second))


def _loose_ends(drafts: list[Draft]) -> list[Draft]:
    """Fold a placeless loose mention ("the attack", "three were killed") into the violent event nearest before it."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.loose and draft.violent and draft.placement is None and draft.is_actual:
            before = [
                item
                for item in kept
                if item.status is EventStatus.ACTUAL
                and item.violent
                and draft.sentence.block - item.sentence.block <= 2
                and not _dates_differ(item, draft)
            ]
            if before:
                before[-1].add(draft, f"'{draft.mention.text}' belongs to the event before it")
                continue
        kept.append(draft)
    return kept
