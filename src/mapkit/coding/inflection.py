"""English inflection, as far as trigger lemmas need it: a tagger's lemma of a headline word is often wrong."""

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
}
_NOUN_IRREGULAR: dict[str, tuple[str, ...]] = {
    "ceasefire": ("ceasefires",),
    "seizure": ("seizures",),
    "hostilities": ("hostilities",),
}
_PASTS = frozenset(
    form for lemma, forms in _IRREGULAR.items() for form in forms[1:-1] if form not in (lemma, "shot", "left", "cut")
)
_VOWELS = "aeiou"


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


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _with_ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return word + "ed"


def _with_ing(word: str) -> str:
    if word.endswith("e") and not word.endswith(("ee", "ye", "oe")):
        return word[:-1] + "ing"
    return word + "ing"
