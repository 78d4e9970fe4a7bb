"""What news counts: the vocabulary of `countables.toml`, with the forms of its verbs.

The file says, for each kind of quantity, which verbs, phrases and nouns make a number one of that kind; this module
inflects the verbs, so that headlines which the tagger misreads ("Blast kills 12") are read by their form.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE = Path(__file__).with_name("countables.toml")
_DATA: Final[dict[str, dict[str, Any]]] = tomllib.loads(_FILE.read_text("utf-8"))
_WORDS: Final = {name: frozenset(words.split()) for name, words in _DATA.pop("words").items()}

#: Kinds that count people, and those of which a single described person makes one.
OF_PEOPLE: Final = frozenset(kind for kind, table in _DATA.items() if table.get("people"))
OF_ONE: Final = frozenset(kind for kind, table in _DATA.items() if table.get("one"))

#: Verb lemma (particle joined by a hyphen) to kind: of their object, of their subject.
OBJECT_VERBS: Final = {verb: kind for kind, table in _DATA.items() for verb in table.get("object", "").split()}
SUBJECT_VERBS: Final = {verb: kind for kind, table in _DATA.items() for verb in table.get("subject", "").split()}
#: Singular noun to kind.
NOUNS: Final = {noun: kind for kind, table in _DATA.items() for noun in table.get("nouns", "").split()}

WEAPONS, AIRBORNE, AIRCRAFT = _WORDS["weapons"], _WORDS["airborne"], _WORDS["aircraft"]
SETTLEMENTS, HOUSEHOLDS, CARRIERS = _WORDS["settlements"], _WORDS["households"], _WORDS["carriers"]
ANIMALS, THINGS, PEOPLE = _WORDS["animals"], _WORDS["things"], _WORDS["people"]
COMBATANTS, GROUPS, MATERIEL = _WORDS["combatants"], _WORDS["groups"], _WORDS["materiel"]
COLLECTIVE, WARS, INANIMATE = _WORDS["collective"], _WORDS["wars"], _WORDS["inanimate"]

_IRREGULAR: Final = {
    "slay": ("slew", "slain"), "shoot": ("shot", "shot"), "sink": ("sank", "sunk"), "flee": ("fled", "fled"),
    "hurt": ("hurt", "hurt"), "bring": ("brought", "brought"), "take": ("took", "taken"), "blow": ("blew", "blown"),
    "steal": ("stole", "stolen"), "overrun": ("overran", "overrun"), "retake": ("retook", "retaken"),
    "die": ("died", "died"), "mow": ("mowed", "mown"), "beat": ("beat", "beaten"),
}  # fmt: skip
_DOUBLING: Final = frozenset(
    {"kidnap", "gun", "stab", "swap", "jam", "gut", "drop", "lob", "trap", "whip", "flog", "club"}
)
_PLURALS: Final = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "wives": "wife",
    "thieves": "thief",
    "heroes": "hero",
}
_PERSON_ENDINGS: Final = ("man", "woman", "person", "ist", "ician", "arian", "eer", "er", "or", "ee", "herd", "smith")


def _forms(verb: str) -> tuple[str, str, str, str, str]:
    """Return a verb's base, -s and -ing form, past and past participle, with its particle."""
    head, _, particle = verb.partition("-")
    stem, third, past = head, head + "s", head + "ed"
    if head.endswith("ie"):
        stem, past = head[:-2] + "y", head + "d"
    elif head.endswith("e"):
        stem, past = (head if head.endswith("ee") else head[:-1]), head + "d"
    elif head.endswith("y") and head[-2] not in "aeiou":
        third, past = head[:-1] + "ies", head[:-1] + "ied"
    elif head in _DOUBLING:
        stem = head + head[-1]
        past = stem + "ed"
    elif head.endswith(("s", "sh", "ch", "x")):
        third = head + "es"
    past, participle = _IRREGULAR.get(head, (past, past))
    tail = f" {particle}" if particle else ""
    return head + tail, third + tail, stem + "ing" + tail, past + tail, participle + tail


#: Every form in which a verb stands before what it counts, the participles that stand behind it, and the forms of
#: the verbs that count their subject; each to its kind.
ACTIVE: Final = {form: kind for verb, kind in OBJECT_VERBS.items() for form in _forms(verb)[:4]}
PARTICIPLES: Final = {_forms(verb)[4]: kind for verb, kind in OBJECT_VERBS.items()}
INTRANSITIVE: Final = {form: kind for verb, kind in SUBJECT_VERBS.items() for form in _forms(verb)}


def _either(forms: dict[str, str]) -> str:
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)


def _phrases(field: str) -> tuple[str, tuple[str, ...]]:
    """Return one alternation of a field's expressions, a group a kind, and the kinds in the order of the groups."""
    tables = [(kind, table[field]) for kind, table in _DATA.items() if table.get(field)]
    pattern = "|".join(f"(?P<{field}_{kind}>{'|'.join(parts)})" for kind, parts in tables)
    return pattern, tuple(kind for kind, _ in tables)


def after() -> str:
    """Return the expression of what may stand behind the counted; `kind_after` reads its match."""
    return rf"{_phrases('after')[0]}|{_either(PARTICIPLES | INTRANSITIVE)}"


def before() -> str:
    """Return the expression of what may stand before a number; `kind_said` reads its match."""
    return rf"{_phrases('before')[0]}|{_either(ACTIVE)}"


def kind_said(match: re.Match[str], field: str) -> str | None:
    """Return the kind whose phrase of a field ("after", "before") matched; None where a verb's form did."""
    return next((kind for kind in _phrases_of(field) if match[f"{field}_{kind}"] is not None), None)


@cache
def _phrases_of(field: str) -> tuple[str, ...]:
    return _phrases(field)[1]


def singular(word: str) -> str:
    """Return a noun's singular, lower-cased, for look-ups in these tables ("servicemen", "UAVs", "bodies")."""
    word = word.lower().strip("'’")
    if word == "lives":
        return "life"
    for plural, single in _PLURALS.items():
        if word.endswith(plural):
            return word.removesuffix(plural) + single
    if word.endswith("ies") and len(word) > len("dies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def is_person(word: str) -> bool:
    """Whether a noun names a person, by the table or by its ending ("seamstress", "welder", "trainee")."""
    noun = singular(word)
    if noun in PEOPLE:
        return True
    known = noun in THINGS or noun in INANIMATE or noun in WEAPONS or noun in MATERIEL or noun in ANIMALS
    return not known and len(noun) >= len("baker") and noun.endswith(_PERSON_ENDINGS)
