"""From an analysed text and its toponyms to event records: the coding of one document, step by step.

sentence -> mentions (codebook) -> status, place, attribution, actors, figures -> drafts -> merged -> events
"""

import re
from collections.abc import Sequence
from datetime import date

from mapkit.coding import dates, distances, quantities
from mapkit.coding.actors import ActorTable, Party
from mapkit.coding.assembly import event_of
from mapkit.coding.claims import Attribution, attribution_of, claim_of, unverifiable
from mapkit.coding.classification import Mention, Reader, main_mention
from mapkit.coding.codebook import Codebook
from mapkit.coding.drafts import TERRITORY, VIOLENT, Draft
from mapkit.coding.duplicates import merge
from mapkit.coding.figures import attach, tolls_left
from mapkit.coding.grammar import phrase
from mapkit.coding.placing import Memory, Named, Placement, dateline_end, named_in, place_of_witness, places_of
from mapkit.coding.status import governs, path_length, status_of
from mapkit.model import ClaimStatus, Document, Event, EventStatus, EventType, Role, Toponym
from mapkit.text.sentences import Analysis, Sentence, analyse

#: A sentence longer than this many tokens is no sentence of prose; it is not coded.
_MAX_TOKENS = 400
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:e|es|ed)|disput(?:e|es|ed))\b[^.;]{0,40}"
    r"\b(?:claims?\b(?! that)|reports?\b(?! (?:that|of))|allegations?|accusations?|announcements?|(?:it|this|that)\b(?=\s*[.,;])|"
    r"having|responsibility|involvement|charges?|statements?)|"
    r"\b(?:blam(?:e|ed|ing)|accus(?:e|ed|ing)) each other\b|\btraded (?:blame|accusations)\b",
    re.IGNORECASE,
)


_RETRACTION = re.compile(
    r"(?:it|that|this|they|these|those|there|none|neither)(?: \w+){0,2} (?:was|were|is|are|did|had|has|have|does)(?: not|n't|n’t)(?: (?:so|true|the case|happen|happened|correct|occur|right))?\.?$|"
    r"(?:it|that|this|the (?:report|claim|story|post|rumou?r|information))s? (?:was|were|is|are|turned out to be|proved) "
    r"(?:false|untrue|wrong|incorrect|a mistake|a hoax|baseless|fake)\b",
    re.IGNORECASE,
)


def code(analysis: Analysis, toponyms: Sequence[Toponym], *, codebook: Codebook | None = None) -> tuple[Event, ...]:
    """Return the events that a document tells, in reading order.

    Parameters
    ----------
    analysis : Analysis
        The parsed document.
    toponyms : sequence of Toponym
        Its toponyms, sorted by start.
    codebook : Codebook, optional
        Default: the one that ships.

    Returns
    -------
    tuple of Event
        Events of every status; `front` and `coder_version` are the pipeline's to fill in. Deterministic.
    """
    return _Coder(analysis, toponyms, codebook or Codebook.default()).run()


def classify(text: str, *, codebook: Codebook | None = None) -> str | None:
    """Return the sub-event type of the main event of a short text, or None where no rule sees any.

    Parameters
    ----------
    text : str
    codebook : Codebook, optional
        Default: the one that ships.
    """
    codebook = codebook or Codebook.default()
    analysis = next(analyse([Document(name="snippet", text=text)]))
    mentions: list[tuple[int, Mention, bool]] = []
    for sentence in analysis.sentences:
        if len(sentence.tokens) <= _MAX_TOKENS:
            reader = Reader(sentence.tokens, codebook)
            mentions.extend((sentence.index, mention, reader.supported(mention)) for mention in reader.mentions())
    return main_mention(mentions, codebook)


