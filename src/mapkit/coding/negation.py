"""Whether a mention is denied: "no", "not", "without", "denied", "a decrease in", "reports ... were false"."""

from collections.abc import Iterator

from spacy.tokens import Token

from mapkit.coding.classification import Mention
from mapkit.coding.grammar import LIGHT_VERBS, ancestors
from mapkit.coding.lexicon import words

_NEGATING_VERBS = words("status", "negating_verbs")
_ENDING_VERBS = words("status", "ending_verbs")
_LESS_NOUNS = words("status", "less_nouns")
_LESS_VERBS = words("status", "less_verbs")
_UNTRUE = words("status", "untrue")
_ARGUMENTS = words("status", "arguments")
_REPORTING = words("status", "reporting")
_NEGATORS = words("status", "negators")
_CARRYING = LIGHT_VERBS | {"be", "occur", "happen", "take"}
_ASIDE = words("status", "aside")
_COMPLEMENTS = words("status", "complements")
_DENIED = words("status", "denied")


def negation(mention: Mention) -> str | None:
    """Return the words that deny a mention, or None."""
    for word in mention.words:
        if _negated(word):
            return f"'{word.text}' is negated"
    if not mention.rule.reverse:
        for argument in (*mention.frame.subjects, *mention.frame.objects):
            if _is_nobody(argument):
                return f"'{argument.text}': nobody or nothing"
    below = mention.trigger
    for above in governors(mention.trigger):
        if above.lower_ == "without":
            return "'without'"
        if above.lower_ in _ASIDE or describes(below):
            return None
        reason = _by_noun(above, below) or (_by_verb(above, below, mention) if _is_verb(above) else None)
        if reason:
            return reason
        if _is_verb(above) and below.dep_ in ("advcl", "relcl", "conj", "parataxis"):
            return None
        below = above
    return None


def describes(clause: Token) -> bool:
    """Return whether a clause only describes a noun ("workers abducted in April"), of which more is said."""
    marked = any(child.dep_ in ("mark", "aux") and child.lower_ in ("that", "to") for child in clause.children)
    return clause.dep_ in ("acl", "relcl") and not marked


def governors(token: Token) -> Iterator[Token]:
    """Yield the ten nearest governors of a token."""
    for count, above in enumerate(ancestors(token)):
        if count > 9:
            return
        yield above


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def _negated(token: Token) -> bool:
    return any(child.dep_ == "neg" or (child.lower_ in _NEGATORS and child.i <= token.i) for child in token.children)


def _is_nobody(argument: Token) -> bool:
    if argument.lower_ in ("nobody", "none", "nothing", "neither"):
        return True
    return any(child.lower_ in ("no", "neither") and child.dep_ == "det" for child in argument.children)


def _by_noun(above: Token, below: Token) -> str | None:
    less = above.pos_ in ("NOUN", "PROPN") and above.lemma_.lower() in _LESS_NOUNS
    ended_in = above.lemma_.lower() == "end" and below.lower_ == "in"  # "the protest ends in clashes"
    if less and not ended_in and below.dep_ in ("prep", "pobj", "compound", "amod", "acl"):
        return f"'{above.text}' tells of its end or decrease"
    return None


def _by_verb(above: Token, below: Token, mention: Mention) -> str | None:
    lemma = above.lemma_.lower()
    if below.dep_ in _COMPLEMENTS or lemma in _CARRYING:
        takes = below.dep_ in _ARGUMENTS or lemma in _REPORTING
        if _negated(above) and takes and not _stands_aside(below, above):
            return f"'{above.text}' is negated"
        if any(child.dep_ in ("acomp", "attr") and child.lower_ in _UNTRUE for child in above.children):
            return f"said to be untrue ('{above.text}')"
    own_words = {word.lemma_.lower() for word in mention.words}
    ends_later = lemma in _ENDING_VERBS and mention.trigger.pos_ == "VERB"
    if lemma in _NEGATING_VERBS and lemma not in own_words and below.dep_ in _DENIED and not ends_later:
        return f"'{above.text}'"
    if lemma in _LESS_VERBS and below.dep_ in ("nsubj", "nsubjpass"):
        return f"'{above.text}' tells of its end or decrease"
    return None


def _stands_aside(below: Token, above: Token) -> bool:
    """Return whether a clause only stands before the negated one ("It blew up a car; the army has not commented")."""
    if below.dep_ != "ccomp" or below.i > above.i:
        return False
    return above.lemma_.lower() not in _REPORTING or any(t.text == ";" for t in above.doc[below.i : above.i])
