"""From an analysed text and its toponyms to event records: the coding of one document, step by step.

sentence -> mentions (codebook) -> status, place, attribution, parties, figures -> drafts -> merged -> events
"""

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mapkit.coding import dateline, dates, distances, quantities, replies, tolls
from mapkit.coding.absorption import absorb
from mapkit.coding.actors import ActorTable
from mapkit.coding.assembly import event_of
from mapkit.coding.claims import Attribution, attribution_of, claim_of
from mapkit.coding.classification import Mention, Reader
from mapkit.coding.codebook import Codebook
from mapkit.coding.domain import serious
from mapkit.coding.drafts import Draft
from mapkit.coding.duplicates import is_backdrop, merge, refers_back
from mapkit.coding.figures import TOLL, attach, bring_home, tolls_left
from mapkit.coding.focus import Topics
from mapkit.coding.frames import frames
from mapkit.coding.genre import genre_of
from mapkit.coding.gist import main_type
from mapkit.coding.history import Backdrop
from mapkit.coding.judgement import judged
from mapkit.coding.memory import Memory, place_of_witness
from mapkit.coding.narration import Narrator
from mapkit.coding.placing import Named, Placement, lone, named_in, names_unknown, places_of
from mapkit.coding.retractions import take_back
from mapkit.coding.roles import Roles
from mapkit.coding.status import status_of
from mapkit.coding.tagged import Tagging, claimed, merge_tagged
from mapkit.coding.tagged import mentions as mentions_of
from mapkit.coding.timing import date_of
from mapkit.coding.unrest import name_rioters
from mapkit.model import ClaimStatus, Document, Event, EventStatus, EventType, Role, Toponym
from mapkit.tagging import Tagger
from mapkit.text.sentences import Analysis, Sentence, analyse

#: A sentence longer than this many tokens is no sentence of prose; it is not coded.
_MAX_TOKENS = 400
_FIGHTING = (EventType.BATTLES, EventType.EXPLOSIONS, EventType.VIOLENCE)
#: How many toponyms before a sentence a distance may be tied to ("the city's outskirts").
_TOPONYMS_BEFORE = 30
_SURE = 0.8
_THEN = re.compile(
    r"\b(?:that (?:day|night|time|year|month|summer|winter|spring|autumn)|at the time|back then)\b", re.IGNORECASE
)


def code(
    analysis: Analysis, toponyms: Sequence[Toponym], *, codebook: Codebook | None = None, tagging: Tagging | None = None
) -> tuple[Event, ...]:
    """Return the events that a document tells, in reading order.

    Parameters
    ----------
    analysis : Analysis
        The parsed document.
    toponyms : sequence of Toponym
        Its toponyms, sorted by start.
    codebook : Codebook, optional
        Default: the one that ships.
    tagging : Tagging, optional
        What the tagger reads in the document (`tagged.read`); without it the rules decide alone.

    Returns
    -------
    tuple of Event
        Events of every status; `front` and `coder_version` are the pipeline's to fill in. Deterministic.
    """
    return _Coder(analysis, toponyms, codebook or Codebook.default(), tagging).run()


def propose(
    analysis: Analysis, toponyms: Sequence[Toponym], tagging: Tagging, *, codebook: Codebook | None = None
) -> tuple[list[Draft], list[Draft]]:
    """Return what the rules and what the tagger make of a document, before `judgement` chooses among them."""
    return _Coder(analysis, toponyms, codebook or Codebook.default(), tagging).drafts()


def classify(text: str, *, codebook: Codebook | None = None) -> str | None:
    """Return the sub-event type of the main event of a short text, or None where neither rules nor tagger see any.

    Parameters
    ----------
    text : str
    codebook : Codebook, optional
        Default: the one that ships.
    """
    codebook = codebook or Codebook.default()
    analysis = next(analyse([Document(name="snippet", text=text)]))
    readers = [Reader(item.tokens, codebook) for item in analysis.sentences if len(item.tokens) <= _MAX_TOKENS]
    return main_type(readers, codebook, Tagger.default().tag(text))


