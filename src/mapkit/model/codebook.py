"""The vocabulary of events: ACLED's types and sub-types, two of our own, and the statuses of a claim.

The terms follow ACLED's codebook (2023 edition); the definitions and triggers, in our own words, are data: see
`mapkit.coding`. `Humanitarian` and `Diplomacy` are mapkit's additions for what situation reports tell beside violence.
"""

from enum import StrEnum


class EventType(StrEnum):
    """ACLED's six event types, and two of mapkit's own."""

    BATTLES = "Battles"
    EXPLOSIONS = "Explosions/Remote violence"
    VIOLENCE = "Violence against civilians"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    STRATEGIC = "Strategic developments"
    HUMANITARIAN = "Humanitarian"
    DIPLOMACY = "Diplomacy"


#: Sub-event types of each event type: ACLED's 25, and the eight of mapkit's own two types.
SUB_EVENT_TYPES: dict[EventType, tuple[str, ...]] = {
    EventType.BATTLES: (
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
    ),
    EventType.EXPLOSIONS: (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    EventType.VIOLENCE: ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    EventType.PROTESTS: (
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
    ),
    EventType.RIOTS: ("Violent demonstration", "Mob violence"),
    EventType.STRATEGIC: (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
    EventType.HUMANITARIAN: ("Evacuation", "Displacement", "Aid", "Conditions"),
    EventType.DIPLOMACY: ("Statement", "Negotiation", "Support", "Sanction"),
}

#: ACLED's disorder types, by event type; None where ACLED's frame does not apply.
DISORDER_TYPES: dict[EventType, str | None] = {
    EventType.BATTLES: "Political violence",
    EventType.EXPLOSIONS: "Political violence",
    EventType.VIOLENCE: "Political violence",
    EventType.PROTESTS: "Demonstrations",
    EventType.RIOTS: "Demonstrations",
    EventType.STRATEGIC: "Strategic developments",
    EventType.HUMANITARIAN: None,
    EventType.DIPLOMACY: None,
}


def type_of(sub_event_type: str) -> EventType:
    """Return the event type that a sub-event type belongs to.

    Raises
    ------
    KeyError
        Where no type has this sub-event type.
    """
    for event_type, subs in SUB_EVENT_TYPES.items():
        if sub_event_type in subs:
            return event_type
    raise KeyError(sub_event_type)


class EventStatus(StrEnum):
    """Whether the text tells an event as something that happened."""

    ACTUAL = "actual"
    HISTORICAL = "historical"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class ClaimStatus(StrEnum):
    """Whose word an event rests on."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DENIED = "denied"
    UNVERIFIABLE = "unverifiable"


#: ACLED's interaction codes of an actor.
INTER_NAMES: dict[int, str] = {
    1: "State forces",
    2: "Rebel group",
    3: "Political militia",
    4: "Identity militia",
    5: "Rioters",
    6: "Protesters",
    7: "Civilians",
    8: "External/other forces",
}
