"""Whether a mention tells something that happened: negated, future, hypothetical or historical ones are no actual event."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from spacy.tokens import Token

from mapkit.coding.classification import Mention
from mapkit.coding.dates import FoundDate
from mapkit.coding.grammar import LIGHT_VERBS, ancestors
from mapkit.coding.lexicon import words
from mapkit.model import EventStatus
from mapkit.text.sentences import Sentence

_NEGATING_VERBS = words("status", "negating_verbs")
_ENDING_VERBS = frozenset(["cease", "halt", "stop", "suspend", "cancel"])
_LESS_NOUNS = words("status", "less_nouns")
_LESS_VERBS = words("status", "less_verbs")
_FUTURE_VERBS = words("status", "future_verbs")
_CALLING_VERBS = words("status", "calling_verbs")
_FEAR_VERBS = words("status", "fear_verbs")
_FUTURE_NOUNS = words("status", "future_nouns")
_SOFT_NOUNS = frozenset(["attempt", "order", "threat", "alert", "siren", "strategy", "response", "target"])
_IMPLICATIVE = words("status", "implicative")
_ATTEMPTS = words("status", "attempts")
_MODALS = frozenset({"could", "may", "might", "would", "should", "must", "can", "ca"})
_WILL = frozenset({"will", "shall", "wo", "'ll", "’ll"})
_CONDITIONAL = frozenset({"if", "unless", "whether", "should", "lest", "until"})
_EXERCISE = re.compile(
    r"\b(?:exercises?|drills?|war[ -]?games?|wargaming|simulat\w+|rehears\w+|mock|practi[sc]e[ds]?|training (?:exercise|mission|session)|"
    r"re-?enact\w+|manoeuvres|maneuvers|blank (?:rounds|shells)|dress rehearsal|fictional|tabletop)\b",
    re.IGNORECASE,
)
_FICTION = re.compile(
    r"\b(?:film|movie|novel|museum|exhibition|documentary|video ?game|opera|sequel|screenplay|theatre play|painting|re-?enactment)\b",
    re.IGNORECASE,
)
_COMMEMORATION = re.compile(
    r"\b(?:anniversary|commemorat\w+|remembrance|memorial|monument|centenary|years? since|years? after|decades? (?:after|since|ago)|veterans?)\b",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\b(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|some|a few|\w+ty)\s+(?:years|decades|centuries)\s+(?:ago|earlier|before)|"
    r"a (?:year|decade|century) (?:ago|earlier|before)|last (?:year|decade|century)|(?:the )?(?:19|20)\d0s|"
    r"world war (?:one|two|i|ii)|(?:first|second) world war|civil war of|medieval|historic(?:al)?ly|in \w+ (?:19\d\d)|"
    r"(?:in|since|from|of|during|between|back in|until|after|before|by|early|late|mid-?)\s+(?:(?:early|late|mid|the year)[ -]+)?(?:1[0-9]\d\d|20[0-4]\d)\b)",
    re.IGNORECASE,
)
_DAY_AND_YEAR = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+(?:19|20)\d\d|[A-Z][a-z]+\.?\s+\d{1,2},?\s+(?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\b(1[0-9]\d\d|20[0-4]\d)\b")
_HABIT = re.compile(
    r"\b(?:every (?:day|week|month|year|night)|each (?:day|week|month|year)|often|frequently|regularly|routinely|typically|usually|"
    r"a year|per year|annually|sometimes|in general|on average|has become|have become|traditionally|almost daily|over the years)\b",
    re.IGNORECASE,
)
_MORE_OR_LESS = words("status", "more_or_less")


def status_of(
    mention: Mention, sentence: Sentence, published: date | None, dates: Sequence[FoundDate]
) -> tuple[EventStatus, str | None]:
    """Return a mention's status and, where it is not actual, why in a few words."""
    trigger = mention.trigger
    text = sentence.text
    if text.rstrip().endswith("?"):
        return EventStatus.HYPOTHETICAL, "the sentence is a question"
    reason = _negation(mention)
    if reason:
        return EventStatus.NEGATED, reason
    if _EXERCISE.search(text):
        return EventStatus.HYPOTHETICAL, "an exercise or simulation"
    found = _outlook(mention)
    if found:
        return found
    reason = _history(trigger, sentence, published, dates)
    if reason:
        return EventStatus.HISTORICAL, reason
    if _FICTION.search(text):
        return EventStatus.HYPOTHETICAL, "a work of fiction or an exhibition"
    reason = _generic(mention, sentence, dates)
    if reason:
        return EventStatus.HYPOTHETICAL, reason
    return EventStatus.ACTUAL, None


