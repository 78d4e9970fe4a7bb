"""The closed vocabularies that a reader meets, marked so that catalogues have their words.

What is stored and exported stays as it is, ACLED's own names among it; where it is shown, `gettext(value)` gives it in
the reader's language, and a word of the user's own codebook as it stands.
"""

from mapkit.languages import Labels, marked

#: Event types and sub-types, as `mapkit.model` names them.
CODEBOOK = (
    *(marked("Battles"), marked("Armed clash"), marked("Government regains territory")),
    marked("Non-state actor overtakes territory"),
    *(marked("Explosions/Remote violence"), marked("Chemical weapon"), marked("Air/drone strike")),
    *(marked("Suicide bomb"), marked("Shelling/artillery/missile attack")),
    *(marked("Remote explosive/landmine/IED"), marked("Grenade")),
    *(marked("Violence against civilians"), marked("Sexual violence"), marked("Attack")),
    marked("Abduction/forced disappearance"),
    *(marked("Protests"), marked("Peaceful protest"), marked("Protest with intervention")),
    marked("Excessive force against protesters"),
    *(marked("Riots"), marked("Violent demonstration"), marked("Mob violence")),
    *(marked("Strategic developments"), marked("Agreement"), marked("Arrests"), marked("Change to group/activity")),
    *(marked("Disrupted weapons use"), marked("Headquarters or base established")),
    *(marked("Looting/property destruction"), marked("Non-violent transfer of territory"), marked("Other")),
    *(marked("Humanitarian"), marked("Evacuation"), marked("Displacement"), marked("Aid"), marked("Conditions")),
    *(marked("Diplomacy"), marked("Statement"), marked("Negotiation"), marked("Support"), marked("Sanction")),
)

#: What ACLED's inter codes stand for, as `mapkit.model.INTER_NAMES` has it.
ACTORS = (
    *(marked("State forces"), marked("Rebel group"), marked("Political militia"), marked("Identity militia")),
    *(marked("Rioters"), marked("Protesters"), marked("Civilians"), marked("External/other forces")),
)

#: Kinds of figures that a text states.
KINDS: Labels[str] = Labels(
    {
        "fatalities": marked("Fatalities"),
        "injuries": marked("Injuries"),
        "casualties": marked("Casualties"),
        "displaced": marked("Displaced"),
        "evacuated": marked("Evacuated"),
        "captured": marked("Captured"),
        "destroyed": marked("Destroyed"),
        "area": marked("Area"),
        "settlements": marked("Settlements"),
        "abducted": marked("Abducted"),
        "detained": marked("Detained"),
        "missing": marked("Missing"),
        "trapped": marked("Trapped"),
        "rescued": marked("Rescued"),
        "released": marked("Released"),
        "protesters": marked("Protesters"),
        "intercepted": marked("Intercepted"),
        "damaged": marked("Damaged"),
        "seized": marked("Seized"),
        "munitions": marked("Munitions"),
        "population": marked("Population"),
        "troops": marked("Troops"),
        "affected": marked("Affected"),
        "incidents": marked("Incidents"),
        "aid": marked("Aid"),
    }
)

#: Units that are words of English; others stand as the text has them.
UNITS: Labels[str] = Labels(
    {
        "people": marked("people"),
        "settlements": marked("settlements"),
        "sq mi": marked("sq mi"),
        "ha": marked("ha"),
        "acre": marked("acre"),
        "metre": marked("metre"),
        "mile": marked("mile"),
        "nautical mile": marked("nautical mile"),
        "yard": marked("yard"),
        "foot": marked("foot"),
    }
)

#: The sixteen points of the compass.
COMPASS = (
    *(marked("N"), marked("NNE"), marked("NE"), marked("ENE"), marked("E"), marked("ESE"), marked("SE"), marked("SSE")),
    *(marked("S"), marked("SSW"), marked("SW"), marked("WSW"), marked("W"), marked("WNW"), marked("NW"), marked("NNW")),
)


def kind_of_figure(kind: str) -> str:
    """Return the name of a kind of figure, with a capital; one of the user's own as it stands, in plain words."""
    return KINDS[kind] if kind in KINDS else kind.replace("_", " ").capitalize()


def unit(name: str) -> str:
    """Return the name of a unit."""
    return UNITS.get(name, name)


__all__ = ["ACTORS", "CODEBOOK", "COMPASS", "KINDS", "UNITS", "kind_of_figure", "unit"]
