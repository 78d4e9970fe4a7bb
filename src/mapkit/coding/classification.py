"""What: the mentions of events in a parsed sentence, by the rules of the codebook."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from mapkit.coding.actors import ActorTable
from mapkit.coding.codebook import Codebook, Rule, Words
from mapkit.coding.entities import names_person, names_time
from mapkit.coding.grammar import (
    Frame,
    clause,
    headline_verb,
    is_intransitive,
    light_verb,
    linear_frame,
    misread_conjunct,
    misread_main,
    noun_frame,
    phrase,
    prepositions,
    verb_frame,
)
from mapkit.coding.inflection import is_past_form, is_strong_past
from mapkit.coding.lexicon import words
from mapkit.coding.people import means_people
from mapkit.model import SUB_EVENT_TYPES, EventType
from mapkit.tagging import Tag

_NOUNS = ("NOUN", "PROPN")
_ASIDE = words("classification", "aside")
_PEOPLE = frozenset(
    {"them", "they", "many", "some", "others", "those", "several", "us", "we", "everyone", "everybody", "anyone",
     "anybody", "whoever", "him", "me", "someone", "somebody", "he", "she", "who"}
)  # fmt: skip
#: What hangs below a verb and may hold a part of its phrase.
_PHRASAL = ("prep", "dobj", "prt", "xcomp", "obj", "nsubjpass", "advmod", "pobj", "agent", "oprd", "dative")
_LEFT_OF_NOUN = ("nummod", "compound", "quantmod", "amod", "poss", "nmod")
_COLLECTIVES = words("classification", "collectives")
_PHRASE_WINDOW = 6
#: Words that make an ordinary word ("attack", "capture", "strike") mean what it does in a war.
_WAR = "armed weapon"
_DEMONSTRATIONS = frozenset(SUB_EVENT_TYPES[EventType.PROTESTS] + SUB_EVENT_TYPES[EventType.RIOTS])
_ORDNANCE = frozenset((*SUB_EVENT_TYPES[EventType.EXPLOSIONS], "Disrupted weapons use"))
_NOTHING = Words(frozenset())
_MONTH = "(month)"
_BEFORE_MONTH = frozenset(
    {"in", "last", "since", "until", "early", "late", "mid", "next", "this", "and", "february", "april"}
)
_CASUALTY = words("classification", "casualty")
#: What a maker's designation stands for: the lists need not know every type of aircraft and gun.
_DESIGNATIONS = tuple(
    (re.compile(rf"(?:{makes})-\d+\w{{0,3}}|tb2", re.IGNORECASE), kind)
    for kind, makes in (
        ("aircraft", "su|mig|mi|tu|ka|ah|uh|mq|rq|tb|f|jf|b|an|il|l|ov|ac|oh|shahed|geran|kab|fab|kh"),
        ("missile", "s|bm|kn|rs|tos|d|2s|9k|9m|agm|rpg|spg|t"),
    )
)
_PERSON_TITLES = words("classification", "person_titles")
_TRYING = frozenset({"try", "attempt", "seek", "intend", "mean"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a sentence where an event is told.

    Parameters
    ----------
    rule : Rule
    trigger : Token
    words : tuple of Token
        All tokens of the trigger ("open ... fire").
    frame : Frame
    score : float
        How specific the rule is for this trigger; the number of its conditions and words.
    others : tuple of Rule
        Weaker rules that the same trigger matches.
    tag : Tag or None
        What the tagger reads there, where it is the tagger's mention.
    """

    rule: Rule
    trigger: Token
    words: tuple[Token, ...]
    frame: Frame
    score: float
    others: tuple[Rule, ...] = field(default=())
    tag: Tag | None = None

    @property
    def sub_event_type(self) -> str:
        """The sub-event type that the rule codes."""
        return self.rule.sub_event_type

    @property
    def text(self) -> str:
        """The trigger's words."""
        return " ".join(token.text for token in sorted(self.words, key=lambda item: item.i))


