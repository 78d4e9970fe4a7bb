"""What news counts: the verbs, adjectives and nouns that say what a number is a number of.

Each table maps a word to a quantity's kind. Verbs in `TRANSITIVE` count their object (or passive subject), those in
`SUBJECT` their subject; `AFTER` are phrases that follow the counted ("were taken hostage"), `NOUNS` say their kind by
themselves ("12 deaths").
"""

import re

_VOWELS = "aeiou"

FATALITIES, INJURIES, CASUALTIES = "fatalities", "injuries", "casualties"
DISPLACED, EVACUATED, CAPTURED, DETAINED = "displaced", "evacuated", "captured", "detained"
ABDUCTED, MISSING, RESCUED, RELEASED = "abducted", "missing", "rescued", "released"
DESTROYED, DAMAGED, SEIZED, INTERCEPTED, MUNITIONS = "destroyed", "damaged", "seized", "intercepted", "munitions"
AREA, SETTLEMENTS, POPULATION, PROTESTERS = "area", "settlements", "population", "protesters"
TROOPS, AID, AFFECTED, INCIDENTS = "troops", "aid", "affected", "incidents"

#: Kinds that count people; their unit is "people".
OF_PEOPLE = frozenset({
    FATALITIES, INJURIES, CASUALTIES, DISPLACED, EVACUATED, CAPTURED, DETAINED, ABDUCTED, MISSING, RESCUED, RELEASED,
    POPULATION, PROTESTERS, TROOPS,
})  # fmt: skip
#: Kinds of which a single named or described person makes one.
OF_ONE = frozenset({FATALITIES, INJURIES, CAPTURED, DETAINED, ABDUCTED, RELEASED})

TRANSITIVE: dict[str, str] = {
    **dict.fromkeys(
        ["kill", "slay", "murder", "assassinate", "execute", "massacre", "behead", "eliminate", "neutralize", "neutralise", "liquidate", "lynch", "slaughter", "decapitate", "martyr", "electrocute", "drown", "gun-down", "shoot-dead", "hack", "stone", "incinerate"], FATALITIES),
    **dict.fromkeys(["injure", "wound", "hurt", "maim", "harm", "hospitalize", "hospitalise", "concuss", "burn", "stab"], INJURIES),
    **dict.fromkeys(["displace", "uproot", "dislocate"], DISPLACED),
    **dict.fromkeys(["evacuate", "relocate"], EVACUATED),
    **dict.fromkeys(["capture"], CAPTURED),
    **dict.fromkeys(["arrest", "detain", "apprehend", "imprison", "jail", "round-up"], DETAINED),
    **dict.fromkeys(["abduct", "kidnap"], ABDUCTED),
    **dict.fromkeys(["rescue", "save"], RESCUED),
    **dict.fromkeys(["release", "free", "liberate", "repatriate", "exchange", "swap"], RELEASED),
    **dict.fromkeys(
        ["destroy", "demolish", "raze", "flatten", "level", "wreck", "torch", "sink", "obliterate", "bulldoze", "gut", "burn-down", "knock-out", "blow-up"],
        DESTROYED),
    **dict.fromkeys(["damage"], DAMAGED),
    **dict.fromkeys(["seize", "confiscate", "impound", "loot", "steal"], SEIZED),
    **dict.fromkeys(["intercept", "down", "shoot-down", "bring-down", "take-down", "suppress", "jam"], INTERCEPTED),
    **dict.fromkeys(["launch", "fire", "drop", "lob", "unleash", "rain"], MUNITIONS),
    **dict.fromkeys(["affect"], AFFECTED),
    **dict.fromkeys(["recapture", "retake", "overrun"], SETTLEMENTS),
    **dict.fromkeys(["deploy", "station", "mobilize", "mobilise", "mass", "amass", "dispatch"], TROOPS),
}  # fmt: skip
SUBJECT: dict[str, str] = {
    **dict.fromkeys(["die", "perish", "drown", "succumb"], FATALITIES),
    **dict.fromkeys(["flee", "escape"], DISPLACED),
    **dict.fromkeys(["surrender"], CAPTURED),
    **dict.fromkeys(["disappear", "vanish"], MISSING),
    **dict.fromkeys(["protest", "demonstrate", "march", "rally", "gather", "picket", "converge", "chant", "parade", "turn-out"], PROTESTERS),
    **dict.fromkeys(["live", "reside", "remain"], POPULATION),
}  # fmt: skip
_PAST = {
    "slay": ("slew", "slain"), "shoot": ("shot", "shot"), "sink": ("sank", "sunk"), "flee": ("fled", "fled"),
    "hurt": ("hurt", "hurt"), "bring": ("brought", "brought"), "take": ("took", "taken"), "blow": ("blew", "blown"),
    "steal": ("stole", "stolen"), "burn": ("burned", "burned"), "overrun": ("overran", "overrun"),
    "retake": ("retook", "retaken"), "knock": ("knocked", "knocked"), "die": ("died", "died"),
}  # fmt: skip


