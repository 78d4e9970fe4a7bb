"""English inflection, as far as trigger lemmas need it: a tagger's lemma of a headline word is often wrong."""

import re
from typing import Literal

_IRREGULAR: dict[str, tuple[str, ...]] = {
    "strike": ("strikes", "struck", "striking", "stricken"),
    "shoot": ("shoots", "shot", "shooting"),
    "hit": ("hits", "hit", "hitting"),
    "fight": ("fights", "fought", "fighting"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "take": ("takes", "took", "taken", "taking"),
    "retake": ("retakes", "retook", "retaken", "retaking"),
    "overrun": ("overruns", "overran", "overrun", "overrunning"),
    "drive": ("drives", "drove", "driven", "driving"),
    "flee": ("flees", "fled", "fleeing"),
    "throw": ("throws", "threw", "thrown", "throwing"),
    "hold": ("holds", "held", "holding"),
    "find": ("finds", "found", "finding"),
    "leave": ("leaves", "left", "leaving"),
    "meet": ("meets", "met", "meeting"),
    "set": ("sets", "set", "setting"),
    "win": ("wins", "won", "winning"),
    "break": ("breaks", "broke", "broken", "breaking"),
    "burst": ("bursts", "burst", "bursting"),
    "blow": ("blows", "blew", "blown", "blowing"),
    "bring": ("brings", "brought", "bringing"),
    "send": ("sends", "sent", "sending"),
    "steal": ("steals", "stole", "stolen", "stealing"),
    "come": ("comes", "came", "come", "coming"),
    "go": ("goes", "went", "gone", "going"),
    "give": ("gives", "gave", "given", "giving"),
    "lay": ("lays", "laid", "laying"),
    "lose": ("loses", "lost", "losing"),
    "beat": ("beats", "beat", "beaten", "beating"),
    "slay": ("slays", "slew", "slain", "slaying"),
    "run": ("runs", "ran", "run", "running"),
    "step": ("steps", "stepped", "stepping"),
    "tread": ("treads", "trod", "trodden", "treading"),
    "thrust": ("thrusts", "thrust", "thrusting"),
    "build": ("builds", "built", "building"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "cut": ("cuts", "cut", "cutting"),
    "quit": ("quits", "quit", "quitting"),
    "rip": ("rips", "ripped", "ripping"),
    "tear": ("tears", "tore", "torn", "tearing"),
    "ram": ("rams", "rammed", "ramming"),
    "stab": ("stabs", "stabbed", "stabbing"),
    "rob": ("robs", "robbed", "robbing"),
    "lob": ("lobs", "lobbed", "lobbing"),
    "kidnap": ("kidnaps", "kidnapped", "kidnapping", "kidnaped"),
    "free": ("frees", "freed", "freeing"),
    "begin": ("begins", "began", "begun", "beginning"),
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "sink": ("sinks", "sank", "sunk", "sinking"),
    "burn": ("burns", "burned", "burnt", "burning"),
    "rape": ("rapes", "raped", "raping"),
    "shell": ("shells", "shelled", "shelling"),
    "repel": ("repels", "repelled", "repelling"),
    "expel": ("expels", "expelled", "expelling"),
    "occur": ("occurs", "occurred", "occurring"),
    "pull": ("pulls", "pulled", "pulling"),
    "fire": ("fires", "fired", "firing"),
    "die": ("dies", "died", "dying"),
    "hijack": ("hijacks", "hijacked", "hijacking"),
    "drop": ("drops", "dropped", "dropping"),
    "ship": ("ships", "shipped", "shipping"),
    "split": ("splits", "split", "splitting"),
    "swap": ("swaps", "swapped", "swapping"),
    "sweep": ("sweeps", "swept", "sweeping"),
    "regain": ("regains", "regained", "regaining"),
    "nab": ("nabs", "nabbed", "nabbing"),
    "quell": ("quells", "quelled", "quelling"),
    "drag": ("drags", "dragged", "dragging"),
    "urge": ("urges", "urged", "urging"),
    "hurl": ("hurls", "hurled", "hurling"),
    "fling": ("flings", "flung", "flinging"),
    "hang": ("hangs", "hanged", "hung", "hanging"),
    "seek": ("seeks", "sought", "seeking"),
    "sell": ("sells", "sold", "selling"),
    "sit": ("sits", "sat", "sitting"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "spring": ("springs", "sprang", "sprung", "springing"),
    "stand": ("stands", "stood", "standing"),
    "withstand": ("withstands", "withstood", "withstanding"),
    "withhold": ("withholds", "withheld", "withholding"),
    "overtake": ("overtakes", "overtook", "overtaken", "overtaking"),
    "overthrow": ("overthrows", "overthrew", "overthrown", "overthrowing"),
    "swing": ("swings", "swung", "swinging"),
    "creep": ("creeps", "crept", "creeping"),
    "deal": ("deals", "dealt", "dealing"),
    "dig": ("digs", "dug", "digging"),
    "draw": ("draws", "drew", "drawn", "drawing"),
    "feed": ("feeds", "fed", "feeding"),
    "fly": ("flies", "flew", "flown", "flying"),
    "get": ("gets", "got", "gotten", "getting"),
    "grind": ("grinds", "ground", "grinding"),
    "hide": ("hides", "hid", "hidden", "hiding"),
    "keep": ("keeps", "kept", "keeping"),
    "lead": ("leads", "led", "leading"),
    "let": ("lets", "let", "letting"),
    "light": ("lights", "lit", "lighted", "lighting"),
    "make": ("makes", "made", "making"),
    "mow": ("mows", "mowed", "mown", "mowing"),
    "put": ("puts", "put", "putting"),
    "ring": ("rings", "rang", "rung", "ringing"),
    "see": ("sees", "saw", "seen", "seeing"),
    "stick": ("sticks", "stuck", "sticking"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "slit": ("slits", "slit", "slitting"),
    "bind": ("binds", "bound", "binding"),
    "catch": ("catches", "caught", "catching"),
    "choose": ("chooses", "chose", "chosen", "choosing"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "ride": ("rides", "rode", "ridden", "riding"),
    "rise": ("rises", "rose", "risen", "rising"),
    "shut": ("shuts", "shut", "shutting"),
    "sew": ("sews", "sewed", "sewn", "sewing"),
    "spit": ("spits", "spat", "spitting"),
    "think": ("thinks", "thought", "thinking"),
    "tie": ("ties", "tied", "tying"),
    "lie": ("lies", "lay", "lain", "lying"),
    "wear": ("wears", "wore", "worn", "wearing"),
    "compel": ("compels", "compelled", "compelling"),
    "transfer": ("transfers", "transferred", "transferring"),
    "rebel": ("rebels", "rebelled", "rebelling"),
    "parachute": ("parachutes", "parachuted", "parachuting"),
    "wrest": ("wrests", "wrested", "wresting"),
}
_NOUN_IRREGULAR: dict[str, tuple[str, ...]] = {
    "ceasefire": ("ceasefires",),
    "seizure": ("seizures",),
    "hostilities": ("hostilities",),
}
_PASTS = frozenset(
    form
    for lemma, forms in _IRREGULAR.items()
    for form in forms[1:-1]
    if form not in (lemma, "shot", "left", "cut", "ground", "saw", "lay", "bound", "rose", "lighted")
)
_STRONG_PASTS = frozenset(
    {
        "trod",
        "trodden",
        "blew",
        "blown",
        "threw",
        "thrown",
        "slew",
        "slain",
        "tore",
        "torn",
        "struck",
        "stricken",
        "fought",
        "fell",
        "fallen",
        "flung",
        "overran",
        "retook",
        "sought",
        "withdrew",
        "withdrawn",
        "sprang",
        "sank",
        "swept",
        "beaten",
        "swore",
    }
)
_VOWELS = "aeiou"
#: Verbs of one syllable with a short vowel double their last consonant ("mopped", "raided" not).
_DOUBLING = re.compile(r"(?:[^aeiou\W]|^qu)*[aeiou][^aeiouwxy\W]")


def inflections(lemma: str, kind: Literal["verb", "noun"]) -> tuple[str, ...]:
    """Return the forms of a lemma, itself first: of a verb its -s, past, participle and -ing; of a noun its plural."""
    if kind == "noun":
        return (lemma, *_NOUN_IRREGULAR.get(lemma, (_with_s(lemma),)))
    if lemma in _IRREGULAR:
        return (lemma, *_IRREGULAR[lemma])
    return (lemma, _with_s(lemma), _with_ed(lemma), _with_ing(lemma))


def is_past_form(form: str) -> bool:
    """Return whether a form can be nothing but a past tense or participle ("retook", "shelled")."""
    return form in _PASTS or (form.endswith("ed") and len(form) > 5)


def is_strong_past(form: str) -> bool:
    """Return whether a form is the past of a strong verb and no noun ("trod", "struck")."""
    return form in _STRONG_PASTS


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _with_ed(word: str) -> str:
    if _DOUBLING.fullmatch(word):
        return word + word[-1] + "ed"
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return word + "ed"


def _with_ing(word: str) -> str:
    if _DOUBLING.fullmatch(word):
        return word + word[-1] + "ing"
    if word.endswith("e") and not word.endswith(("ee", "ye", "oe")):
        return word[:-1] + "ing"
    return word + "ing"
