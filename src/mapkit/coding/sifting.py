"""Which sentences of a document are worth a parse: those that may tell an event or a toll, and what they refer back to.

Parsing is by far the dearest step, and most sentences of most texts hold no event; their words alone show it. A
sentence is sifted out only where no rule of the codebook could fire on it, whatever its grammar.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from mapkit.coding import countables
from mapkit.coding.codebook import Codebook, Rule, Words
from mapkit.model import Document, Toponym
from mapkit.tagging import Tag
from mapkit.text.sentences import Analysis, analysis_of, spans

#: How many sentences back an event may take its place, its day or its speaker from.
_REACH = 4
#: A sentence of more characters than this is no sentence of prose; neither parsed nor coded.
_MAX_CHARACTERS = 2500
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
#: A capital on these, at a sentence's start, makes no name.
_OPENINGS = frozenset({"The", "A", "An", "In", "On", "At", "It", "Its", "He", "She", "They", "We", "I", "There"})
_NO_WORDS = Words(frozenset())
_REQUIRED = ("subject", "object", "words", "around")
_TOLLS = frozenset(
    {word for form, kind in (countables.ACTIVE | countables.INTRANSITIVE | countables.PARTICIPLES).items()
     if kind in countables.OF_PEOPLE for word in form.split()[:1]}
    | {noun for noun, kind in countables.NOUNS.items() if kind in countables.OF_PEOPLE}
    | {"dead", "toll", "life", "hospital", "casualty", "victim", "treat", "treatment", "homeless", "missing", "shelter",
       "lose", "lost", "wound", "morgue", "mortuary", "martyrdom", "survive", "lifeless", "intensive", "stitch",
       "graze", "shrapnel", "pellet", "bruise", "amputate", "inhale", "overcome", "throat", "survivor",
       "bleed", "faint", "fracture", "rib", "operate", "soul"}
)  # fmt: skip


def analyse(document: Document, toponyms: Sequence[Toponym], codebook: Codebook, tags: Sequence[Tag] = ()) -> Analysis:
    """Return a document's sentences, those parsed that coding may need.

    Parameters
    ----------
    document : Document
    toponyms : sequence of Toponym
        Sorted by start.
    codebook : Codebook
    tags : sequence of Tag
        Sorted by start.
    """
    found = tuple(spans(document.text))
    named = _holding(found, toponyms)
    tagged = _holding(found, tags)
    telling = [
        end - start <= _MAX_CHARACTERS and (tag or may_tell(document.text[start:end], codebook, named=name))
        for (_, start, end), name, tag in zip(found, named, tagged, strict=True)
    ]
    wanted = [
        tells or (named[at] and end - start <= _MAX_CHARACTERS and any(telling[at + 1 : at + 1 + _REACH]))
        for at, (tells, (_, start, end)) in enumerate(zip(telling, found, strict=True))
    ]
    return analysis_of(document, found, wanted)


def may_tell(text: str, codebook: Codebook, *, named: bool = True) -> bool:
    """Return whether a sentence may tell an event or a toll, judged by its words alone.

    Parameters
    ----------
    text : str
    codebook : Codebook
    named : bool
        Whether it names a place; by default it may.
    """
    words = _WORD.findall(text)
    tokens = [word.lower() for word in words]
    lemmas = {lemma for token in tokens for lemma in _lemmas(token)}
    kinds = {"$human"}
    if named or not lemmas.isdisjoint(codebook.lists.get("place_noun", _NO_WORDS).lemmas):
        kinds.add("$place")
    if any(word[0].isupper() for word in words[1:]) or not words or words[0] not in _OPENINGS:
        kinds |= {"$person", "$group", "$country"}
    if lemmas & _TOLLS:
        return True
    hyphened = [f"{one}-{other}" for one, other in itertools.pairwise(tokens)]
    for form in (*tokens, *hyphened):
        for lemma, table in ((codebook.verb_lemma(form), codebook.verbs), (codebook.noun_lemma(form), codebook.nouns)):
            if lemma and any(_may_fire(rule, rest, lemmas, kinds) for rest, rule in table[lemma]):
                return True
    return False


def _may_fire(rule: Rule, rest: Iterable[str], lemmas: set[str], kinds: set[str]) -> bool:
    if not all(lemmas.issuperset(word.split("-")) for word in rest):
        return False
    wanted = (rule.conditions[key] for key in _REQUIRED if key in rule.conditions)
    if not all(_may_hold(words, lemmas, kinds) for words in wanted):
        return False
    return not rule.to or any(prep in lemmas and _may_hold(words, lemmas, kinds) for prep, words in rule.to.items())


def _may_hold(words: Words, lemmas: set[str], kinds: set[str]) -> bool:
    return (
        not words.kinds.isdisjoint(kinds)
        or not words.lemmas.isdisjoint(lemmas)
        or any(lemmas.issuperset(_WORD.findall(phrase)) for phrase in words.phrases)
    )


@lru_cache(maxsize=50_000)
def _lemmas(form: str) -> tuple[str, ...]:
    """Return what a form may be an inflection of, itself first; more rather than less."""
    cut = [
        form[: -len(ending)] + back for ending, back in _ENDINGS if form.endswith(ending) and len(form) > len(ending)
    ]
    doubled = [stem[:-1] for stem in cut if len(stem) > 2 and stem[-1] == stem[-2]]
    return (form, countables.singular(form), *cut, *doubled)


def _holding(found: Sequence[tuple[int, int, int]], spots: Sequence[Toponym | Tag]) -> list[bool]:
    """Return for each sentence whether one of the spots starts in it."""
    flags, at = [], 0
    for _, start, end in found:
        while at < len(spots) and spots[at].start < start:
            at += 1
        flags.append(at < len(spots) and spots[at].start < end)
    return flags