class Reader:
    """Reads a sentence's lemmas once, and answers the rules' conditions about it.

    Parameters
    ----------
    sentence : spacy.tokens.Span
    codebook : Codebook
    places : collection of int
        Indices of the tokens that belong to a place name; None where places are not known (`classify`).
    table : ActorTable
    """

    def __init__(
        self, sentence: Span, codebook: Codebook, places: Iterable[int] | None = None, table: ActorTable | None = None
    ) -> None:
        self.sentence = sentence
        self.codebook = codebook
        self.table = table or ActorTable.default()
        self.places = None if places is None else frozenset(places)
        self._lemma: dict[int, str] = {}
        self._words = self._text_of(list(sentence))
        self._clauses: dict[int, tuple[frozenset[str], str, list[Token]]] = {}

    def lemma(self, token: Token) -> str:
        """Return a token's lower-case lemma, mended where the tagger took a headline's word for a name."""
        found = self._lemma.get(token.i)
        if found is None:
            lower = token.lower_
            if _is_month(token):
                found = _MONTH
            elif _is_countered(token):
                found = f"anti-{lower}"
            elif token.text[:1].isupper() and (designated := _designated(token)):
                found = designated
            elif not token.pos_:  # not parsed: words without grammar
                found = self.codebook.noun_lemma(lower) or self.codebook.singular(lower)
            elif token.pos_ in ("VERB", "AUX"):
                found = self.codebook.verb_lemma(lower) or token.lemma_.lower()
            else:
                found = self.codebook.noun_lemma(lower) or token.lemma_.lower()
                if token.pos_ == "PROPN" and found == lower and lower.endswith("s"):
                    found = self.codebook.singular(lower)
            self._lemma[token.i] = found
        return found

    def mentions(self) -> list[Mention]:
        """Return the mentions of the sentence, in reading order, one a trigger token at most."""
        found: list[Mention] = []
        for token in self.sentence:
            if not token.is_alpha and "-" not in token.text:
                continue
            if token.dep_ == "punct" or _is_month(token):
                continue
            best = self._best(token)
            if best is not None:
                found.append(best)
        return _without_overlap(found)

    def _best(self, token: Token) -> Mention | None:
        matches: list[tuple[float, int, Rule, tuple[Token, ...], Frame]] = []
        lower = token.lower_
        if self._may_be_verb(token):
            lemma = self.codebook.verb_lemma(lower) or token.lemma_.lower()
            frame: Frame | None = None
            entries = self.codebook.verbs.get(lemma, ())
            particle = next((child.lower_ for child in token.children if child.dep_ == "prt"), None)
            phrasal = particle is not None and any(particle in rest for rest, _ in entries)
            for rest, rule in entries:
                if phrasal and particle not in rest:
                    continue  # "shot down" is not "shot"
                words = self._with_particles(token, rest)
                if words is None:
                    continue
                by_grammar = (token.pos_ == "VERB" and not misread_main(token)) or _is_passive_noun(token)
                frame = frame or (verb_frame(token) if by_grammar else linear_frame(token, self.sentence))
                score = self._score(rule, frame, words)
                if score is not None:
                    matches.append((score, -rule.order, rule, words, frame))
        hyphened = self._hyphened(token)
        if hyphened or self._may_be_noun(token):
            lemma = hyphened or self.codebook.noun_lemma(lower) or token.lemma_.lower()
            frame = None
            for rest, rule in self.codebook.nouns.get(lemma, ()):
                words = self._with_modifiers(token, rest)
                if words is None:
                    continue
                frame = frame or noun_frame(token)
                score = self._score(rule, frame, words)
                if score is not None:
                    matches.append((score, -rule.order, rule, words, frame))
        if not matches:
            return None
        matches.sort(key=lambda item: (-item[0], -item[1]))
        score, _, rule, words, frame = matches[0]
        return Mention(rule, token, words, frame, score, tuple(item[2] for item in matches[1:]))

    def _hyphened(self, token: Token) -> str | None:
        """Return the trigger noun that a token opens and a hyphen divides ("sit-in", "cease-fire"), or None."""
        if token.i + 2 >= self.sentence.end or token.nbor(1).text not in ("-", "‑"):
            return None
        return self.codebook.noun_lemma(f"{token.lower_}-{token.nbor(2).lower_}")

    def _may_be_verb(self, token: Token) -> bool:
        if token.pos_ == "VERB":
            return token.dep_ != "amod" or misread_conjunct(token) or misread_main(token)
        if token.pos_ == "ADJ" and misread_main(token):
            return True
        if token.pos_ in _NOUNS and token.text.islower() and is_strong_past(token.lower_):
            return True  # "A girl of twelve trod on a mine"
        if _is_passive_noun(token):
            return self.codebook.verb_lemma(token.lower_) is not None
        if token.pos_ == "NOUN" and token.dep_ not in ("compound", "pobj") and is_past_form(token.lower_):
            return self.codebook.noun_lemma(token.lower_) is None  # "The army retook X" read as a noun
        if headline_verb(token):
            lemma = self.codebook.verb_lemma(token.lower_)
            if lemma is not None and (token.tag_ == "NNS") == (lemma != token.lower_):
                return True
        if token.pos_ == "NOUN" and any(child.dep_ == "nsubj" for child in token.children):
            return self.codebook.verb_lemma(token.lower_) is not None  # "A shell burst in the yard"
        if token.lower_ == "shot" and token.i + 1 < self.sentence.end and token.nbor(1).lower_ == "dead":
            return True
        # the tagger reads many a headline verb as a noun or name: "Drones Hit Depot"
        return (
            token.pos_ == "PROPN"
            and token.tag_ in ("NNPS", "NNP")
            and token.dep_ == "ROOT"
            and self.codebook.verb_lemma(token.lower_) is not None
        )

    def _may_be_noun(self, token: Token) -> bool:
        if token.pos_ in _NOUNS:
            return (
                token.dep_ not in ("compound", "npadvmod") or token.head.pos_ not in _NOUNS or self._heads_name(token)
            )
        if token.pos_ == "VERB" and token.tag_ == "VBZ" and token.dep_ in ("dobj", "pobj", "nsubj"):
            return True  # "counted 71 drone drops": a plural read as a verb
        if token.tag_ == "VBG" and token.i > self.sentence.start and token.nbor(-1).text == ":" and _is_bare(token):
            return True  # "General Staff: [fighting] on the border": a label's news read as its verb
        if any(child.dep_ == "expl" for child in token.children):
            return True  # "There was shooting between the guards": read as a verb
        return token.pos_ == "VERB" and token.tag_ == "VBG" and token.dep_ in ("pobj", "nsubj", "dobj", "pcomp", "conj")

    def _heads_name(self, token: Token) -> bool:
        """Return whether a compound modifier still names an event: "ambush site" does not, "ceasefire deal" does."""
        return self.lemma(token.head) in (
            "agreement", "deal", "order", "campaign", "operation", "wave", "victim", "survivor", "attempt", "series",
            "scene", "site", "spree", "incident", "effort",
        )  # fmt: skip

    def _with_particles(self, verb: Token, rest: tuple[str, ...]) -> tuple[Token, ...] | None:
        if not rest:
            return (verb,)
        pool = list(_companions(verb))
        words = [verb]
        for want in rest:
            hit = next((item for item in pool if want in (self.lemma(item), item.lower_) and item not in words), None)
            if hit is None and verb.i + len(words) < self.sentence.end:
                following = verb.doc[verb.i + len(words)]
                fits = want in (self.lemma(following), following.lower_) and _goes_with(following, verb)
                hit = following if fits else None
            if hit is None:
                return None
            words.append(hit)
        return tuple(words)

    def _with_modifiers(self, noun: Token, rest: tuple[str, ...]) -> tuple[Token, ...] | None:
        if not rest:
            return (noun,)
        words = [noun]
        low = max(self.sentence.start, noun.i - _PHRASE_WINDOW)
        before = [item for item in noun.doc[low : noun.i] if item.head.i == noun.i or item.head.head.i == noun.i]
        span = 2 * len(rest) + sum(2 * want.count("-") for want in rest)  # "mopping-up operation" is four tokens
        adjacent = list(noun.doc[max(self.sentence.start, noun.i - span) : noun.i])
        for want in reversed(rest):
            parts = want.split("-")
            hit = next(
                (
                    i
                    for i in [*reversed(before), *reversed(adjacent)]
                    if want in (self.lemma(i), i.lower_) and i not in words
                ),
                None,
            )
            if hit is None and len(parts) == 1:
                return None
            if hit is not None:
                words.append(hit)
            elif not all(any(part == item.lower_ for item in adjacent) for part in parts):
                return None
        return tuple(words)

    def _score(self, rule: Rule, frame: Frame, words: tuple[Token, ...]) -> float | None:
        """Return how specifically a rule fits a trigger, or None where one of its conditions fails."""
        parts = (self._fit_arguments(rule, frame, words), self._fit_to(rule, frame), self._fit_words(rule, frame))
        if any(part is None for part in parts):
            return None
        loose = 0.4 if rule.generic or rule.consequence else 0.0
        return 2.0 * rule.priority + 0.5 * (len(words) - 1) + sum(part or 0.0 for part in parts) - loose

    def _fit_arguments(self, rule: Rule, frame: Frame, words: tuple[Token, ...]) -> float | None:
        subjects, objects = frame.subjects, frame.objects
        if rule.reverse:
            subjects, objects = objects or subjects, subjects
        prepositional = _is_prepositional(words) and not any(c.dep_ == "nsubjpass" for c in words[0].children)
        own = {word.i for word in words}
        if len(words) > 1 and (own.issuperset(item.i for item in objects) or prepositional):
            # "take control of the town", "open fire on the crowd", "set upon two men", "carry out a raid on the market"
            if prepositional and not subjects:
                subjects = objects  # "a mob set upon two men": no passive, whatever the parser read
            behind = ("on", "upon", "at", "against", "of", "into", *(word.lower_ for word in words))
            inner = [pair for word in words if word.i != frame.trigger.i for pair in prepositions(word)]
            objects = tuple(item for prep, item in (*frame.preps, *inner) if prep in behind and item.i not in own)
        if rule.many and subjects and not any(_are_several(token) for token in subjects):
            return None
        score = 0.0
        for key, tokens in (("subject", subjects), ("object", objects)):
            wanted, unwanted = rule.conditions.get(key), rule.conditions.get(f"not_{key}")
            if wanted is not None:
                if not self._names(tokens, wanted):
                    return None
                score += 1.0
            if unwanted is not None and self._names(tokens, unwanted):
                return None
        return score

    def _fit_to(self, rule: Rule, frame: Frame) -> float | None:
        if not rule.to:
            return 0.0
        pairs = ((rule.to[prep], item) for prep, item in frame.preps if prep in rule.to)
        return 1.0 if any(self._names([item], wanted) for wanted, item in pairs) else None

    def _fit_words(self, rule: Rule, frame: Frame) -> float | None:
        score = 0.0
        lemmas, text, tokens = self._scope(frame)
        wanted = rule.conditions.get("words")
        if wanted is not None:
            if not (_holds(wanted, lemmas, text) or self._kinds(tokens, wanted.kinds)):
                return None
            score += 0.9
        around = rule.conditions.get("around")
        if around is not None:
            if not (_holds(around, *self._words) or self._kinds(list(self.sentence), around.kinds)):
                return None
            score += 0.8
        for key, scope in (("not_words", (lemmas, text)), ("not_around", self._words)):
            unwanted = rule.conditions.get(key)
            if unwanted is not None and _holds(unwanted, *scope):
                return None
        return score

    def _scope(self, frame: Frame) -> tuple[frozenset[str], str, list[Token]]:
        """Return the words that a condition on the clause sees; a noun behind "after" has its own phrase only."""
        trigger = frame.trigger
        if (
            trigger.pos_ in _NOUNS
            and trigger.dep_ == "pobj"
            and trigger.head.lower_ in _ASIDE
            and light_verb(trigger) is None
        ):
            return self._clause(trigger)
        bare = not any(child.dep_ in ("nsubj", "nsubjpass") for child in trigger.children)
        if trigger.dep_ == "advcl" and trigger.pos_ == "VERB" and trigger.head.pos_ == "VERB" and bare:
            own, above = self._clause(trigger), self._clause(trigger.head)
            return own[0] | above[0], own[1] + above[1], [*own[2], *above[2]]
        if trigger.dep_ == "acl" and trigger.pos_ == "VERB":
            tokens = sorted({*phrase(trigger.head), *clause(trigger)}, key=lambda item: item.i)
            return (*self._text_of(tokens), tokens)  # "the grenade thrown into the yard"
        return self._clause(frame.host)

    def _clause(self, host: Token) -> tuple[frozenset[str], str, list[Token]]:
        found = self._clauses.get(host.i)
        if found is None:
            tokens = clause(host)
            found = (*self._text_of(tokens), tokens)
            self._clauses[host.i] = found
        return found

    def _text_of(self, tokens: Sequence[Token]) -> tuple[frozenset[str], str]:
        lemmas = [self.lemma(token) for token in tokens]
        forms = {token.lower_ for token in tokens if not _is_month(token) and not _is_countered(token)}
        forms_text = " ".join(_MONTH if _is_month(token) else token.lower_ for token in tokens)
        return frozenset(lemmas) | forms, f" {' '.join(lemmas)} | {forms_text} "

    def _names(self, tokens: Iterable[Token], wanted: Words) -> bool:
        for token in tokens:
            words = phrase(token)
            lemmas, text = self._text_of(words)
            if token.pos_ == "NUM" or token.lower_ in _PEOPLE:
                lemmas |= {"people"}  # "shot six of them"
            if _holds(wanted, lemmas, text) or self._kinds(words, wanted.kinds):
                return True
        return False

    def _kinds(self, tokens: list[Token], kinds: frozenset[str]) -> bool:
        if not kinds:
            return False
        if "$place" in kinds and self._is_place(tokens):
            return True
        if "$human" in kinds and self._are_people(tokens):
            return True
        if "$person" in kinds and any(
            names_person(t, self.places or ())
            or t.lower_.rstrip(".") in _PERSON_TITLES
            or (t.pos_ == "PROPN" and self.table.leader(t.lower_))
            for t in tokens
        ):
            return True
        if "$group" in kinds or "$country" in kinds:
            group, country = self.table.in_tokens(tokens)
            if "$group" in kinds and group is not None:
                return True
            if "$country" in kinds and (
                country or any(self.table.seat(t.lower_) for t in tokens if t.text[:1].isupper())
            ):
                return True
        return False

    def _are_people(self, tokens: list[Token]) -> bool:
        listed = self.codebook.lists.get("civilian", _NOTHING).lemmas
        for token in tokens:
            if token.dep_ in _LEFT_OF_NOUN:
                continue  # the lorry of "a police lorry", the seat of "the driver's seat"
            opens = token.i == self.sentence.start  # a capital there makes no name
            plain = token.pos_ == "NOUN" or (token.pos_ == "PROPN" and (opens or token.lower_.endswith("s")))
            if token.pos_ == "NUM" or (token.tag_ == "NNPS" and self.table.in_tokens([token])[1]):
                return True
            if plain and (means_people(token.lower_) or self.lemma(token) in listed):
                return True
            if token.lower_ in _PEOPLE or names_person(token, self.places or ()):
                return True
        return False

    def _is_place(self, tokens: list[Token]) -> bool:
        noun = self.codebook.lists.get("place_noun")
        if noun is not None and any(self.lemma(token) in noun.lemmas for token in tokens if token.pos_ in _NOUNS):
            return True
        if self.places is not None:
            return any(token.i in self.places for token in tokens)
        return any(t.pos_ == "PROPN" and not names_person(t) and not names_time(t) for t in tokens)

    def found(self, wanted: Words) -> set[str]:
        """Return which of some words and phrases the sentence holds."""
        lemmas, text = self._words
        return {*(wanted.lemmas & lemmas)} | {entry for entry in wanted.phrases if f" {entry} " in text}

    def speaks_of(self, name: str) -> bool:
        """Return whether the sentence holds a word of one of the codebook's lists."""
        wanted = self.codebook.lists.get(name)
        return wanted is not None and _holds(wanted, *self._words)

    def supported(self, mention: Mention) -> bool:
        """Return whether the sentence speaks of war or violence besides the trigger itself."""
        own = {word.i for word in mention.words}
        rest = [token for token in self.sentence if token.i not in own]
        lemmas, text = self._text_of(rest)
        if lemmas & _CASUALTY:
            return True
        lists = self.codebook.lists
        if any(name in lists and _holds(lists[name], lemmas, text) for name in _WAR.split()):
            return True
        if mention.rule.sub_event_type in _DEMONSTRATIONS and _holds(
            lists.get("protest_words", _NOTHING), lemmas, text
        ):
            return True
        group, _ = self.table.in_tokens(rest)
        return group is not None