def _negated(token: Token) -> bool:
    return any(
        child.dep_ == "neg" or child.lower_ in ("no", "neither", "nobody", "none", "nor", "without", "nothing", "never")
        for child in token.children
        if child.i <= token.i or child.dep_ == "neg"
    )


def _negation(mention: Mention) -> str | None:
    trigger = mention.trigger
    rule_expects = {word.lemma_.lower() for word in mention.words}
    for word in mention.words:
        if _negated(word):
            return f"'{word.text}' is negated"
    for argument in (*mention.frame.subjects, *mention.frame.objects):
        subject_like = argument.lower_ in ("nobody", "none", "nothing", "neither") or any(
            child.lower_ in ("no", "neither") and child.dep_ == "det" for child in argument.children
        )
        if subject_like and not mention.rule.reverse:
            return f"'{argument.text}': nobody or nothing"
    below = trigger
    for above in _governors(trigger):
        lemma = above.lemma_.lower()
        if (
            above.pos_ in ("NOUN", "PROPN")
            and lemma in _LESS_NOUNS
            and below.dep_ in ("prep", "pobj", "compound", "amod", "acl")
        ):
            return f"'{above.text}' tells of its end or decrease"
        if above.lower_ == "without":
            return "'without'"
        if above.lower_ in ("despite", "after", "before", "because", "since", "following"):
            return None
        if above.pos_ in ("VERB", "AUX"):
            if _complement(below) or above.i == trigger.i or lemma in LIGHT_VERBS | {"be", "occur", "happen", "take"}:
                aside = (
                    below.dep_ == "ccomp"
                    and below.i < above.i
                    and (lemma not in _REPORTING or any(t.text == ";" for t in above.doc[below.i : above.i]))
                )
                if _negated(above) and not aside and (below.dep_ in _ARGUMENTS or lemma in _REPORTING):
                    return f"'{above.text}' is negated"
                if any(child.dep_ in ("acomp", "attr") and child.lower_ in _UNTRUE for child in above.children):
                    return f"said to be untrue ('{above.text}')"
            if lemma in _NEGATING_VERBS and lemma not in rule_expects and below.dep_ in (
                "dobj", "xcomp", "ccomp", "pcomp", "nsubjpass", "prep", "pobj", "acl",
            ):  # fmt: skip
                if lemma not in _ENDING_VERBS or mention.trigger.pos_ != "VERB":
                    return f"'{above.text}'"
            if lemma in _LESS_VERBS and below.dep_ in ("nsubj", "nsubjpass"):
                return f"'{above.text}' tells of its end or decrease"
            if below.dep_ in ("advcl", "relcl", "conj", "parataxis"):
                return None
        below = above
    return None


_UNTRUE = words("status", "untrue")
_SAYING = words("status", "saying")
_ARGUMENTS = words("status", "arguments")
_REPORTING = words("status", "reporting")


def _complement(token: Token) -> bool:
    return token.dep_ in (
        "ccomp",
        "xcomp",
        "dobj",
        "nsubj",
        "nsubjpass",
        "attr",
        "pcomp",
        "prep",
        "pobj",
        "acomp",
        "conj",
        "csubj",
    )


def _governors(token: Token) -> Iterable[Token]:
    for count, above in enumerate(ancestors(token)):
        if count > 9:
            return
        yield above


