"""Whether a mention is future or hypothetical: plans, threats, fears, calls, aims, conditions."""

from spacy.tokens import Token

from mapkit.coding.classification import Mention
from mapkit.coding.grammar import LIGHT_VERBS
from mapkit.coding.lexicon import words
from mapkit.coding.negation import describes, governors
from mapkit.model import EventStatus

_FUTURE_VERBS = words("status", "future_verbs")
_CALLING_VERBS = words("status", "calling_verbs")
_FEAR_VERBS = words("status", "fear_verbs")
_FUTURE_NOUNS = words("status", "future_nouns")
_SOFT_NOUNS = words("status", "soft_nouns")
_IMPLICATIVE = words("status", "implicative")
_ATTEMPTS = words("status", "attempts")
_ORDERS = words("status", "orders")
_MODALS = words("status", "modals")
_WILL = frozenset({"will", "shall", "wo", "'ll", "’ll"})
_HEARD = words("status", "heard")
_FUTURE_PREPS = ("for", "of", "on", "to", "against")
#: Verbs that tell that their subject comes about.
_COMING = (LIGHT_VERBS - {"lead", "prompt", "widen", "extend"}) | {
    "be",
    "occur",
    "happen",
    "come",
    "start",
    "follow",
    "proceed",
    "materialise",
    "materialize",
}
_UNDER_VERB = words("status", "under_verb")
_PROTESTS = ("Peaceful protest", "Violent demonstration")
_HEARSAY = frozenset({"rumour", "rumor", "fear", "threat", "talk", "hoax", "prospect", "scare", "panic"})
_ARRANGING = frozenset({"plan", "schedule", "pencil", "slate", "propose", "intend", "threaten"})
_ANNOUNCING = frozenset({"announce", "call", "convene", "schedule"})
_UNDER_NOUN = words("status", "under_noun")

Outlook = tuple[EventStatus, str]


def outlook(mention: Mention) -> Outlook | None:
    """Return future or hypothetical with the word that says so, or None."""
    below = mention.trigger
    found = _by_form(below) or _by_subject(mention) or _by_participle(below)
    if found:
        return found
    for above in governors(mention.trigger):
        if describes(below):
            return None
        is_verb = above.pos_ in ("VERB", "AUX")
        found = _under_verb(above, below, mention) if is_verb else _under_noun(above, below, mention)
        if found is None and above.lower_ in ("amid", "in") and below.lemma_.lower() in ("case", "event"):
            found = EventStatus.HYPOTHETICAL, f"'{above.lower_} {below.text}'"
        found = found or (None if _has_consequence(below, above) else _by_form(above))
        if found:
            return found
        shared = below.dep_ == "conj" and below.tag_ == "VB"  # "vowed to crush them and retake the town"
        apart = below.dep_ in ("advcl", "relcl", "parataxis", "conj") and not (shared or _is_infinitive(below))
        if is_verb and apart:
            return None
        below = above
    return None


def _by_participle(noun: Token) -> Outlook | None:
    """Judge a noun by what is said to be done about it: "the vigil planned for tonight", "a planned march"."""
    for child in noun.children if noun.pos_ == "NOUN" else ():
        if child.tag_ == "VBN" and child.dep_ in ("acl", "amod") and child.lemma_.lower() in _ARRANGING:
            return EventStatus.FUTURE, f"'{child.text}'"
    return None


def _by_subject(mention: Mention) -> Outlook | None:
    """Judge a verb by what does it: "rumours of rockets sent families running" tells of no rocket."""
    if mention.sub_event_type in ("Displacement", "Evacuation", "Conditions") or mention.rule.reverse:
        return None
    for subject in mention.trigger.children:
        if subject.dep_ == "nsubj" and subject.lemma_.lower() in _HEARSAY:
            return EventStatus.HYPOTHETICAL, f"'{subject.text}'"
    return None


def _has_consequence(below: Token, above: Token) -> bool:
    """Return whether a verb tells what may come of an event that it names ("Monday's raid could lead to a war")."""
    if below.dep_ != "nsubj" or below.pos_ != "NOUN" or above.lemma_.lower() in _COMING:
        return False
    definite = ("the", "this", "that")
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in definite) for c in below.children)