def _companions(verb: Token) -> Iterator[Token]:
    """Yield the words that may make up a phrase with a verb ("open fire", "put out of action")."""
    for child in verb.children:
        if not _goes_with(child, verb):
            continue
        yield child
        if child.dep_ in _PHRASAL:
            for inner in child.children:
                yield inner
                if inner.dep_ == "prep":
                    yield from inner.children


def _goes_with(word: Token, verb: Token) -> bool:
    """Return whether a word may be a verb's particle; not so one before it ("On Friday they took") or of time."""
    if word.dep_ == "aux" or (word.lower_ == "at" and any(child.dep_ == "dobj" for child in verb.children)):
        return False  # "thought to have crossed"; "whom they shot at a roadblock"
    if word.dep_ != "prep":
        return True
    return word.i > verb.i and not any(names_time(child) for child in word.children)


def _designated(token: Token) -> str | None:
    """Return what a designation ("Su-25", "MQ-9", "BM-21") is an example of, or None."""
    return next((kind for pattern, kind in _DESIGNATIONS if pattern.fullmatch(token.text)), None)


def _is_passive_noun(token: Token) -> bool:
    """Return whether a passive was read as a noun or adjective ("The district was [overrun] by the Taliban")."""
    return token.pos_ in (*_NOUNS, "ADJ") and any(child.dep_ in ("auxpass", "nsubjpass") for child in token.children)