class _Coder:
    def __init__(self, analysis: Analysis, toponyms: Sequence[Toponym], codebook: Codebook) -> None:
        self.analysis = analysis
        self.text = analysis.document.text
        self.published: date | None = analysis.document.published
        self.codebook = codebook
        self.table = ActorTable.default()
        self.memory = Memory()
        self.toponyms = tuple(toponyms)
        self.of_sentence = _by_sentence(analysis, toponyms)
        self.attribution: Attribution | None = None
        self.readers: dict[int, Reader] = {}
        self.found: dict[int, list[Mention]] = {}
        self.anchor: date | None = None
        self.orphans: list[quantities.FoundQuantity] = []
        self.names: list[Named] = []

    def run(self) -> tuple[Event, ...]:
        self._read()
        self.parties = self._sides()
        self.past = self._of_the_past()
        drafts: list[Draft] = []
        for sentence in self.analysis.sentences:
            if sentence.index in self.readers:
                fresh = self._drafts(sentence)
                self._comment(sentence, fresh, drafts)
                self._home_orphans(sentence, fresh, drafts)
                drafts.extend(fresh)
        events: list[Event] = []
        used: set[str] = set()
        for draft in merge(_contradictions(drafts)):
            event = event_of(draft, self.analysis, self.toponyms, used)
            used.add(event.event_id)
            events.append(event)
        return tuple(events)

    def _read(self) -> None:
        """Find the mentions of every sentence, and drop those that the document's subject makes ordinary words."""
        for sentence in self.analysis.sentences:
            if len(sentence.tokens) > _MAX_TOKENS:
                continue
            places = {
                token.i
                for toponym in self.of_sentence.get(sentence.index, ())
                if toponym.role is Role.LOCATION
                for token in sentence.span(toponym.start, toponym.end) or ()
            }
            reader = Reader(sentence.tokens, self.codebook, places, self.table)
            self.readers[sentence.index] = reader
            self.found[sentence.index] = reader.mentions()
        sport = self.codebook.lists.get("sport_business")
        playful = {
            index
            for index, reader in self.readers.items()
            if sport is not None
            and (reader.speaks_of("sport_business") or reader.speaks_of("hazard"))
            and not reader.speaks_of("war_words")
        }
        war = {
            index for index, reader in self.readers.items() if index not in playful and reader.speaks_of("war_words")
        }
        grave = {
            index
            for index, mentions in self.found.items()
            if index not in playful and any(self.readers[index].supported(m) or not m.rule.weak for m in mentions)
        }
        at_war = bool(war) and len(war | grave) > len(playful) and 6 * len(war | grave) >= len(self.readers)
        for index, mentions in self.found.items():
            reader = self.readers[index]
            if _heading(self.analysis.sentences[index]):
                self.found[index] = []
                continue
            self.found[index] = [
                m
                for m in mentions
                if not m.rule.weak
                or (self._type(m) is EventType.HUMANITARIAN and not reader.speaks_of("sport_business"))
                or (at_war and index not in playful)
                or (reader.supported(m) and index not in playful and (index in war or not playful or m.score >= 1.9))
                or (reader.supported(m) and at_war)
            ]

    def _type(self, mention: Mention) -> EventType:
        return self.codebook.sub_types[mention.sub_event_type].event_type

    def _of_the_past(self) -> bool:
        """Return whether the document tells of the past throughout: its dates lie years back and none is recent."""
        found = [
            item
            for sentence in self.analysis.sentences
            if sentence.index in self.readers
            for item in dates.find(sentence, self.published)
            if item.date_start is not None
        ]
        if len(found) < 4:
            return False
        if self.published is not None:
            return all(item.is_past_reference for item in found)
        years = sorted(int(str(item.date_start)[:4]) for item in found)
        return years[-1] - years[0] > 15 and sum(year < years[-1] - 1 for year in years) >= 4

    def _sides(self) -> frozenset[str]:
        """Return the sides that fight in the document."""
        sides: set[str] = set()
        for mentions in self.found.values():
            for mention in mentions:
                if self.codebook.sub_types[mention.sub_event_type].event_type in (
                    EventType.BATTLES, EventType.EXPLOSIONS, EventType.VIOLENCE,
                ):  # fmt: skip
                    for party in (*self._actors(mention), *self._recipients(mention)):
                        if party.side and party.kind != "civilians":
                            sides.add(party.side)
        return frozenset(sides)

    def _drafts(self, sentence: Sentence) -> list[Draft]:
        toponyms = self.of_sentence.get(sentence.index, ())
        names = named_in(sentence, toponyms)
        opening = dateline_end(sentence, self.text)
        skip = {name.toponym.start for name in names if name.toponym.end <= opening}
        mentions = self.found[sentence.index]
        times = dates.find(sentence, self.published, anchor=self.anchor) if mentions or names else ()
        fresh: list[Draft] = []
        for mention in mentions:
            fresh.extend(self._draft(mention, sentence, names, skip, times))
        fresh = _absorb(fresh)
        for draft in fresh:
            if draft.placement is None and draft.event_type is not EventType.DIPLOMACY:
                draft.placement = (
                    self._neighbour(draft, fresh)
                    or self.memory.inherit(draft.mention, sentence, names, skip)
                    or place_of_witness(draft.mention, sentence, names)
                )
        fresh = _absorb(fresh)
        figures = quantities.find(sentence)
        attach(fresh, sentence, figures, distances.find(sentence, self.toponyms))
        self.orphans = [] if any(d.status is not EventStatus.ACTUAL for d in fresh) else tolls_left(fresh, figures)
        self.names = [name for name in names if name.toponym.start not in skip]
        for draft in fresh:
            self._finish(draft)
            if (
                draft.placement is not None
                and draft.status is EventStatus.ACTUAL
                and draft.event_type is not EventType.DIPLOMACY
            ):
                self.memory.see_event(sentence, draft.placement)
        self.memory.see_names(sentence, names, skip)
        for found in times:
            if found.date_start and found.date_start == found.date_end:
                self.anchor = date.fromisoformat(found.date_start)
        if fresh and fresh[-1].attribution is not None and fresh[-1].attribution.speaker:
            self.attribution = fresh[-1].attribution
        return fresh

    def _draft(
        self, mention: Mention, sentence: Sentence, names: list[Named], skip: set[int], times: Sequence[dates.FoundDate]
    ) -> list[Draft]:
        status, why = status_of(mention, sentence, self.published, times)
        if self.past and status is EventStatus.ACTUAL:
            status, why = EventStatus.HISTORICAL, "the document tells of the past throughout"
        said = attribution_of(mention.trigger, sentence, self.table, self.parties, self.attribution)
        own = [
            found
            for found in times
            if governs(found, mention.trigger, sentence, times) and not found.is_future and found.relation != "for"
        ]
        when = min(own, key=lambda found: path_length(_root(found, sentence), mention.trigger), default=None)
        own_places = places_of(mention, sentence, names, skip)
        if own_places and own_places[0].score < 0.8:
            # "displaced from the town, and the stadium in X ...": the town, not X
            told_of = self.memory.inherit(mention, sentence, names, skip, definite=True)
            own_places = [told_of] if told_of is not None else own_places
        placements: list[Placement | None] = list(own_places) or [None]
        return [
            Draft(
                mention=mention,
                sentence=sentence,
                sub_event_type=mention.sub_event_type,
                status=status,
                status_reason=why,
                placement=placement,
                attribution=said,
                claim=claim_of(said, status is EventStatus.NEGATED),
                actors=self._actors(mention),
                recipients=self._recipients(mention),
                date=when,
                evidence=[sentence],
                part=part,
            )
            for part, placement in enumerate(placements)
        ]

    def _neighbour(self, draft: Draft, fresh: list[Draft]) -> Placement | None:
        """Return the place of the other events of the sentence, where they all lie at one."""
        placed = [d.placement for d in fresh if d.placement is not None and d.event_type is not EventType.DIPLOMACY]
        if placed and len({p.toponym.start for p in placed}) == 1:
            first = placed[0]
            return Placement(
                first.toponym,
                first.sentence,
                0.6,
                f"the sentence's other event lies at {first.toponym.text}",
                inherited=True,
            )
        return None

    def _actors(self, mention: Mention) -> list[Party]:
        tokens = mention.frame.objects if mention.rule.reverse else mention.frame.subjects
        found = [self.table.resolve(token) for token in tokens if token.pos_ != "PRON"]
        weapon = not found or all(party.side is None for party in found)
        if weapon:
            words = [*phrase(mention.trigger)] if mention.trigger.pos_ != "VERB" else []
            group, country = self.table.in_tokens(words)
            if group is not None:
                found = [group]
            elif country is not None:
                found = [Party(f"Military Forces of {self.table.countries[country]}", 1, country, country, "military")]
        return _unique([party for party in found if party.name and not _thing(party)])

    def _recipients(self, mention: Mention) -> list[Party]:
        tokens = list(mention.frame.subjects if mention.rule.reverse else mention.frame.objects)
        tokens += [token for name, token in mention.frame.preps if name in ("with", "against") and token.pos_ != "VERB"]
        found = [self.table.resolve(token) for token in tokens if token.pos_ != "PRON" and token not in mention.words]
        return _unique([party for party in found if party.name and party.kind != "other"])

    def _finish(self, draft: Draft) -> None:
        """Settle what depends on the place: whether control was taken by the state or from it."""
        place = draft.placement.toponym.place if draft.placement else None
        if draft.sub_event_type in TERRITORY:
            lead = next((party for party in draft.actors if party.side), None)
            if lead is not None:
                home = bool(place and lead.state == place.country)
                if lead.state and place and place.country:
                    draft.sub_event_type = (
                        "Government regains territory" if home else "Non-state actor overtakes territory"
                    )
                elif lead.kind in ("group", "armed"):
                    draft.sub_event_type = "Non-state actor overtakes territory"
                if lead.state and place and not home and not draft.recipients and place.country in self.table.countries:
                    name = f"Military Forces of {self.table.countries[place.country]}"
                    draft.recipients = [Party(name, 1, place.country, place.country, "military")]
                    draft.notes.append(f"recipient inferred: the place lies in {self.table.countries[place.country]}")

    def _home_orphans(self, sentence: Sentence, fresh: list[Draft], drafts: list[Draft]) -> None:
        """Give a toll that no mention of its sentence can take ("Thirteen others were wounded") to the event it follows."""
        if not self.orphans:
            return
        hosts = [
            d for d in drafts if d.status is EventStatus.ACTUAL and d.violent and sentence.block - d.sentence.block <= 6
        ]
        keys = {n.toponym.place.gazetteer_id if n.toponym.place else n.toponym.text.casefold() for n in self.names}
        there = [d for d in hosts if d.place_key in keys]
        near = [
            d
            for d in hosts
            if d.sentence.block == sentence.block or (sentence.block - d.sentence.block == 1 and not fresh)
        ]
        foreign = [n for n in self.names if n.fineness >= 2.0]
        host = there[-1] if there else near[-1] if near and not foreign else None
        if host is not None:
            host.quantities.extend(self.orphans)
            _add_evidence(host, sentence)

    def _comment(self, sentence: Sentence, fresh: list[Draft], drafts: list[Draft]) -> None:
        """Apply what a sentence says about claims told before it: not verifiable, denied, blamed on each other."""
        recent = [
            d for d in drafts if d.status is EventStatus.ACTUAL and d.violent and sentence.block - d.sentence.block <= 1
        ]
        if _RETRACTION.match(sentence.text.strip()):
            told = self.analysis.sentences[sentence.index - 1] if sentence.index else None
            for draft in drafts:
                if draft.sentence is told and draft.status is EventStatus.ACTUAL:
                    draft.status = EventStatus.NEGATED
                    draft.status_reason = f"taken back: '{sentence.text.strip()}'"
                    _add_evidence(draft, sentence)
        targets = [d for d in fresh if d.status is EventStatus.ACTUAL] or recent[-1:]
        if unverifiable(sentence):
            for draft in targets:
                if draft.claim is ClaimStatus.CLAIMED:
                    draft.claim = ClaimStatus.UNVERIFIABLE
                    _add_evidence(draft, sentence)
        retracted = any(d.status is EventStatus.NEGATED and d.claim is ClaimStatus.DENIED for d in fresh)
        if _DENIAL.search(sentence.text) and not retracted:
            mutual = "each other" in sentence.text or "traded" in sentence.text
            for draft in (targets if mutual else recent[-1:]) or targets:
                if draft.claim is not ClaimStatus.DENIED:
                    draft.claim = ClaimStatus.DISPUTED
                    draft.notes.append("the sides contradict each other")
                    _add_evidence(draft, sentence)