def _by_form(verb: Token) -> Outlook | None:
    """Judge a verb by its auxiliaries and conjunctions."""
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass"):
            if child.lower_ in _WILL:
                return EventStatus.FUTURE, f"'{child.text}'"
            if child.lower_ in _MODALS and not (child.lower_ != "may" and verb.lemma_.lower() in _HEARD):
                return EventStatus.HYPOTHETICAL, f"'{child.text}'"
        open_question = child.lower_ == "whether" and verb.dep_ != "ROOT"
        if child.dep_ in ("mark", "advmod") and (child.lower_ in ("if", "unless", "lest") or open_question):
            return EventStatus.HYPOTHETICAL, "conditional"
    going = verb.lemma_.lower() == "go" and verb.tag_ == "VBG"
    if going and any(child.dep_ == "xcomp" and _is_infinitive(child) for child in verb.children):
        return EventStatus.FUTURE, "'going to'"
    return None


def _under_verb(above: Token, below: Token, mention: Mention) -> Outlook | None:
    lemma, link = above.lemma_.lower(), below.dep_
    if link not in _UNDER_VERB:
        return None
    prep = below.lower_ if link == "prep" else None
    designed = lemma == "design" and link == "nsubjpass"
    if lemma in _FUTURE_VERBS and link != "advcl" and prep in (None, *_FUTURE_PREPS) and not designed:
        return EventStatus.FUTURE, f"'{above.text}'"
    if lemma in _FEAR_VERBS and link in ("ccomp", "dobj", "prep", "xcomp") and prep in (None, "of", "about", "against"):
        return EventStatus.HYPOTHETICAL, f"'{above.text}'"
    ordered = mention.rule.ordered
    protest = mention.sub_event_type in _PROTESTS and _is_new(mention.trigger)
    if lemma in _ANNOUNCING and link in ("dobj", "nsubjpass") and protest:
        return EventStatus.FUTURE, f"'{above.text}'"
    if lemma in _CALLING_VERBS and not ordered and _is_called_for(lemma, below):
        return EventStatus.HYPOTHETICAL, f"'{above.text}'"
    done = above.lower_ == "had" or _came_about(lemma, mention) or (ordered and lemma in _CALLING_VERBS)
    if _is_infinitive(below) and link in ("xcomp", "advcl", "ccomp") and not done:
        return EventStatus.HYPOTHETICAL, f"'to {below.text}' is an aim"
    return None


def _is_new(noun: Token) -> bool:
    """Return whether a noun is new to the text: "a rally", "another march"."""
    return any(child.dep_ == "det" and child.lower_ in ("a", "an", "another") for child in noun.children)


def _is_called_for(lemma: str, below: Token) -> bool:
    """Return whether a verb asks for it: "urged them to leave", "called for a strike"; not "told us it hit"."""
    if below.dep_ not in ("xcomp", "ccomp", "prep", "dobj", "pobj"):
        return False
    if below.pos_ in ("VERB", "AUX") and below.tag_ != "VB":
        return False
    if below.dep_ == "prep" and below.lower_ not in ("for", "on"):
        return False
    if lemma == "let" and below.lemma_.lower() in ("fly", "loose", "rip"):
        return False
    return not (below.dep_ == "dobj" and lemma in ("order", "tell", "require", "press", "let"))


def _under_noun(above: Token, below: Token, mention: Mention) -> Outlook | None:
    if above.pos_ not in ("NOUN", "PROPN", "ADJ") or below.dep_ not in _UNDER_NOUN:
        return None
    lemma, rule = above.lemma_.lower(), mention.rule
    if lemma in _FUTURE_NOUNS and not (rule.ordered and lemma in _ORDERS):
        tried = rule.attempts or (mention.trigger.pos_ == "NOUN" and lemma != "threat")
        if not (lemma in _SOFT_NOUNS and tried):
            return EventStatus.HYPOTHETICAL, f"'{above.text}'"
    if not _is_infinitive(below) or rule.ordered:
        return None
    if lemma in _ATTEMPTS:
        return None if rule.attempts else (EventStatus.HYPOTHETICAL, f"'{above.text} to {below.text}' is an attempt")
    if below.dep_ in ("acl", "xcomp") and lemma not in ("order", "decision"):
        return EventStatus.HYPOTHETICAL, f"'to {below.text}' is an aim"
    return None


def _is_infinitive(token: Token) -> bool:
    """Return whether a verb is a plain infinitive with "to"; "claims to have seized" is none."""
    if token.pos_ not in ("VERB", "AUX"):
        return False
    auxiliaries = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    return any(a.lower_ == "to" for a in auxiliaries) and not any(a.lemma_ == "have" for a in auxiliaries)


def _came_about(lemma: str, mention: Mention) -> bool:
    """Return whether "<verb> to do" says that it was done ("continue to"; "try to" where an attempt counts)."""
    return lemma in _IMPLICATIVE or (lemma in _ATTEMPTS and (mention.rule.attempts or mention.rule.ordered))