def _are_several(token: Token) -> bool:
    """Return whether a subject may be more than one person: a plural, a sum, a crowd, a name."""
    if token.tag_ != "NN" or token.lower_ in _COLLECTIVES or token.lower_.endswith(("people", "folk", "men")):
        return token.tag_ not in ("PRP", "NN") or token.lower_ not in ("he", "she", "it", "i")
    return any(child.dep_ in ("conj", "nummod") or child.lower_ == "of" for child in token.children)


def _is_bare(verb: Token) -> bool:
    """Return whether a verb has neither a subject nor an object of its own, but a preposition behind it."""
    if verb.i + 1 >= len(verb.doc) or verb.nbor(1).pos_ != "ADP":
        return False
    return not any(child.dep_ in ("nsubj", "nsubjpass", "dobj", "aux") for child in verb.children)


def _is_prepositional(words: tuple[Token, ...]) -> bool:
    """Return whether a verb's phrase ends in a preposition with an object of its own ("set upon two men")."""
    return any(
        word.i > words[0].i and word.pos_ in ("ADP", "SCONJ") and any(child.dep_ == "pobj" for child in word.children)
        for word in words[1:]
    )


def _is_countered(token: Token) -> bool:
    """Return whether a word is what a weapon is made against ("anti-[aircraft] gun")."""
    if token.lower_ not in ("aircraft", "tank", "ship") or token.i < 2:
        return False
    return token.nbor(-1).text in ("-", "‑") and token.nbor(-2).lower_ == "anti"