def _root(found: dates.FoundDate, sentence: Sentence):  # type: ignore[no-untyped-def]
    span = sentence.span(found.start, found.end)
    return span.root if span is not None else sentence.tokens.root


def _by_sentence(analysis: Analysis, toponyms: Sequence[Toponym]) -> dict[int, list[Toponym]]:
    found: dict[int, list[Toponym]] = {}
    for toponym in toponyms:
        sentence = analysis.sentence_at(toponym.start)
        if sentence is not None:
            found.setdefault(sentence.index, []).append(toponym)
    return found


def _heading(sentence: Sentence) -> bool:
    """Return whether a sentence is a section's heading ("HOSTILITIES AND CASUALTIES"): no verb, no end, a line of its own."""
    text = sentence.text.strip()
    if sentence.block == 0 or text.endswith((".", "!", "?")) or len(sentence.tokens) > 8:
        return False
    return not any(token.pos_ in ("VERB", "AUX") for token in sentence.tokens)


def _unique(parties: list[Party]) -> list[Party]:
    return list({party.name: party for party in parties}.values())


def _thing(party: Party) -> bool:
    """Return whether a logical subject is a weapon or a thing rather than someone."""
    return party.kind == "other" and party.side is None and party.name[:1].islower()


def _add_evidence(draft: Draft, sentence: Sentence) -> None:
    if sentence not in draft.evidence:
        draft.evidence.append(sentence)