def _outlook(mention: Mention) -> tuple[EventStatus, str] | None:
    """Return future or hypothetical with the word that says so."""
    trigger = mention.trigger
    below = trigger
    chain = [trigger, *_governors(trigger)]
    for depth, word in enumerate(chain):
        lemma = word.lemma_.lower()
        lower = word.lower_
        if depth:
            link = below.dep_
            if word.pos_ in ("VERB", "AUX") and link in (
                "xcomp",
                "ccomp",
                "dobj",
                "pcomp",
                "prep",
                "pobj",
                "nsubjpass",
                "acl",
                "advcl",
            ):
                if (
                    lemma in _FUTURE_VERBS
                    and link != "advcl"
                    and not (link == "prep" and below.lower_ not in ("for", "of", "on", "to", "against"))
                ):
                    if not (link == "nsubjpass" and lemma == "design"):
                        return EventStatus.FUTURE, f"'{word.text}'"
                if (
                    lemma in _FEAR_VERBS
                    and link in ("ccomp", "dobj", "prep", "xcomp")
                    and (link != "prep" or below.lower_ in ("of", "about", "against"))
                ):
                    return EventStatus.HYPOTHETICAL, f"'{word.text}'"
                if (
                    lemma in _CALLING_VERBS
                    and not mention.rule.ordered
                    and link in ("xcomp", "ccomp", "prep", "dobj", "pobj")
                ):
                    wished = below.tag_ == "VB" or below.pos_ not in ("VERB", "AUX")
                    if wished and (link != "prep" or below.lower_ in ("for", "on")):
                        if not (link == "dobj" and lemma in ("order", "tell", "require", "press", "let")):
                            return EventStatus.HYPOTHETICAL, f"'{word.text}'"
                if _to_infinitive(below) and link in ("xcomp", "advcl", "ccomp") and not _implicative(word, mention):
                    if not (mention.rule.ordered and lemma in _CALLING_VERBS):
                        return EventStatus.HYPOTHETICAL, f"'to {below.text}' is an aim"
            if word.pos_ in ("NOUN", "PROPN", "ADJ") and link in (
                "prep",
                "pobj",
                "acl",
                "compound",
                "amod",
                "pcomp",
                "ccomp",
                "xcomp",
            ):
                if lemma in _FUTURE_NOUNS and not (
                    mention.rule.ordered and lemma in ("order", "warning", "call", "plan")
                ):
                    if not (
                        lemma in _SOFT_NOUNS
                        and (mention.rule.attempts or (mention.trigger.pos_ == "NOUN" and lemma != "threat"))
                    ):
                        return EventStatus.HYPOTHETICAL, f"'{word.text}'"
                if (
                    _to_infinitive(below)
                    and link in ("acl", "xcomp")
                    and lemma not in _ATTEMPTS
                    and lemma not in ("order", "decision")
                ):
                    if not mention.rule.ordered:
                        return EventStatus.HYPOTHETICAL, f"'to {below.text}' is an aim"
                if _to_infinitive(below) and lemma in _ATTEMPTS and not (mention.rule.attempts or mention.rule.ordered):
                    return EventStatus.HYPOTHETICAL, f"'{word.text} to {below.text}' is an attempt"
        if word.dep_ == "prep" and lower in ("amid", "in") and below.lemma_.lower() in ("case", "event") and depth:
            return EventStatus.HYPOTHETICAL, f"'{lower} {below.text}'"
        if word.pos_ in ("VERB", "AUX"):
            found = _auxiliary(word, mention)
            if found:
                return found
            marks = [child.lower_ for child in word.children if child.dep_ in ("mark", "advmod")]
            if any(mark in ("if", "unless", "lest") for mark in marks) or ("whether" in marks and word.dep_ != "ROOT"):
                return EventStatus.HYPOTHETICAL, "conditional"
        if (
            depth
            and word.pos_ in ("VERB", "AUX")
            and below.dep_ in ("advcl", "relcl", "parataxis", "conj")
            and not _to_infinitive(below)
        ):
            break
        below = word
    return None