def _inflect(verb: str) -> tuple[str, str, str, str, str]:
    """Return base, -s, -ing, past and past participle."""
    head, *particles = verb.split("-")
    tail = "".join(f" {particle}" for particle in particles)
    if head.endswith("e") and not head.endswith("ee"):
        stem, past, third = head[:-1], head + "d", head + "s"
    elif head.endswith("y") and head[-2] not in _VOWELS:
        stem, past, third = head, head[:-1] + "ied", head[:-1] + "ies"
    elif head in {"kidnap", "gun", "stab", "swap", "jam", "gut", "drop", "trap"}:
        stem = head + head[-1]
        past, third = stem + "ed", head + "s"
    else:
        stem, past = head, head + ("d" if head.endswith("e") else "ed")
        third = head + ("es" if head.endswith(("s", "sh", "ch", "x", "z")) else "s")
    ing = "dying" if head == "die" else stem + "ing"
    past, participle = _PAST.get(head, (past, past))
    return tuple(form + tail for form in (head, third, ing, past, participle))  # type: ignore[return-value]


#: Every form of the transitive verbs, to read headlines that the tagger does not.
ACTIVE_FORMS: dict[str, str] = {}
PARTICIPLES: dict[str, str] = {}
for _verb in TRANSITIVE:
    _base, _third, _ing, _past, _participle = _inflect(_verb)
    for _form in (_base, _third, _ing, _past):
        ACTIVE_FORMS.setdefault(_form, _verb)
    PARTICIPLES.setdefault(_participle, _verb)
ACTIVE_FORMS.update({"kidnaped": "kidnap", "kidnapping": "kidnap", "burnt down": "burn-down", "burnt": "burn"})
PARTICIPLES.update({"burnt": "burn", "burnt down": "burn-down", "disarmed": "capture"})
SUBJECT_FORMS: dict[str, str] = {}
for _verb in SUBJECT:
    for _form in _inflect(_verb):
        SUBJECT_FORMS.setdefault(_form, _verb)