def _is_month(token: Token) -> bool:
    """Return whether "March" is the month and no march."""
    if token.text not in ("March", "MARCH"):
        return False
    near = token.doc[max(0, token.i - 2) : token.i + 3]
    return any(other.pos_ == "NUM" or other.lower_ in _BEFORE_MONTH for other in near if other.i != token.i)


def _holds(wanted: Words, lemmas: frozenset[str], text: str) -> bool:
    if wanted.lemmas & lemmas:
        return True
    return any(f" {entry} " in text for entry in wanted.phrases)


def _without_overlap(mentions: list[Mention]) -> list[Mention]:
    """Drop a mention whose trigger is a part of a longer one ("attack" inside "carried out an attack")."""
    kept: list[Mention] = []
    for mention in mentions:
        inside = any(
            _tells_of_munition(mention, other) or _names_weapon(other, mention) or _was_stopped(mention, other)
            for other in mentions
        ) or any(
            other is not mention
            and mention.trigger in other.words
            and mention.trigger.i != other.trigger.i
            and not _names_weapon(mention, other)
            and (len(other.words) > len(mention.words) or other.trigger.pos_ == "VERB")
            for other in mentions
        )
        if not inside:
            kept.append(mention)
    return kept


def _names_weapon(mention: Mention, other: Mention) -> bool:
    """Return whether a noun says with what it was done, its verb only that it was ("came under a [grenade attack]")."""
    return (
        mention.trigger.i != other.trigger.i
        and mention.trigger in other.words
        and mention.sub_event_type in _ORDNANCE
        and other.sub_event_type not in _ORDNANCE
        and not mention.rule.generic
    )