def _auxiliary(verb: Token, mention: Mention) -> tuple[EventStatus, str] | None:
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass") or (child.dep_ == "advmod" and child.lower_ == "would"):
            if child.lower_ in _WILL:
                return EventStatus.FUTURE, f"'{child.text}'"
            if child.lower_ in _MODALS and not (child.lower_ in ("could", "can", "ca", "would") and _heard(verb)):
                return EventStatus.HYPOTHETICAL, f"'{child.text}'"
    lemma = verb.lemma_.lower()
    if lemma == "go" and verb.tag_ == "VBG" and any(c.dep_ == "xcomp" and _to_infinitive(c) for c in verb.children):
        return EventStatus.FUTURE, "'going to'"
    if (
        verb.dep_ == "ROOT"
        and verb.tag_ == "VB"
        and not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "neg") for c in verb.children)
        and not mention.rule.weak
    ):
        return None
    return None


def _heard(verb: Token) -> bool:
    return verb.lemma_.lower() in ("hear", "see", "confirm", "verify", "stop", "reach")


def _to_infinitive(token: Token) -> bool:
    return (
        token.pos_ in ("VERB", "AUX")
        and any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
        and not any(child.dep_ in ("aux", "auxpass") and child.lemma_ == "have" for child in token.children)
    )


def _implicative(verb: Token, mention: Mention) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in _IMPLICATIVE:
        return True
    return lemma in _ATTEMPTS and (mention.rule.attempts or mention.rule.ordered)


def _history(trigger: Token, sentence: Sentence, published: date | None, dates: Sequence[FoundDate]) -> str | None:
    text = sentence.text
    if _COMMEMORATION.search(text) and not any(found.date_start and not found.is_past_reference for found in dates):
        return "a commemoration"
    for found in dates:
        span = sentence.span(found.start, found.end)
        if span is not None and _behind(found, trigger, published) and _dates_trigger(span.root, trigger):
            return f"'{found.text}' lies behind the news"
    for match in _OLD.finditer(text):
        years = [int(year) for year in _YEAR.findall(match.group())]
        if years and published and max(years) >= published.year:
            continue
        if (
            years
            and published is None
            and any(day.start() <= match.end() and match.start() <= day.end() for day in _DAY_AND_YEAR.finditer(text))
        ):
            continue
        if _near(match, trigger, sentence):
            return f"'{match.group()}' lies behind the news"
    for child in trigger.children:
        if child.lower_ in ("previously", "formerly", "historically", "originally") and child.dep_ == "advmod":
            return f"'{child.text}'"
    return None


def governs(found: FoundDate, trigger: Token, sentence: Sentence, dates: Sequence[FoundDate]) -> bool:
    """Return whether a date is the trigger's own: no other date and no other finite verb lies nearer in the parse."""
    mine = _steps(found, trigger, sentence)
    return all(mine <= _steps(other, trigger, sentence) for other in dates)


def _steps(found: FoundDate, trigger: Token, sentence: Sentence) -> int:
    span = sentence.span(found.start, found.end)
    if span is None:
        return 99
    return path_length(span.root, trigger)


def path_length(one: Token, other: Token) -> int:
    """Return how many edges of the parse lie between two tokens; clause boundaries count double."""
    up: dict[int, int] = {one.i: 0}
    cost = 0
    below = one
    for above in ancestors(one):
        cost += 2 if below.dep_ in ("advcl", "relcl", "ccomp", "conj", "parataxis") and below.pos_ == "VERB" else 1
        up[above.i] = cost
        below = above
    if other.i in up:
        return up[other.i]
    cost = 0
    below = other
    for above in ancestors(other):
        cost += 2 if below.dep_ in ("advcl", "relcl", "ccomp", "conj", "parataxis") and below.pos_ == "VERB" else 1
        if above.i in up:
            return cost + up[above.i]
        below = above
    return 60


