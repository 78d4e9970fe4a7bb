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
_PRESUPPOSING = words("status", "presupposing")
_LEADING = words("status", "leading")
_RESPONSES = words("status", "responses")
_FACTUAL = words("status", "factual_nouns")
_TELLING = words("status", "saying") | words("status", "reporting")
_FORETELLING = _TELLING | words("status", "future_verbs") | words("status", "fear_verbs")
_PRESUPPOSED = frozenset({"when", "after", "as", "while", "because", "since", "before", "once", "hours", "days"})


def negation(mention: Mention) -> str | None:
    """Return the words that deny a mention, or None."""
    wanting = any(word.lower_ == "no" for word in mention.words)  # "no water" is what is told
    for word in () if wanting else mention.words:
        if _negated(word):
            return f"'{word.text}' is negated"
    if not mention.rule.reverse and not wanting and not _is_unclaimed(mention):
        for argument in (*mention.frame.subjects, *mention.frame.objects):
            if _is_nobody(argument) and _is_own(argument, mention):
                return f"'{argument.text}': nobody or nothing"
    if _follows_nor(mention.trigger):
        return "'nor'"
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


def _is_unclaimed(mention: Mention) -> bool:
    """Return whether a mention is what nobody owns up to ("No group has claimed the bombing")."""
    host = mention.frame.host
    return host.i != mention.trigger.i and host.lemma_.lower() == "claim"


def describes(clause: Token) -> bool:
    """Return whether what is said above a clause leaves it a fact.

    It only describes a noun ("workers abducted in April"), or tells when or why ("no one was hurt when it exploded"),
    or is a noun that something done is the matter of ("an inquiry into the shelling").
    """
    if clause.pos_ == "NOUN" and clause.lemma_.lower() in _FACTUAL:
        return True
    if clause.dep_ == "advcl":
        told = clause.tag_ in ("VBD", "VBN") and not any(child.lower_ == "be" for child in clause.children)
        return told and any(
            child.dep_ in ("mark", "advmod") and child.lower_ in _PRESUPPOSED for child in clause.children
        )
    marked = any(child.dep_ in ("mark", "aux") and child.lower_ in ("that", "to") for child in clause.children)
    return clause.dep_ in ("acl", "relcl") and not marked


def governors(token: Token) -> Iterator[Token]:
    """Yield the ten nearest governors of a token, up to the clause that a semicolon or a mere comma sets apart."""
    below = token
    for count, above in enumerate(ancestors(token)):
        if count > 9 or _strung(below, above):
            return
        yield above
        below = above


def _strung(below: Token, above: Token) -> bool:
    """Return whether two clauses only follow each other ("They marched; they want a raise")."""
    if below.pos_ not in ("VERB", "AUX"):
        return False
    first, last = (below, above) if below.i < above.i else (above, below)
    between = [token.text for token in first.doc[first.i + 1 : last.i]]
    if ";" in between or (":" in between and above.lemma_.lower() not in _FORETELLING):
        return True
    if (
        above.pos_ not in ("VERB", "AUX")
        or below.dep_ != "ccomp"
        or below.i > above.i
        or above.lemma_.lower() in _TELLING
    ):
        return False
    # "..., accounts vary": a main clause before another that is none of saying
    return any(mark in between for mark in (",", "-", "–", "—", ":")) and not any(mark in between for mark in "\"“”'‘’")


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def _negated(token: Token) -> bool:
    for child in token.children:
        denies = child.lower_ in _NEGATORS and child.i <= token.i and child.dep_ not in ("prep", "advcl")
        if child.dep_ == "neg" or denies:
            return True
    # "neither shelling nor air strikes", "no shelling or clashes"
    head = token.head
    nominal = all(word.tag_[:2] == "NN" or word.tag_ == "VBG" for word in (token, head))
    listed = token.dep_ == "conj" and nominal
    joined = any(child.dep_ == "cc" and child.lower_ in ("or", "nor") for child in head.children)
    return listed and joined and _negated(head)


def _follows_nor(trigger: Token) -> bool:
    """Return whether a trigger's phrase stands behind "nor": "neither encircled nor under attack"."""
    for token in (trigger, *ancestors(trigger)):
        if token.dep_ not in ("pobj", "prep", "conj") and token is not trigger:
            return False
        start = token.left_edge.i if token.i == trigger.i else token.i
        if start > trigger.sent.start and token.doc[start - 1].lower_ == "nor":
            return True
    return False


def _is_nobody(argument: Token) -> bool:
    """Return whether an argument is nobody or nothing: "no one", "not a single shell", "not one of them"."""
    if argument.lower_ in ("nobody", "none", "nothing", "neither"):
        return True
    first = argument.left_edge
    if first.lower_ == "not" and first.i < argument.i and first.nbor().lower_ in ("a", "an", "one"):
        return True
    return any(child.lower_ in ("no", "neither") and child.dep_ in ("det", "preconj") for child in argument.children)


def _is_own(argument: Token, mention: Mention) -> bool:
    """Return whether an argument is the trigger's own, neither set beside its object nor another verb's object."""
    own = {mention.trigger.i, *(word.i for word in mention.words)}
    subject = any(argument.i == token.i for token in mention.frame.subjects)
    for token in (argument, *ancestors(argument)):
        if token.i in own:
            return True
        if token.dep_ == "appos" or (token.pos_ in ("VERB", "AUX") and not subject):
            return False
    return subject


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
        if _negated(above) and takes and not _stands_aside(below, above) and not _leaves_it(above, below):
            return f"'{above.text}' is negated"
        if any(child.dep_ in ("acomp", "attr") and child.lower_ in _UNTRUE for child in above.children):
            return f"said to be untrue ('{above.text}')"
    own_words = {word.lemma_.lower() for word in mention.words}
    ends_later = lemma in _ENDING_VERBS and mention.trigger.pos_ == "VERB"
    if lemma in _NEGATING_VERBS and lemma not in own_words and below.dep_ in _DENIED and not ends_later:
        return f"'{above.text}'"
    less = lemma in _LESS_VERBS or (lemma == "die" and any(child.dep_ == "prt" for child in above.children))
    if less and below.dep_ in ("nsubj", "nsubjpass"):
        return f"'{above.text}' tells of its end or decrease"
    return None


def _leaves_it(verb: Token, below: Token) -> bool:
    """Return whether a negated verb leaves its argument a fact: "has not commented on", "did not stop the attack"."""
    lemma = verb.lemma_.lower()
    if lemma == "claim" and below.dep_ in ("nsubjpass", "dobj"):
        return True
    if lemma in _PRESUPPOSING or below.lemma_.lower() in _RESPONSES:
        return below.dep_ != "nsubjpass"
    if below.dep_ != "prep" or lemma in _CARRYING or lemma in _REPORTING or lemma in _LEADING:
        return False
    return below.lower_ in ("on", "over", "about", "for", "after", "in", "during", "since", "from", "at")


def _stands_aside(below: Token, above: Token) -> bool:
    """Return whether a clause only stands before the negated one ("It blew up a car; the army has not commented")."""
    if below.dep_ != "ccomp" or below.i > above.i:
        return False
    return above.lemma_.lower() not in _REPORTING or any(t.text == ";" for t in above.doc[below.i : above.i])