class _Coder:
    """Codes one document; holds what earlier sentences leave for later ones."""

    def __init__(
        self, analysis: Analysis, toponyms: Sequence[Toponym], codebook: Codebook, tagging: Tagging | None
    ) -> None:
        self.analysis = analysis
        self.published: date | None = dateline.day_of(analysis)
        self.codebook = codebook
        self.table = ActorTable.default()
        self.roles = Roles(codebook, self.table)
        self.topics = Topics(analysis, toponyms)
        self.memory = Memory(self.topics)
        self.toponyms = tuple(toponyms)
        self.has_tagger = tagging is not None
        self.tagging = tagging or Tagging()
        self.starts = [toponym.start for toponym in self.toponyms]
        self.anchor: date | None = None
        #: Distances of sentences that tell no event.
        self.strays: list[tuple[Sentence, distances.FoundDistance]] = []
        self.backdrop = Backdrop(self.published)
        #: The paragraph in which "that day" means a day of the past.
        self.in_the_past = -1

    def run(self) -> tuple[Event, ...]:
        told, tagged = self.drafts()
        if self.has_tagger:
            ruled, told = told, judged(told, tagged, self.tagging, self.codebook)
            kept = {id(draft) for draft in told}
            lost = [(draft.sentence, found) for draft in ruled if id(draft) not in kept for found in draft.distances]
            bring_home(lost, told)
        events: list[Event] = []
        used: set[str] = set()
        for draft in told:
            nearby = self._toponyms_of(draft.placement.sentence) if draft.placement else ()
            event = event_of(draft, self.analysis.document, nearby, used)
            used.add(event.event_id)
            events.append(event)
        return tuple(events)

    def drafts(self) -> tuple[list[Draft], list[Draft]]:
        """Return what the rules and what the tagger make of the document."""
        sentences = [s for s in self.analysis.sentences if len(s.tokens) <= _MAX_TOKENS]
        readers = {s.index: self._reader(s) for s in sentences}
        found = {s.index: readers[s.index].mentions() if s.parsed else [] for s in sentences}
        self.mentions = serious(self.analysis, readers, found, self.codebook)
        self.narrator = Narrator(self.analysis, self.table, self._sides())
        some = any(self.mentions.values())
        self.genre = genre_of(self.analysis, readers) if some else None
        self.frames = frames(self.analysis) if some else {}
        drafts: list[Draft] = []
        tagged: list[Draft] = []
        for sentence in sentences:
            drafts.extend(self._code(sentence, drafts))
            tagged.extend(self._tagged(sentence, tagged))
        bring_home(self.strays, drafts)
        replies.contradict(drafts)
        name_rioters(drafts)
        return merge(drafts), merge_tagged(tagged)

    def _reader(self, sentence: Sentence) -> Reader:
        places = {
            token.i
            for toponym in self._toponyms_of(sentence)
            if toponym.role is Role.LOCATION
            for token in sentence.span(toponym.start, toponym.end) or ()
        }
        return Reader(sentence.tokens, self.codebook, places, self.table)

    def _toponyms_of(self, sentence: Sentence, before: int = 0) -> tuple[Toponym, ...]:
        first = bisect.bisect_left(self.starts, sentence.start)
        last = bisect.bisect_left(self.starts, sentence.end)
        return self.toponyms[max(0, first - before) : last]

    def _is_headline(self, sentence: Sentence) -> bool:
        text = sentence.text.rstrip()
        return sentence.block == 0 and self.analysis.sentences[-1].block > 0 and not text.endswith((".", '"', "”"))

    def _ends_block(self, sentence: Sentence) -> bool:
        following = self.analysis.sentences[sentence.index + 1 :][:1]
        return not following or following[0].block != sentence.block

    def _sides(self) -> frozenset[str]:
        """Return the sides that fight in the document."""
        sides: set[str] = set()
        for index, mentions in self.mentions.items():
            for mention in mentions:
                if self.codebook.sub_types[mention.sub_event_type].event_type in _FIGHTING:
                    sentence = self.analysis.sentences[index]
                    said = attribution_of(mention.trigger, sentence, self.table, (), ())
                    sides |= self.roles.sides(mention, said)
                    sides |= self._countries_of(sentence)
        return frozenset(sides)

    def _countries_of(self, sentence: Sentence) -> set[str]:
        """Return the countries where a sentence's places lie: whose forces defend them is a party too."""
        return {
            toponym.place.country
            for toponym in self._toponyms_of(sentence)
            if toponym.role is Role.LOCATION and toponym.place is not None and toponym.place.country
        }

    def _code(self, sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
        """Return the drafts of one sentence, and apply what it says about those before."""
        before = self.analysis.sentences[sentence.index - 1] if sentence.index else None
        self.backdrop.read(sentence)
        lengths = distances.find(sentence, self._toponyms_of(sentence, _TOPONYMS_BEFORE))
        if not sentence.parsed:
            self.strays.extend((sentence, length) for length in lengths)
            take_back(sentence, before, (), drafts)
            replies.apply(sentence, before, (), drafts)
            self.narrator.hear(sentence, None)
            return []
        names = named_in(sentence, self._toponyms_of(sentence))
        if dateline.is_dateline(sentence, self.analysis.document.text):
            names = []
        # a label is the paragraph's place, for events that name none of their own
        names = [name for name in names if not self.topics.is_label(name.toponym)]
        mentions = self.mentions[sentence.index]
        times = dates.find(sentence, self.published, anchor=self.anchor) if mentions or names else ()
        fresh = absorb([draft for mention in mentions for draft in self._draft(mention, sentence, names, times)])
        for draft in fresh:
            if draft.placement is None and draft.event_type is not EventType.DIPLOMACY:
                found = self._from_context(draft, fresh, sentence, names)
                draft.placement = self.memory.hosted(found, draft.mention, sentence, names) if found else None
        fresh = absorb(fresh)
        fresh = _rejoined(fresh, drafts)
        figures = quantities.find(sentence)
        tolls.drop_sums(fresh, figures)
        attach(fresh, figures, lengths)
        if not fresh:
            self.strays.extend((sentence, length) for length in lengths)
        for draft in fresh:
            self.roles.settle(draft)
        take_back(sentence, before, fresh, drafts)
        replies.apply(sentence, before, fresh, drafts)
        if all(draft.is_actual for draft in fresh):
            tolls.home(tolls_left(fresh, figures), sentence, names, fresh, drafts, self.published)
        self._remember(sentence, names, fresh, times)
        return fresh

    def _draft(
        self, mention: Mention, sentence: Sentence, names: list[Named], times: Sequence[dates.FoundDate]
    ) -> list[Draft]:
        """Return a draft for each place that a mention names, one without a place where it names none."""
        status, why = status_of(mention, sentence, self.published, times)
        own_date = date_of(mention.trigger, sentence, times)
        if status is EventStatus.ACTUAL:
            status, why = self._in_its_text(mention, sentence, own_date) or (status, why)
        if status is EventStatus.NEGATED and mention.sub_event_type == "Negotiation":
            status, why = EventStatus.ACTUAL, f"a refusal of talks is told itself: {why}"
        said = self.narrator.said(mention.trigger, sentence)
        own = {mention.trigger.i, *(word.i for word in mention.words)}
        others = {
            m.trigger.i for m in self.mentions[sentence.index] if m.trigger.i not in own and m.trigger.head.i not in own
        }
        places: list[Placement | None] = list(places_of(mention, sentence, names, others))
        if places and places[0] is not None and places[0].score < _SURE:
            # "displaced from the town, and the stadium in X ...": the town, not X
            referred = self.memory.referred(mention, sentence, names)
            places = [referred] if referred is not None else places
        places = [self.memory.hosted(place, mention, sentence, names) if place else None for place in places]
        drafts = self._at_places(mention, sentence, places, said, own_date)
        for draft in drafts:
            draft.status, draft.status_reason = status, why
            draft.claim = claim_of(said, status is EventStatus.NEGATED)
            draft.without_names = not any(name.fineness > 0 for name in names)
        return drafts

    def _at_places(
        self,
        mention: Mention,
        sentence: Sentence,
        places: Sequence[Placement | None],
        said: Attribution | None,
        day: dates.FoundDate | None,
    ) -> list[Draft]:
        """Return an actual draft of a mention for each of its places, one without a place where there is none."""
        return [
            Draft(
                mention=mention,
                sentence=sentence,
                sub_event_type=mention.sub_event_type,
                status=EventStatus.ACTUAL,
                status_reason=None,
                placement=placement,
                attribution=said,
                claim=ClaimStatus.REPORTED,
                actors=self.roles.actors(mention, said),
                recipients=self.roles.recipients(mention),
                date=day,
                evidence=[sentence],
                part=part,
                headline=self._is_headline(sentence),
            )
            for part, placement in enumerate(places or [None])
        ]

    def _tagged(self, sentence: Sentence, before: Sequence[Draft]) -> list[Draft]:
        """Return the drafts of what the tagger reads in a sentence; `before` are those of the sentences before it."""
        told = [m for m in mentions_of(self.tagging, sentence) if m.sub_event_type in self.codebook.sub_types]
        if not told:
            return []
        names = named_in(sentence, self._toponyms_of(sentence))
        times = dates.find(sentence, self.published)
        figures = [found for found in quantities.find(sentence) if found.quantity.kind not in TOLL]
        drafts: list[Draft] = []
        for mention in told:
            last = drafts[-1] if drafts else before[-1] if before else None
            places = self._places_of_tag(mention, sentence, names, last)
            said = attribution_of(mention.trigger, sentence, self.table, (), ())
            fresh = self._at_places(mention, sentence, places, said, date_of(mention.trigger, sentence, times))
            for draft in fresh:
                if mention.tag is not None:
                    draft.claim = claimed(mention.tag)
                    draft.tolls = self.tagging.tolls(mention.tag) if len(places) < 2 else {}
            attach(fresh, figures, ())
            drafts.extend(fresh)
        return drafts

    def _places_of_tag(
        self, mention: Mention, sentence: Sentence, names: list[Named], last: Draft | None
    ) -> list[Placement]:
        """Return the places that the tagger links, else one of the context, else that of the draft before."""
        linked = [
            Placement(name, self.analysis.sentence_at(name.start) or sentence, share, "the tagger links it")
            for name, share in (self.tagging.linked(mention.tag, sentence) if mention.tag else ())
        ]
        if linked:
            return [self.memory.hosted(placement, mention, sentence, names) for placement in linked]
        found = self.memory.referred(mention, sentence, names) or self.memory.inherited(mention, sentence)
        if found is None and last is not None and last.placement and sentence.block - last.sentence.block <= 1:
            found = replace(last.placement, inherited=True, reason="the place of the event before it")
        return [found] if found is not None else []

    def _in_its_text(
        self, mention: Mention, sentence: Sentence, own: dates.FoundDate | None
    ) -> tuple[EventStatus, str] | None:
        """Return what the document, the paragraph or the sentence before make of an event told as actual."""
        then = self.in_the_past == sentence.block and _THEN.search(sentence.text)
        if then or self.backdrop.covers(sentence):
            return EventStatus.HISTORICAL, "it goes on about the past"
        if sentence.block in self.frames:
            return self.frames[sentence.block]
        if self.genre is not None:
            kind = self.codebook.sub_types[mention.sub_event_type].event_type
            return self.genre.status_of(kind, own, sentence.text)
        return None

    def _from_context(
        self, draft: Draft, fresh: Sequence[Draft], sentence: Sentence, names: Sequence[Named]
    ) -> Placement | None:
        """Return the place of an event that names none: the neighbour's, "the city", the paragraph's."""
        near = [d for d in fresh if d.placement is not None and d.event_type is not EventType.DIPLOMACY]
        placed = [d.placement for d in near if d.placement is not None]
        if any(d.event_type is draft.event_type for d in near) and draft.loose:
            return None  # more of the same, which merging sees
        if placed and len({placement.toponym.start for placement in placed}) == 1:
            first = placed[0]
            reason = f"the sentence's other event lies at {first.toponym.text}"
            return Placement(first.toponym, first.sentence, 0.6, reason, inherited=True)
        return (
            self.memory.referred(draft.mention, sentence, names)
            or lone(draft.mention, sentence, names)
            or self.memory.inherited(draft.mention, sentence, strange=names_unknown(draft.mention, sentence, names))
            or place_of_witness(draft.mention, sentence, names)
        )

    def _remember(
        self, sentence: Sentence, names: Sequence[Named], fresh: Sequence[Draft], times: Sequence[dates.FoundDate]
    ) -> None:
        for draft in fresh:
            if draft.placement is not None and draft.is_actual and draft.event_type is not EventType.DIPLOMACY:
                self.memory.see_event(sentence, draft.placement)
        self.memory.see_names(sentence, names)
        if any(draft.status is EventStatus.HISTORICAL for draft in fresh):
            self.in_the_past = sentence.block + self._ends_block(sentence)
        for found in times:
            if found.date_start and found.date_start == found.date_end:
                self.anchor = date.fromisoformat(found.date_start)
        self.narrator.hear(sentence, fresh[-1].attribution if fresh else None)


def _rejoined(fresh: Sequence[Draft], drafts: Sequence[Draft]) -> list[Draft]:
    """Fold "the attack", "they shot" without a place into the event told before; return the other drafts."""
    kept = []
    for draft in fresh:
        host = next((d for d in reversed(drafts[-40:]) if refers_back(draft, d)), None)
        if host is None:
            if is_backdrop(draft):
                draft.placement = None  # the place is that of what came after
            kept.append(draft)
        else:
            host.add(draft, f"'{draft.mention.text}' refers back to the event before it")
    return kept
