"""An event in the making: one mention with its place, claim, actors and figures, and how two of them become one."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from mapkit.coding.actors import Party
from mapkit.coding.claims import Attribution
from mapkit.coding.classification import Mention
from mapkit.coding.codebook import Rule
from mapkit.coding.countables import OBJECT_VERBS
from mapkit.coding.dates import FoundDate
from mapkit.coding.distances import FoundDistance
from mapkit.coding.numbers import FoundNumber
from mapkit.coding.placing import Placement
from mapkit.coding.quantities import FoundQuantity
from mapkit.model import ClaimStatus, EventStatus, EventType, type_of
from mapkit.text.sentences import Sentence

#: Types of physical violence and demonstrations, which a careful coder records one by one.
VIOLENT = frozenset({EventType.BATTLES, EventType.EXPLOSIONS, EventType.VIOLENCE, EventType.RIOTS, EventType.PROTESTS})
_CALM = ("Peaceful protest", "Protest with intervention")
_TOLLS = frozenset({"fatalities", "injuries"})
#: An attack on a place is a clash where those who died in it were fighters.
_FIGHT = frozenset({"Attack", "Armed clash"})
TERRITORY = frozenset({"Government regains territory", "Non-state actor overtakes territory"})


@dataclass(slots=True)
class Draft:
    """What is known of one event so far; the first mention names it, later ones add to it."""

    mention: Mention
    sentence: Sentence
    sub_event_type: str
    status: EventStatus
    status_reason: str | None
    placement: Placement | None
    attribution: Attribution | None
    claim: ClaimStatus
    actors: list[Party] = field(default_factory=list)
    recipients: list[Party] = field(default_factory=list)
    quantities: list[FoundQuantity] = field(default_factory=list)
    distances: list[FoundDistance] = field(default_factory=list)
    date: FoundDate | None = None
    evidence: list[Sentence] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    folded: list[Token] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    claimed_by: str | None = None
    #: The rules of the mentions that were folded into it.
    joined: list[Rule] = field(default_factory=list)
    #: The tolls that the tagger links with it, by kind.
    tolls: dict[str, FoundNumber] = field(default_factory=dict)
    #: The probability (0-1) that it is an event, once judged.
    likely: float | None = None
    part: int = 0
    without_names: bool = False
    headline: bool = False

    @property
    def event_type(self) -> EventType:
        """The event type of the sub-type."""
        return type_of(self.sub_event_type)

    @property
    def violent(self) -> bool:
        """Whether it is of one of the types that are recorded one by one."""
        return self.event_type in VIOLENT

    @property
    def offset(self) -> int:
        """Where the trigger stands in the document."""
        return self.sentence.start_of(self.mention.trigger)

    @property
    def place_key(self) -> str | None:
        """What tells its place from others: the gazetteer's id, else the words; None without a place."""
        return self.placement.key if self.placement else None

    @property
    def is_actual(self) -> bool:
        """Whether it is told as something that happened."""
        return self.status is EventStatus.ACTUAL

    @property
    def loose(self) -> bool:
        """Whether it names its event loosely, so that it may belong to a more exact mention near by."""
        return self.mention.rule.generic or self.mention.rule.consequence

    @property
    def triggers(self) -> tuple[Token, ...]:
        """The trigger, and those of the mentions of its sentence that were folded into it."""
        return (self.mention.trigger, *self.folded)

    @property
    def bare_result(self) -> bool:
        """Whether it tells a death or an injury and no one who did it ("two were shot dead", "a boy was stabbed")."""
        if self.mention.rule.consequence:
            return True
        trigger = self.mention.trigger
        told = OBJECT_VERBS.get(trigger.lemma_.lower()) in _TOLLS or any(
            word.lower_ in ("dead", "death") for word in self.mention.words
        )
        return told and trigger.pos_ == "VERB" and self.event_type in VIOLENT and not self.mention.frame.subjects

    @property
    def names_no_victims(self) -> bool:
        """Whether it is an attack on a place or on nobody named ("gunmen attacked the village")."""
        return not any(party.kind in ("civilians", "people") for party in self.recipients)

    def rest_on(self, sentence: Sentence) -> None:
        """Make a sentence part of the evidence."""
        if sentence not in self.evidence:
            self.evidence.append(sentence)

    def add(self, other: "Draft", reason: str) -> None:
        """Take over what another mention of the same event knows."""
        for sentence in other.evidence:
            self.rest_on(sentence)
        if self._takes_type_of(other):
            self.sub_event_type = other.sub_event_type
        own_kinds = {(found.start, found.end) for found in self.quantities}
        self.quantities.extend(found for found in other.quantities if (found.start, found.end) not in own_kinds)
        self.distances.extend(other.distances)
        if not self.actors or all(party.kind == "other" for party in self.actors):
            self.actors = other.actors or self.actors
        if not self.recipients:
            self.recipients = other.recipients
        if self.date is None or (self.date.date_start is None and other.date is not None and other.date.date_start):
            self.date = other.date or self.date
        if self.placement is None or (
            self.placement.inherited and other.placement is not None and not other.placement.inherited
        ):
            self.placement = other.placement or self.placement
        self._merge_claim(other)
        self.joined.extend((other.mention.rule, *other.joined))
        if other.sentence is self.sentence:
            self.folded.extend(other.triggers)
        self.merged.append(reason)

    def agree(self, tagged: "Draft") -> None:
        """Take over what the tagger knows of the same event."""
        for sentence in tagged.evidence:
            self.rest_on(sentence)
        self.tolls = tagged.tolls
        if self.placement is None:
            self.placement = tagged.placement
        self.merged.append(f"the tagger reads '{tagged.mention.text}' as {tagged.sub_event_type} too")

    def _takes_type_of(self, other: "Draft") -> bool:
        """Return whether the other mention says more exactly what happened."""
        if other.event_type not in VIOLENT:
            return False
        if other.event_type is EventType.RIOTS and self.sub_event_type in _CALM:
            return True  # a protest that turns violent is a riot
        if self.sub_event_type == "Attack" and other.sub_event_type == "Excessive force against protesters":
            return True
        if {self.sub_event_type, other.sub_event_type} == _FIGHT:
            attack = self if self.sub_event_type == "Attack" else other
            return attack is self and attack.names_no_victims
        result = self.mention.rule.consequence and not other.mention.rule.consequence
        return result or self.headline > other.headline or _finer(other.sub_event_type, self)

    def _merge_claim(self, other: "Draft") -> None:
        if self.claim is ClaimStatus.CLAIMED and other.claim is ClaimStatus.CONFIRMED:
            self.claim = ClaimStatus.CONFIRMED
        elif (
            self.claim is ClaimStatus.CLAIMED
            and other.claim is ClaimStatus.REPORTED
            and _independent(other)
            and not other.mention.rule.generic
        ):
            self.claim = ClaimStatus.REPORTED
        elif self.claim is ClaimStatus.REPORTED and other.claim is ClaimStatus.CLAIMED and _is_headline(self):
            # a headline or lead in the text's own voice rests on the party that the body names
            self.claim = other.claim
            self.attribution = other.attribution
        elif other.claim in (ClaimStatus.DISPUTED, ClaimStatus.UNVERIFIABLE):
            self.claim = other.claim
        if self.attribution is None or self.attribution.speaker is None:
            self.attribution = other.attribution or self.attribution


def _is_headline(draft: Draft) -> bool:
    return draft.headline and not _independent(draft)


def _independent(draft: Draft) -> bool:
    return draft.attribution is not None and draft.attribution.speaker is not None and not draft.attribution.interested


def _finer(sub_event_type: str, draft: Draft) -> bool:
    """Return whether a sub-type says more than a draft's: control over a clash, a kind of strike over a bang."""
    if (
        sub_event_type == "Arrests"
        or sub_event_type == draft.sub_event_type
        or type_of(sub_event_type) is not draft.event_type
    ):
        return False
    if sub_event_type in TERRITORY:
        return draft.sub_event_type == "Armed clash"
    if draft.sub_event_type == "Peaceful protest":
        return True
    return draft.mention.rule.generic and draft.sub_event_type not in TERRITORY
