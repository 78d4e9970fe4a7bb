"""Which time expression dates a trigger, and how far two words of a sentence lie apart in the parse."""

from collections.abc import Sequence
from datetime import date

from spacy.tokens import Token

from mapkit.coding.dates import FoundDate
from mapkit.coding.grammar import ASIDE, ancestors
from mapkit.coding.lexicon import words
from mapkit.text.sentences import Sentence

_SAYING = words("status", "saying")
_CLAUSES = ("advcl", "relcl", "ccomp", "conj", "parataxis")
_SUBORDINATE = ("relcl", "advcl", "acl", "conj", "ccomp", "xcomp", "pcomp", "prep")
_STANDARD = ("since", "like", "unlike", "than", "as")
_FAR = 60
#: "since" a date that lies further back than this sums up old news.
_SUMMED_UP_DAYS = 365
#: A relative clause with a date further back than this tells the background.
_BACKGROUND_DAYS = 31


def path_length(one: Token, other: Token) -> int:
    """Return how many edges of the parse lie between two tokens; clause boundaries count double."""
    up = dict(_climb(one))
    for index, cost in _climb(other):
        if index in up:
            return cost + up[index]
    return _FAR


def _climb(token: Token) -> list[tuple[int, int]]:
    cost = 0
    found = [(token.i, 0)]
    below = token
    for above in ancestors(token):
        cost += 2 if below.dep_ in _CLAUSES and below.pos_ == "VERB" else 1
        found.append((above.i, cost))
        below = above
    return found


def date_of(trigger: Token, sentence: Sentence, dates: Sequence[FoundDate]) -> FoundDate | None:
    """Return the date that is the trigger's own: the nearest in the parse, none of another clause or of the future."""
    roots = [(found, span.root) for found in dates if (span := sentence.span(found.start, found.end)) is not None]
    if not roots:
        return None
    least = min(path_length(root, trigger) for _, root in roots)
    for found, root in roots:
        fits = not found.is_future and found.relation != "for" and _may_date(root, trigger)
        if fits and path_length(root, trigger) == least:
            return found
    return None


def _may_date(root: Token, trigger: Token) -> bool:
    """Return whether a date does not stand in a relative or adverbial clause that the trigger is outside of."""
    above = {token.i for token in (trigger, *ancestors(trigger))}
    for token in (root, *ancestors(root)):
        if token.i in above:
            return True
        if token.pos_ == "VERB" and token.dep_ in ("relcl", "acl", "advcl"):
            return False
    return False


def dates_trigger(word: Token, trigger: Token) -> bool:
    """Return whether a time expression dates a trigger: in its clause, above it, or in one coordinated with it."""
    if _dates_a_standard(word, trigger):
        return False
    verb, mine = clause_verb(word), clause_verb(trigger)
    if verb.dep_ == "acl" and verb.head.i == trigger.i:
        return True  # "the massacres committed in May 2022"
    if verb.i == mine.i or word.i == verb.i:
        return word.i != verb.i or any(above.i == word.i for above in [trigger, *ancestors(trigger)])
    path = [mine, *ancestors(mine)]
    below = next((token for token in path if token.head.i in (verb.i, word.i) and token.head.i != token.i), None)
    if below is not None and any(token.i in (verb.i, word.i) for token in path[1:]):
        return below.dep_ in _SUBORDINATE and verb.lemma_.lower() not in _SAYING
    return _cluster(verb).i == _cluster(mine).i and not any(
        above.i == mine.i for above in ancestors(word) if above.i != verb.i
    )


def _dates_a_standard(word: Token, trigger: Token) -> bool:
    """Return whether a date is that of another thing the event is measured by ("the worst since the raid of 2015")."""
    own = {trigger.i, *(above.i for above in ancestors(trigger))}
    below = word
    for above in ancestors(word):
        if above.i in own or above.pos_ in ("VERB", "AUX"):
            return False
        if above.dep_ == "prep" and above.lower_ in _STANDARD and below.i != word.i and below.pos_ == "NOUN":
            return True
        below = above
    return False


def clause_verb(token: Token) -> Token:
    """Return the verb of a token's clause, itself where it is one."""
    if token.pos_ == "VERB":
        return token
    return next((above for above in ancestors(token) if above.pos_ in ("VERB", "AUX")), token)


def _cluster(verb: Token) -> Token:
    """Return the first of coordinated verbs; a clause set before its like by a comma counts as coordinated."""
    for _ in range(12):
        head = verb.head
        strung = verb.dep_ == "ccomp" and verb.i < head.i and head.lemma_.lower() not in _SAYING
        if head.i == verb.i or not (verb.dep_ in ("conj", "parataxis") or strung) or head.pos_ not in ("VERB", "AUX"):
            return verb
        verb = head
    return verb


def lies_behind(found: FoundDate, trigger: Token, published: date | None) -> bool:
    """Return whether a date lies behind the news: by its own words, or some way back in a background clause."""
    if found.relation == "for" or found.is_future:
        return False
    if found.is_past_reference:
        return True
    if published is None or found.date_start is None:
        return False
    if found.relation == "since":
        return (published - date.fromisoformat(found.date_start)).days > _SUMMED_UP_DAYS
    end = date.fromisoformat(found.date_end or found.date_start)
    if found.precision == 3 and end < published and trigger.dep_ == "pobj" and trigger.head.lower_ in ASIDE:
        return True  # "remained closed after fighting in October"
    return clause_verb(trigger).dep_ in ("relcl", "acl") and (published - end).days > _BACKGROUND_DAYS