def _absorb(drafts: list[Draft]) -> list[Draft]:
    """Fold loose mentions of a sentence ("killed", "the blast") into its exact one, where place and status allow."""
    kept = list(drafts)
    for draft in drafts:
        # "attacked the prison and fought guards": one battle
        clash = next((d for d in kept if d.sub_event_type == "Armed clash" and _joined(d, draft)), None)
        if clash is not None and draft.sub_event_type == "Attack" and draft in kept:
            clash.add(draft, f"'{draft.mention.text}' tells of the same fight")
            clash.placement = clash.placement or draft.placement
            kept.remove(draft)
    for draft in sorted(drafts, key=lambda d: (not d.mention.rule.consequence, not d.mention.rule.generic)):
        if not draft.loose or len(kept) < 2:
            continue
        hosts = [
            other
            for other in kept
            if other is not draft
            and other.mention.trigger.i != draft.mention.trigger.i
            and (other.event_type in VIOLENT or other.event_type is draft.event_type)
            and other.status is draft.status
            and _rank(other) < _rank(draft)
            and (draft.place_key is None or other.place_key is None or draft.place_key == other.place_key)
        ]
        if not hosts:
            continue
        host = min(hosts, key=lambda other: (path_length(other.mention.trigger, draft.mention.trigger), other.offset))
        host.add(draft, f"'{draft.mention.text}' tells of the same event in the sentence")
        kept.remove(draft)
    return kept


