"""A finished draft becomes an event record: evidence, georeference, confidence and the explanation in words."""

from collections.abc import Collection, Sequence

from mapkit.coding.actors import as_actor
from mapkit.coding.drafts import Draft
from mapkit.coding.figures import settled
from mapkit.geoparsing import georeference
from mapkit.model import Confidence, Document, Event, Evidence, Quantity, Source, Toponym, event_id
from mapkit.text.sentences import Sentence

_CONTEXT = 32


def event_of(draft: Draft, document: Document, toponyms: Sequence[Toponym], used: Collection[str]) -> Event:
    """Return the event record of a draft.

    Parameters
    ----------
    draft : Draft
    document : Document
    toponyms : sequence of Toponym
        Those of the sentence that names the place.
    used : collection of str
        Event ids given already; where the plain id is taken, the trigger's offset makes it another.
    """
    # The sentence of the trigger comes first: it is what a reader checks; the others follow as the text has them.
    ordered = sorted(draft.evidence, key=lambda s: (s.index != draft.sentence.index, s.start))
    evidence = [_evidence(document, sentence) for sentence in ordered]
    first = evidence[0]
    plain = event_id(document.document_id, first.start, first.end, draft.event_type)
    key = plain
    turn = 0
    while key in used:
        kind = f"{draft.event_type}|{draft.offset - draft.sentence.start}|{draft.part + turn}"
        key = event_id(document.document_id, first.start, first.end, kind)
        turn += 1
    figures, figure_notes = settled(sorted(draft.quantities, key=lambda found: found.start))
    figures = (*figures, *_linked_tolls(draft, {quantity.kind for quantity in figures}, document))
    placement = draft.placement
    place = placement.toponym.place if placement else None
    country = place.country if place else None
    actors = [as_actor(party, "actor", country) for party in draft.actors]
    actors += [as_actor(party, "recipient", country) for party in draft.recipients if party not in draft.actors]
    notes = list(dict.fromkeys([*draft.notes, *figure_notes]))
    where: dict[str, object] = {}
    explanation = _explanation(draft)
    if placement is not None:
        there = georeference(placement.toponym, placement.sentence, toponyms)
        if there.explanation:
            explanation.append(there.explanation)
        where = {
            "location": place.name if place else None,
            "location_text": there.location_text or placement.toponym.text,
            "gazetteer_id": place.gazetteer_id if place else None,
            "feature_code": place.feature_code if place else None,
            "country": place.country if place else None,
            "admin1": place.admin1 if place else None,
            "latitude": there.latitude,
            "longitude": there.longitude,
            "geometry": there.geometry,
            "layer_id": there.layer_id,
            "geo_precision": there.geo_precision,
            "where_prec": there.where_prec,
            "coordinate_uncertainty_m": there.coordinate_uncertainty_m,
            "georeference_method": there.method,
            "candidates": tuple(candidate.to_dict() for candidate in placement.toponym.candidates[:5]),
        }
    when: dict[str, object] = {}
    if draft.date is not None:
        when = {
            "event_date": draft.date.date_start if draft.date.precision is not None else None,
            "date_start": draft.date.date_start,
            "date_end": draft.date.date_end,
            "date_text": draft.date.text,
            "time_precision": draft.date.precision if draft.date.date_start or draft.date.date_end else None,
        }
    return Event(
        event_id=key,
        event_type=draft.event_type,
        sub_event_type=draft.sub_event_type,
        event_status=draft.status,
        claim_status=draft.claim,
        claimed_by=draft.attribution.speaker if draft.attribution else None,
        actors=tuple(dict.fromkeys(actors)),
        quantities=figures,
        distances=tuple(dict.fromkeys(found.distance for found in draft.distances)),
        sources=(_source(document),),
        evidence=tuple(evidence),
        confidence=Confidence(
            recognition=round(placement.toponym.recognition, 3) if placement else None,
            resolution=round(placement.toponym.confidence, 3) if placement else None,
            coding=_confidence(draft),
        ),
        trigger=draft.mention.text,
        explanation=tuple(explanation),
        notes=tuple(notes),
        **where,  # type: ignore[arg-type]
        **when,  # type: ignore[arg-type]
    )


def _linked_tolls(draft: Draft, known: Collection[str], document: Document) -> list[Quantity]:
    """Return the tolls that only the tagger links with an event."""
    return [
        Quantity(kind, toll.low, toll.best, toll.high, "people", document.text[toll.start : toll.end])
        for kind, toll in draft.tolls.items()
        if kind not in known
    ]


def _evidence(document: Document, sentence: Sentence) -> Evidence:
    text, start, end = document.text, sentence.start, sentence.end
    return Evidence(
        document_id=document.document_id,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - _CONTEXT) : start],
        suffix=text[end : end + _CONTEXT],
    )


def _source(document: Document) -> Source:
    return Source(
        document.document_id,
        document.publisher,
        document.title,
        document.url,
        document.published.isoformat() if document.published else None,
    )


def _confidence(draft: Draft) -> float:
    """Return 0-1: how likely the event was judged; unjudged, how specific the rule is and how its place was found."""
    if draft.likely is not None:
        return round(draft.likely, 3)
    value = 0.6 + 0.07 * min(5.0, max(0.0, draft.mention.score))
    if draft.loose:
        value -= 0.1
    if draft.placement is not None:
        value *= 0.75 if draft.placement.inherited else 0.85 + 0.15 * draft.placement.score
    return round(min(0.97, value + 0.02 * min(3, len(draft.evidence) - 1)), 3)


def _explanation(draft: Draft) -> list[str]:
    rule = draft.mention.rule
    tag = draft.mention.tag
    if tag is None:
        lines = [f"trigger: '{draft.mention.text}'; rule '{rule.name}' of {rule.sub_event_type}"]
    else:
        lines = [f"trigger: '{draft.mention.text}'; no rule, the tagger reads {rule.sub_event_type} ({tag.actual:.2f})"]
    if draft.likely is not None:
        lines.append(f"judged {draft.likely:.2f} likely to be this event at this place")
    if draft.sub_event_type != rule.sub_event_type:
        lines.append(f"coded as {draft.sub_event_type} by who took control, or by a more exact mention")
    if draft.actors:
        lines.append("actor: " + ", ".join(party.name for party in draft.actors))
    if draft.recipients:
        lines.append("recipient: " + ", ".join(party.name for party in draft.recipients))
    if draft.status_reason:
        lines.append(f"status {draft.status.value}: {draft.status_reason}")
    if draft.placement is not None:
        lines.append(f"place {draft.placement.toponym.text}: {draft.placement.reason}")
    else:
        lines.append("no place: the text names none that is surely the event's own")
    if draft.attribution is not None and draft.attribution.speaker:
        stake = "a party to the conflict" if draft.attribution.interested else "no party to the conflict"
        lines.append(f"{draft.claim.value}: {draft.attribution.speaker} ({stake}; '{draft.attribution.verb}')")
    lines.extend(f"merged: {reason}" for reason in draft.merged)
    return lines