def _near(match: re.Match[str], trigger: Token, sentence: Sentence) -> bool:
    """Return whether a time expression belongs to the trigger's clause."""
    start = sentence.start + match.start()
    span = sentence.span(start, sentence.start + match.end())
    if span is None:
        return False
    word = span[-1] if span[-1].pos_ in ("NUM", "NOUN", "PROPN") else span.root
    return _dates_trigger(word, trigger)


def _dates_trigger(word: Token, trigger: Token) -> bool:
    """Return whether a time expression dates a trigger: in its clause, above it, or in one coordinated with it."""
    verb = _clause_verb(word)
    mine = _clause_verb(trigger)
    if verb.i == mine.i or word.i == verb.i:
        return word.i != verb.i or any(above.i == word.i for above in [trigger, *ancestors(trigger)])
    if any(above.i in (verb.i, word.i) for above in ancestors(mine)):
        below = next((b for b in [mine, *ancestors(mine)] if b.head.i in (verb.i, word.i)), mine)
        return below.dep_ in (
            "relcl",
            "advcl",
            "acl",
            "conj",
            "ccomp",
            "xcomp",
            "pcomp",
            "prep",
        ) and verb.lemma_.lower() not in ("say", "report", "tell", "announce")
    return _cluster(verb).i == _cluster(mine).i and not any(
        above.i == mine.i for above in ancestors(word) if above.i != verb.i
    )


def _cluster(verb: Token) -> Token:
    """Return the first of coordinated verbs; a clause set before its like by a comma counts as coordinated."""
    for _ in range(12):
        head = verb.head
        strung = verb.dep_ == "ccomp" and verb.i < head.i and head.lemma_.lower() not in _SAYING
        if head.i == verb.i or not (verb.dep_ in ("conj", "parataxis") or strung) or head.pos_ not in ("VERB", "AUX"):
            return verb
        verb = head
    return verb


def _behind(found: FoundDate, trigger: Token, published: date | None) -> bool:
    """Return whether a date lies behind the news: by its own words, or a few weeks back in a relative clause."""
    if found.relation == "for" or found.is_future:
        return False
    if found.is_past_reference:
        return True
    if published is None or found.date_start is None:
        return False
    start = date.fromisoformat(found.date_start)
    if found.relation == "since" and (published - start).days > 120:
        return True  # "since 2017, violence has driven ..." sums up what was told long ago
    verb = _clause_verb(trigger)
    end = date.fromisoformat(found.date_end or found.date_start)
    return verb.dep_ in ("relcl", "acl") and (published - end).days > 10


def _clause_verb(token: Token) -> Token:
    if token.pos_ == "VERB":
        return token
    for above in ancestors(token):
        if above.pos_ in ("VERB", "AUX"):
            return above
    return token


def _generic(mention: Mention, sentence: Sentence, dates: Sequence[FoundDate]) -> str | None:
    trigger = mention.trigger
    text = sentence.text
    habit = _HABIT.search(text)
    if habit and not any(found.precision == 1 for found in dates):
        return f"'{habit.group()}': told in general"
    if trigger.pos_ in ("NOUN", "PROPN"):
        below = trigger
        for count, above in enumerate(ancestors(trigger)):
            if count > 2 or above.pos_ in ("VERB", "AUX"):
                break
            if (
                above.lemma_.lower() in _MORE_OR_LESS
                and below.dep_ in ("prep", "pobj")
                and trigger.tag_ in ("NNS", "NNPS", "VBG")
            ):
                if above.lemma_.lower() not in ("series", "wave", "spate", "number") and not dates:
                    return f"'{above.text}': told in general"
            below = above
    verb = trigger if trigger.pos_ == "VERB" else None
    if verb is not None and verb.tag_ in ("VBP", "VBZ") and sentence.index > 0 and not _headline(sentence):
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        bare = subjects and all(
            s.tag_ == "NNS" and not any(c.dep_ in ("det", "amod", "compound", "poss", "nummod") for c in s.children)
            for s in subjects
        )
        if bare:
            return "a general statement"
    return None


def _headline(sentence: Sentence) -> bool:
    return not sentence.text.rstrip().endswith((".", "!", "…", '"', "”"))