#: Phrases after what is counted, longest first: (words, kind).
AFTER: tuple[tuple[str, str], ...] = (
    (r"(?:either\s+)?(?:killed|dead|slain)\s*(?:and|or|and/or|/)\s*(?:wounded|injured|hurt|maimed)", CASUALTIES),
    (r"(?:wounded|injured|hurt)\s*(?:and|or|/)\s*(?:killed|dead)", CASUALTIES),
    (r"(?:los(?:e|t|ing)|gave)\s+their\s+(?:own\s+)?li(?:ves|fe)", FATALITIES),
    (r"(?:beaten|stabbed|burn(?:ed|t)|hacked|crushed|trampled|shot|tortured|starved|clubbed|stoned|frozen|bludgeoned)\s+to\s+death",
     FATALITIES),
    (r"shot\s+(?:and\s+killed|dead)|gunned\s+down|buried\s+alive|blown\s+(?:up|apart)|found\s+dead|feared\s+dead|put\s+to\s+death",
     FATALITIES),
    (r"dead|killed|deceased|martyred|slain|fatally\s+(?:shot|wounded|injured|stabbed)", FATALITIES),
    (r"(?:need(?:ed|ing|s)?|requir(?:ed|ing|es?)|receiv(?:ed|ing)|sought|seeking|got|getting|undergo(?:ing|ne)|underwent|given)\s+"
     r"(?:\w+\s+){0,2}?(?:treatment|care|attention|hospitali[sz]ation|surgery)", INJURIES),
    (r"(?:suffer(?:ed|ing)?|sustain(?:ed|ing)?|receiv(?:ed|ing))\s+(?:[\w-]+\s+){0,4}?(?:injur(?:y|ies)|wounds?|burns?|trauma|"
     r"inhalation|concussions?|fractures?|lacerations?)", INJURIES),
    (r"(?:taken|rushed|admitted|brought|transferred|sent|transported|moved|flown|evacuated|ferried)\s+to\s+(?:(?:an?|the|local|nearby|\w+)\s+){0,3}"
     r"(?:hospitals?|clinics?|medical\s+(?:cent(?:er|re)s?|facilit(?:y|ies)))", INJURIES),
    (r"(?:in|at)\s+(?:the\s+)?hospitals?|hospitali[sz]ed|treated\s+(?:for|in|at)\b|being\s+treated|"
     r"(?:shot|stabbed|beaten)\s+and\s+(?:wounded|injured)|in\s+(?:a\s+)?(?:critical|serious)\s+condition", INJURIES),
    (r"wounded|injured|hurt|maimed|burned|burnt|lightly\s+hurt", INJURIES),
    (r"(?:taken|held|seized)\s+(?:as\s+)?hostages?|(?:taken|led)\s+away\s+by\s+(?:gunmen|armed\s+men)|forcibly\s+disappeared",
     ABDUCTED),
    (r"(?:taken|made)\s+(?:as\s+)?(?:prisoners?|captives?)(?:\s+of\s+war)?|(?:laid|laying|lay)\s+down\s+(?:their\s+)?(?:arms|weapons)",
     CAPTURED),
    (r"(?:taken|placed|put|remanded|held|kept)\s+(?:into|in)\s+(?:\w+\s+)?(?:custody|detention)|behind\s+bars|under\s+arrest|in\s+(?:\w+\s+)?custody",
     DETAINED),
    (r"(?:still\s+)?(?:missing|unaccounted\s+for|disappeared)|went\s+missing|gone\s+missing", MISSING),
    (r"from\s+their\s+(?:\w+\s+)?(?:homes?|houses|villages?)|to\s+(?:flee|leave\s+their|abandon)\b", DISPLACED),
    (r"(?:forced|driven|chased|pushed|expelled)\s+(?:out|away|off|from|to\s+(?:flee|leave|abandon|move))\b|homeless|"
     r"(?:left|leaving|leave|abandoned|abandoning|abandon|lost)\s+(?:behind\s+)?their\s+(?:\w+\s+)?(?:homes?|houses?|villages?)|"
     r"(?:sought|seeking|taken|taking|took|found)\s+(?:refuge|shelter|sanctuary)|on\s+the\s+move|"
     r"(?:crossed|crossing|cross|poured|streamed|arrived)\s+(?:over\s+|across\s+|the\s+border\s+)?(?:the\s+)?(?:border|into)\b",
     DISPLACED),
    (r"(?:moved|taken|brought|transported|bused|bussed)\s+to\s+(?:safety|safer)|(?:told|ordered|urged|asked)\s+to\s+(?:evacuate|leave)|"
     r"under\s+evacuation\s+orders?", EVACUATED),
    (r"(?:pulled|dug|freed|extracted)\s+(?:alive\s+)?(?:out\s+)?(?:of|from)\b|pulled\s+alive", RESCUED),
    (r"(?:set|let|walked)\s+free|handed\s+over|sent\s+home|returned\s+home", RELEASED),
    (r"(?:took|taken|taking|take)\s+(?:to|part\s+in)\s+(?:the\s+)?(?:streets?|\w+\s+(?:march|rally|protest|demonstration)|protests?|"
     r"demonstrations?|rall(?:y|ies)|march(?:es)?)|(?:joined|attended)\s+(?:\w+\s+){0,3}?(?:protests?|rall(?:y|ies)|march(?:es)?|"
     r"demonstrations?|vigils?|sit-ins?)|turned\s+out|(?:staged|held)\s+(?:\w+\s+){0,2}(?:protests?|rall(?:y|ies)|sit-ins?|"
     r"demonstrations?|march(?:es)?|vigils?)|blocked\s+(?:the\s+|a\s+)?(?:road|highway|street|bridge)s?", PROTESTERS),
    (r"shot\s+down|brought\s+down|taken\s+down|electronically\s+suppressed|lost\s+from\s+radar|did\s+not\s+reach\s+their\s+targets?",
     INTERCEPTED),
    (r"(?:reduced|burn(?:ed|t))\s+to\s+(?:ashes|rubble|the\s+ground)|set\s+(?:on\s+fire|ablaze|alight)|burn(?:ed|t)\s+down|in\s+ruins|"
     r"knocked\s+out|blown\s+up|caught\s+fire|collapsed", DESTROYED),
    (r"without\s+(?:power|electricity|water|heating|heat|gas|food|shelter|light)|in\s+need\b|lost\s+(?:power|electricity)|"
     r"(?:fac(?:e|ed|ing)|going|go)\s+(?:acute\s+|severe\s+)?(?:hunger|hungry|famine|starvation|shortages?)", AFFECTED),
    (r"(?:were|was|have\s+been|had\s+been)?\s*returned\s+to\s+(?:\w+\s+)?control", SETTLEMENTS),
)  # fmt: skip
#: Phrases right before a number: (words, kind), the counted being their object.
BEFORE: tuple[tuple[str, str], ...] = (
    (r"(?:claim(?:s|ed|ing)?|tak(?:es?|ing|en)|took|cost(?:s|ing)?|los[st]|end(?:ed|ing)|resulted\s+in\s+the\s+loss)\s+(?:of\s+)?(?:the\s+)?lives\s+of",
     FATALITIES),
    (r"(?:kill(?:ed|ing|s)?)\s+(?:and|or)\s+(?:wound(?:ed|ing|s)?|injur(?:ed|ing|e|es)|maim(?:ed|ing)?)", CASUALTIES),
    (r"(?:wound(?:ed|ing|s)?|injur(?:ed|ing|e|es))\s+(?:and|or)\s+kill(?:ed|ing|s)?", CASUALTIES),
    (r"(?:deaths?|killings?|murders?|massacres?|executions?|slayings?|loss|martyrdom|assassinations?|elimination)\s+of", FATALITIES),
    (r"(?:shot|shoot(?:s|ing)?)\s+(?:and\s+kill(?:ed|ing|s)?|dead|to\s+death)|(?:stabb|beat|hack|burn)(?:ed|ing)?\s+to\s+death|"
     r"gun(?:s|ned|ning)?\s+down", FATALITIES),
    (r"(?:injur(?:y|ies)|wounding|maiming)\s+(?:of|to)|(?:shot|shooting)\s+and\s+(?:wound|injur)(?:ed|ing)", INJURIES),
    (r"(?:injuries|wounds|burns)\s+to", INJURIES),
    (r"(?:displacement|exodus|flight|uprooting|expulsion)\s+of", DISPLACED),
    (r"(?:evacuation|relocation)\s+of", EVACUATED),
    (r"(?:capture|surrender)\s+of|(?:took|tak(?:e|es|ing|en))\s+(?:prisoner|captive)", CAPTURED),
    (r"(?:arrests?|detention|roundup|round-up|imprisonment)\s+of", DETAINED),
    (r"(?:abductions?|kidnappings?|kidnap|seizure)\s+of|(?:took|tak(?:e|es|ing|en))\s+hostage", ABDUCTED),
    (r"(?:disappearances?)\s+of", MISSING),
    (r"(?:rescue)\s+of|(?:pull(?:ed|ing|s)?|dug)\s+(?:out)?", RESCUED),
    (r"(?:release|freeing|exchange|swap|return|liberation)\s+of", RELEASED),
    (r"(?:destruction|demolition|loss|burning|sinking|razing)\s+of", DESTROYED),
    (r"(?:shot|shoot(?:s|ing)?|brought|bring(?:s|ing)?|took|tak(?:e|es|ing))\s+down|(?:interception|downing|shooting\s+down)\s+of",
     INTERCEPTED),
    (r"(?:burn(?:ed|t|ing|s)?|tore|tear(?:ing)?)\s+down|(?:knock(?:ed|ing|s)?)\s+out|(?:blew|blow(?:n|ing|s)?)\s+up|"
     r"(?:set|setting)\s+(?:fire\s+to|ablaze)", DESTROYED),
    (r"(?:damage|harm)\s+to", DAMAGED),
    (r"(?:launch|firing|volley|barrage|salvo|launching)\s+of", MUNITIONS),
    (r"(?:round(?:ed|ing|s)?)\s+up|(?:took|taking|taken)\s+into\s+custody", DETAINED),
    (r"population\s+(?:of|is|was)|home\s+to", POPULATION),
    (r"(?:took|tak(?:e|es|ing|en)|gain(?:ed|ing|s)?|regain(?:ed|ing|s)?|seiz(?:ed|ing|es)|establish(?:ed|ing)|assert(?:ed|ing))\s+"
     r"(?:full\s+|complete\s+)?control\s+(?:of|over)|(?:capture|seizure|liberation|fall)\s+of", SETTLEMENTS),
)  # fmt: skip
#: Nouns that say their kind by themselves.
NOUNS: dict[str, str] = {
    **dict.fromkeys(["death", "fatality", "body", "corpse", "dead", "killing", "victim"], FATALITIES),
    **dict.fromkeys(["injury", "wounded", "injured"], INJURIES),
    **dict.fromkeys(["casualty"], CASUALTIES),
    **dict.fromkeys(["refugee", "idp", "evacuee-displaced", "asylum-seeker"], DISPLACED),
    **dict.fromkeys(["evacuee"], EVACUATED),
    **dict.fromkeys(["prisoner", "captive", "pow"], CAPTURED),
    **dict.fromkeys(["detainee", "arrest", "detention"], DETAINED),
    **dict.fromkeys(["hostage", "abductee", "kidnapping", "abduction"], ABDUCTED),
    **dict.fromkeys(["protester", "protestor", "demonstrator", "marcher", "rioter", "picketer"], PROTESTERS),
    **dict.fromkeys(["resident", "inhabitant"], POPULATION),
    **dict.fromkeys(["settlement", "village", "town", "locality", "hamlet"], SETTLEMENTS),
    **dict.fromkeys(
        ["troop", "soldier", "serviceman", "serviceperson", "paratrooper", "marine", "mercenary", "conscript", "reservist", "infantryman", "personnel", "peacekeeper", "guardsman"], TROOPS),
    **dict.fromkeys(
        ["clash", "attack", "strike", "airstrike", "assault", "raid", "engagement", "battle", "explosion", "bombardment", "shelling", "firefight", "ambush", "skirmish"], INCIDENTS),
}  # fmt: skip
#: Weapons that fly or fall: launched, or intercepted.
WEAPONS_IN_FLIGHT = frozenset(
    [
        "drone",
        "uav",
        "missile",
        "rocket",
        "shell",
        "bomb",
        "mortar",
        "munition",
        "projectile",
        "quadcopter",
        "shahed",
        "kamikaze",
        "grenade",
        "torpedo",
        "iskander",
        "kinzhal",
        "kalibr",
        "kh-101",
        "glide-bomb",
        "warhead",
        "interceptor",
        "grad",
    ]
)
AIRBORNE = frozenset(
    [
        "drone",
        "uav",
        "missile",
        "rocket",
        "quadcopter",
        "shahed",
        "kalibr",
        "iskander",
        "kinzhal",
        "projectile",
        "target",
    ]
)
AIRCRAFT = frozenset(["aircraft", "helicopter", "plane", "jet", "fighter-jet", "warplane", "bomber", "airplane"])
SETTLEMENT_NOUNS = frozenset(
    [
        "settlement",
        "village",
        "town",
        "city",
        "locality",
        "hamlet",
        "community",
        "district",
        "neighbourhood",
        "neighborhood",
        "municipality",
        "suburb",
    ]
)
ANIMALS = frozenset(
    [
        "cow",
        "cattle",
        "goat",
        "sheep",
        "livestock",
        "camel",
        "horse",
        "donkey",
        "dog",
        "cat",
        "animal",
        "chicken",
        "bird",
        "pig",
        "elephant",
        "whale",
        "dolphin",
        "fish",
        "head",
    ]
)
#: What "killed" and its like do not count.
NOT_PEOPLE = frozenset(
    [
        "job",
        "deal",
        "bill",
        "vote",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "time",
        "percent",
        "point",
        "minute",
        "goal",
        "run",
        "game",
        "match",
        "round",
        "season",
        "dollar",
        "euro",
        "lane",
        "seat",
        "place",
        "plan",
        "attempt",
        "proposal",
        "clash",
        "attack",
        "strike",
        "shot",
        "bullet",
        "building",
        "house",
        "home",
        "tank",
        "vehicle",
        "drone",
        "missile",
        "rocket",
        "bridge",
        "ship",
        "vessel",
        "village",
        "town",
        "settlement",
        "city",
        "car",
        "truck",
        "bus",
        "base",
        "post",
        "position",
        "camp",
        "fort",
        "depot",
        "school",
        "hospital",
        "church",
        "mosque",
        "shop",
        "market",
        "factory",
        "plant",
        "province",
        "region",
        "district",
        "state",
        "country",
        "front",
        "axis",
        "side",
        "way",
        "thing",
        "reason",
        "case",
        "rate",
        "record",
    ]
)
PEOPLE = frozenset(
    [
        "person",
        "people",
        "man",
        "woman",
        "child",
        "boy",
        "girl",
        "baby",
        "infant",
        "toddler",
        "teenager",
        "teen",
        "youth",
        "adult",
        "pensioner",
        "villager",
        "resident",
        "civilian",
        "local",
        "inhabitant",
        "citizen",
        "national",
        "other",
        "worker",
        "labourer",
        "laborer",
        "farmer",
        "fisherman",
        "miner",
        "driver",
        "passenger",
        "pedestrian",
        "passer-by",
        "passerby",
        "bystander",
        "motorist",
        "motorcyclist",
        "cyclist",
        "student",
        "pupil",
        "schoolboy",
        "schoolgirl",
        "teacher",
        "professor",
        "doctor",
        "nurse",
        "medic",
        "paramedic",
        "patient",
        "journalist",
        "reporter",
        "cameraman",
        "photographer",
        "lawyer",
        "judge",
        "prosecutor",
        "priest",
        "imam",
        "pastor",
        "bishop",
        "cleric",
        "monk",
        "nun",
        "official",
        "minister",
        "mayor",
        "governor",
        "councillor",
        "councilor",
        "lawmaker",
        "mp",
        "senator",
        "politician",
        "candidate",
        "activist",
        "protester",
        "protestor",
        "demonstrator",
        "volunteer",
        "rescuer",
        "firefighter",
        "guard",
        "policeman",
        "policewoman",
        "officer",
        "constable",
        "cop",
        "soldier",
        "troop",
        "serviceman",
        "servicewoman",
        "trooper",
        "paratrooper",
        "marine",
        "sailor",
        "pilot",
        "gunner",
        "sniper",
        "conscript",
        "reservist",
        "mercenary",
        "contractor",
        "commander",
        "general",
        "colonel",
        "major",
        "captain",
        "lieutenant",
        "sergeant",
        "corporal",
        "jawan",
        "peacekeeper",
        "fighter",
        "militant",
        "rebel",
        "insurgent",
        "terrorist",
        "gunman",
        "attacker",
        "bomber",
        "jihadist",
        "extremist",
        "guerrilla",
        "gangster",
        "bandit",
        "suspect",
        "militiaman",
        "operative",
        "member",
        "leader",
        "chief",
        "spokesman",
        "deputy",
        "trader",
        "merchant",
        "shopkeeper",
        "businessman",
        "businesswoman",
        "employee",
        "engineer",
        "technician",
        "driver",
        "herder",
        "shepherd",
        "nomad",
        "pilgrim",
        "worshipper",
        "worshiper",
        "tourist",
        "migrant",
        "refugee",
        "traveller",
        "traveler",
        "foreigner",
        "diplomat",
        "ambassador",
        "envoy",
        "prisoner",
        "inmate",
        "detainee",
        "hostage",
        "captive",
        "abductee",
        "victim",
        "survivor",
        "relative",
        "brother",
        "sister",
        "father",
        "mother",
        "parent",
        "son",
        "daughter",
        "husband",
        "wife",
        "grandmother",
        "grandfather",
        "grandson",
        "granddaughter",
        "aunt",
        "uncle",
        "cousin",
        "nephew",
        "niece",
        "widow",
        "bride",
        "groom",
        "neighbour",
        "neighbor",
        "friend",
        "colleague",
        "aide",
        "adviser",
        "advisor",
        "bodyguard",
        "escort",
        "crewman",
        "mechanic",
        "cook",
        "student",
        "nurse",
        "elder",
        "chieftain",
        "tribesman",
        "sheikh",
        "king",
        "prince",
        "president",
        "minister",
        "premier",
        "defector",
        "deserter",
        "spy",
        "agent",
        "actor",
        "singer",
        "athlete",
        "footballer",
        "player",
        "coach",
        "fan",
        "spectator",
        "shopper",
        "customer",
        "vendor",
        "guest",
        "guard",
        "ranger",
        "warden",
        "vigilante",
        "looter",
        "robber",
        "smuggler",
        "protester",
        "dissident",
        "blogger",
        "human",
        "individual",
        "personnel",
        "staff",
        "staffer",
        "crew",
        "servicemember",
        "serviceperson",
        "servicepeople",
        "newborn",
        "minor",
        "orphan",
        "evacuee",
        "monk",
        "settler",
        "colonist",
        "ukrainian",
        "russian",
        "palestinian",
        "israeli",
        "syrian",
        "iraqi",
        "afghan",
        "yemeni",
        "sudanese",
        "ethiopian",
        "somali",
        "malian",
        "nigerian",
        "turk",
        "kurd",
        "american",
        "briton",
        "indian",
        "pakistani",
        "lebanese",
        "iranian",
        "armenian",
        "azerbaijani",
        "georgian",
        "serb",
        "croat",
        "bosniak",
        "colombian",
        "mexican",
        "haitian",
        "congolese",
        "rwandan",
        "burmese",
        "rohingya",
        "filipino",
        "thai",
        "chinese",
        "korean",
    ]
)
GROUPS = frozenset(
    [
        "family",
        "group",
        "crew",
        "team",
        "crowd",
        "party",
        "squad",
        "band",
        "gang",
        "household",
        "unit",
        "convoy",
        "platoon",
        "delegation",
    ]
)

_WORD = re.compile(r"[a-z]+")
_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "people", "police": "police"}


def singular(word: str) -> str:
    """Return a noun's singular, lower-cased, for look-ups in these tables ("servicemen", "UAVs", "bodies")."""
    word = word.lower().strip("'’")
    for plural, single in _IRREGULAR.items():
        if word.endswith(plural) and plural not in {"people", "police"}:
            return word[: -len(plural)] + single
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def is_person(word: str) -> bool:
    """Whether a noun names a person, by the table or by its ending."""
    noun = singular(word)
    if noun in PEOPLE or word.lower() in PEOPLE:
        return True
    return (
        noun not in NOT_PEOPLE
        and len(noun) > 5
        and noun.endswith(("man", "woman", "person", "worker", "ist", "keeper", "fighter"))
    )