def _was_stopped(mention: Mention, other: Mention) -> bool:
    """Return whether what was sent never came: "Two drones [fired] at the ship were [downed] off Mocha"."""
    if other.sub_event_type != "Disrupted weapons use" or mention.trigger.i == other.trigger.i:
        return False
    stopped = {token.i for token in other.frame.objects}
    above = mention.trigger.head
    if above.lemma_.lower() in _TRYING and above.dep_ in ("relcl", "acl") and above.head.i in stopped:
        return True  # "sank three boats which tried to [attack] a ship"
    if mention.sub_event_type not in _ORDNANCE:
        return False
    sent = {token.i for token in (*mention.frame.subjects, *mention.frame.objects)}
    same = mention.sub_event_type == other.sub_event_type
    return not same and mention.trigger.i < other.trigger.i and bool(sent & stopped)


def _tells_of_munition(mention: Mention, other: Mention) -> bool:
    """Return whether a participle only says of a munition how it came ("a shell [launched from X] landed in Y")."""
    trigger = mention.trigger
    if trigger.dep_ != "acl" or trigger.tag_ != "VBN" or other.trigger.i == trigger.i or is_intransitive(trigger):
        return False
    of_ordnance = {mention.sub_event_type, other.sub_event_type} <= _ORDNANCE
    return of_ordnance and trigger.head in (*other.frame.subjects, *other.frame.objects)