def _joined(one: Draft, other: Draft) -> bool:
    """Return whether two verbs share their subject in one sentence, at one place."""
    first, second = one.mention.frame.subjects, other.mention.frame.subjects
    same = bool(first and second) and {t.i for t in first} == {t.i for t in second}
    return (
        same
        and one.status is other.status
        and (None in (one.place_key, other.place_key) or one.place_key == other.place_key)
    )


def _rank(draft: Draft) -> tuple[int, int]:
    rule = draft.mention.rule
    return (2 if rule.consequence else 1 if rule.generic else 0, 0)


def _contradictions(drafts: list[Draft]) -> list[Draft]:
    """Mark an event disputed where another side denies or negates it, with both sentences as evidence."""
    for draft in drafts:
        if draft.status is not EventStatus.NEGATED or draft.attribution is None:
            continue
        said = draft.attribution
        for other in drafts:
            if (
                other.status is EventStatus.ACTUAL
                and other.event_type is draft.event_type
                and abs(other.sentence.block - draft.sentence.block) <= 2
                and (draft.place_key is None or draft.place_key == other.place_key)
                and other.attribution is not None
                and other.attribution.interested
                and said.interested
                and said.side != other.attribution.side
            ):
                other.claim = ClaimStatus.DISPUTED
                other.notes.append(f"{said.speaker} contradicts it")
                _add_evidence(other, draft.sentence)
    return drafts
