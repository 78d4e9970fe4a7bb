"""Who does what to whom, read from a dependency parse: logical subjects and objects, passive, nominal, shared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from mapkit.coding.entities import names_time
from mapkit.coding.inflection import is_past_form
from mapkit.coding.lexicon import words
from mapkit.coding.people import means_people

#: Verbs that only carry the event their noun names ("launched a strike", "came under fire").
LIGHT_VERBS = words("grammar", "light_verbs")
#: Light verbs whose subject suffers what the noun names.
SUFFERED = frozenset(["suffer", "sustain", "face", "endure", "survive", "come"])
#: Words that open what is told of another time than the clause.
ASIDE = frozenset({"after", "before", "following", "despite", "since"})
_LEFT_MODIFIERS = ("compound", "amod", "poss", "nmod", "nummod", "npadvmod", "det")
_SUBJECT = ("nsubj", "csubj")
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_INTRANSITIVE = words("grammar", "intransitive")
_OPENERS = frozenset({"after", "before", "as", "since", "until", "because", "while", "though", "although"})
_HOURS = frozenset({"dawn", "noon", "dusk", "nightfall", "midnight", "morning", "evening", "sunset", "daybreak"})
_MAX_STEPS = 40
#: Those who are named by someone else, whom they only belong to.
_KIN = words("classification", "kin")


@dataclass(frozen=True, slots=True)
class Frame:
    """The arguments of a trigger.

    Parameters
    ----------
    trigger : Token
        The verb or noun that names the event.
    subjects, objects : tuple of Token
        Logical ones: of "the base was hit by rockets" the subject is "rockets".
    preps : tuple of (str, Token)
        Preposition and the head of its object, of the trigger and of its light verb.
    host : Token
        The verb whose clause the trigger stands in (itself where it is one).
    """

    trigger: Token
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    preps: tuple[tuple[str, Token], ...]
    host: Token


def ancestors(token: Token) -> Iterator[Token]:
    """Yield a token's governors up to the root, the nearest first."""
    for _ in range(_MAX_STEPS):
        if token.head.i == token.i:
            return
        token = token.head
        yield token


def host_of(token: Token) -> Token:
    """Return the verb (or copula) that heads the clause of a token; the root of the sentence where there is none."""
    if token.pos_ in ("VERB", "AUX"):
        return token
    last = token
    for last in ancestors(token):
        if last.pos_ in ("VERB", "AUX"):
            return last
    return last


def conjuncts(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Return tokens with all that is coordinated below them ("tanks and guns")."""
    found: list[Token] = []
    for token in tokens:
        queue = [token]
        while queue and len(found) < _MAX_STEPS:
            current = queue.pop(0)
            if current not in found:
                found.append(current)
                queue.extend(
                    child
                    for child in current.children
                    if child.dep_ == "conj" or (child.dep_ == "appos" and not _is_speaker(child))
                )
    return tuple(found)


def _is_speaker(apposition: Token) -> bool:
    """Return whether what was read as an apposition is who speaks ("took the town, an officer said")."""
    edge = apposition.right_edge
    return any(
        token.lemma_.lower() in ("say", "tell", "report", "add", "announce", "write", "claim")
        for token in edge.doc[apposition.i + 1 : edge.i + 2]
    )


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """Yield (preposition, head of its object) below a token; "to within 10 km from" gives the innermost too."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative", "prt") and child.pos_ in ("ADP", "SCONJ", "ADV", "PART", "VERB"):
            yield from _objects_of(child, 0)
        elif child.dep_ == "advmod" and child.pos_ in ("ADV", "ADP"):
            for inner in child.children:
                if inner.dep_ == "prep":
                    yield from _objects_of(inner, 0)


def _objects_of(preposition: Token, depth: int) -> Iterator[tuple[str, Token]]:
    if depth > 3:
        return
    name = preposition.lower_
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            for item in conjuncts([child]):
                yield name, item
        elif child.dep_ == "prep":
            yield from _objects_of(child, depth + 1)


def is_passive(verb: Token) -> bool:
    """Return whether a verb form is passive: by its auxiliary, or a participle behind its noun."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
        return True
    if verb.tag_ != "VBN" or _has(verb, "aux") or _has(verb, "dobj"):
        return False
    if verb.dep_ == "acl" and (is_intransitive(verb) or verb.sent.root.pos_ == "ADP"):
        return False  # "The shell [exploded in a yard]"
    if verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and _has(verb, "oprd"):
        return False  # a noun for root: "A second salvo [peppered Safed]"
    if verb.dep_ in ("acl", "relcl", "amod"):
        return not _has(verb, "nsubj")
    # a participle that the parser took for the main verb: "Rockets fired from X hit Y"
    return _has(verb, "nsubj") and any(c.dep_ == "dep" and c.tag_ == "VBD" and c.i > verb.i for c in verb.children)


def _is_time(token: Token) -> bool:
    """Return whether a noun tells a time ("by Sunday noon")."""
    return names_time(token) or token.lower_ in _HOURS


def _has(token: Token, dep: str) -> bool:
    return any(child.dep_ == dep for child in token.children)


def is_intransitive(verb: Token) -> bool:
    """Return whether a verb is one that nothing suffers: its participle tells what its noun does ("a shell burst")."""
    return verb.lemma_.lower() in _INTRANSITIVE


def is_label(noun: Token) -> bool:
    """Return whether a noun phrase is a label before a colon ("Djugu territory: ..."), no subject."""
    edge = noun.right_edge
    return edge.text == ":" or (edge.i + 1 < len(noun.doc) and edge.nbor(1).text == ":")


def misread_conjunct(verb: Token) -> bool:
    """Return whether a finite verb was read as a modifier of its own object ("attacked ... and fought guards")."""
    return verb.dep_ == "amod" and verb.tag_ == "VBD"


def misread_main(verb: Token) -> bool:
    """Return whether the main verb was read as a modifier of its object: "A Su-25 [attacked positions]".

    A participle that modifies a noun stands behind an article or an adjective, hardly behind another noun.
    """
    noun = verb.head
    past = verb.dep_ == "amod" and noun.i > verb.i > verb.sent.start + 1 and is_past_form(verb.lower_)
    if past and verb.nbor(-1).pos_ == "NOUN":
        return True  # "a crowd enraged by the arrest of a schoolmaster [flung bombs]"
    if verb.dep_ != "amod" or verb.tag_ not in ("VBN", "VBD") or noun.dep_ != "ROOT" or verb.i < verb.sent.start + 2:
        return False
    before = verb.nbor(-1)
    return before.head.i in (verb.i, noun.i) and (before.pos_ in ("PROPN", "NOUN") or before.text[-1:].isdigit())


def headline_verb(token: Token) -> bool:
    """Return whether a headline's verb was read as a part of a compound ("Suicide bomber [targets] mosque").

    A plural modifies no noun behind another noun, nor does a singular behind a plural.
    """
    if token.pos_ not in ("NOUN", "PROPN") or token.i == token.sent.start:
        return False
    before = token.nbor(-1)
    if token.dep_ == "ROOT" and before.head.i == token.i and before.dep_ in ("compound", "nmod"):
        return _has(token, "dobj") or (before.tag_ == "NNS" and token.tag_ == "NN")  # "Rockets [rain] on Ashkelon"
    if token.dep_ != "compound":
        return False
    if before.pos_ not in ("NOUN", "PROPN") or token.head.i < token.i:
        return False
    plural = before.tag_ in ("NNS", "NNPS") or (before.tag_ == "NNP" and before.lower_.endswith("s"))
    return token.tag_ == "NNS" or plural


def subjects_of(verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """Return the logical subjects of a verb: its own, behind "by", a governing verb's, or its antecedent."""
    agents = [
        item
        for child in verb.children
        if child.dep_ == "agent"
        for _, item in _objects_of(child, 0)
        if not _is_time(item)  # "were chased off by Sunday noon"
    ]
    if agents:
        return tuple(agents)
    if is_passive(verb):
        by = [item for name, item in prepositions(verb) if name == "by" and item.pos_ != "VERB"]
        return tuple(by) or _far_agents(verb)
    own = [child for child in verb.children if child.dep_ in _SUBJECT and not is_label(child)]
    own += [inner for child in own if child.dep_ == "csubj" for inner in child.children if inner.dep_ == "dobj"]
    own = own or _displaced_subjects(verb)
    if own:
        return conjuncts(_antecedent(token, verb) for token in own)
    return _shared_subjects(verb, depth) if depth <= 6 else ()


def _heads_of_misread(verb: Token) -> list[Token]:
    """Return what a past tense that was read as a participle has for its subject."""
    root = verb.sent.root
    if root.pos_ in ("NOUN", "PROPN"):
        return [root]  # "A shell that boys used as a goalpost [detonated]"
    if root.pos_ == "ADJ":
        return [child for child in root.children if child.dep_ in _SUBJECT]  # "Teachers unpaid for months [paraded]"
    if root.pos_ == "ADP":
        return [child for child in root.children if child.dep_ == "pobj"][-1:]  # "Before noon, two shells [fell]"
    return [verb.head]


def _displaced_subjects(verb: Token) -> list[Token]:
    """Return the subject that was read as an apposition to the place before it ("In Taiz, about thirty men went")."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return []
    return [
        item
        for child in verb.children
        if child.dep_ == "prep" and child.i < verb.i
        for place in child.children
        if place.dep_ == "pobj" and place.pos_ == "PROPN"
        for item in place.children
        if item.dep_ == "appos" and item.pos_ == "NOUN" and item.right_edge.i + 1 == verb.i
    ]


def _far_agents(verb: Token) -> tuple[Token, ...]:
    """Return people behind a "by" that the parser hung on a noun ("seized at a roadblock by men in uniform")."""
    return tuple(
        item
        for token in verb.subtree
        if token.lower_ == "by" and token.i > verb.i and token.head.pos_ == "NOUN" and token.head.head.dep_ == "prep"
        for item in token.children
        if item.dep_ == "pobj" and means_people(item.lower_)
    )


def _behind_opener(verb: Token) -> list[Token]:
    """Return the subject of a clause whose conjunction was read as a preposition ("They fled [after shells] fell")."""
    if verb.dep_ not in ("ccomp", "advcl", "dep") or verb.tag_ not in ("VBD", "VBP", "VBZ"):
        return []
    return [
        inner
        for child in verb.head.children
        if child.dep_ == "prep" and child.lower_ in _OPENERS and verb.head.i < child.i < verb.i
        for inner in child.children
        if inner.dep_ == "pobj" and inner.i < verb.i
    ]


def _shared_subjects(verb: Token, depth: int) -> tuple[Token, ...]:
    """Return the subjects that a verb without its own takes from what governs it."""
    if misread_conjunct(verb):
        return subjects_of(verb.head.head, depth + 1) if verb.head.head.pos_ == "VERB" else ()
    if verb.dep_ == "pcomp" and verb.tag_ in ("VBD", "VBP", "VBZ"):
        # "Between 20 and 30 people died": the count was read as a phrase of place
        return conjuncts(child for child in verb.head.children if child.dep_ == "pobj" and child.i < verb.i)
    behind_opener = _behind_opener(verb)
    if behind_opener:
        return conjuncts(behind_opener)
    if verb.dep_ == "acl" and verb.tag_ == "VB" and verb.head.head.pos_ in ("VERB", "AUX"):
        return subjects_of(verb.head.head, depth + 1)  # "they make an effort to defend"
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and (is_intransitive(verb) or verb.sent.root.pos_ == "ADP"):
        return conjuncts(_heads_of_misread(verb))
    if verb.dep_ == "acl" and (verb.tag_ == "VBG" or _has(verb, "dobj") or _has(verb, "oprd")):
        return conjuncts([verb.head])
    if verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "AUX"):
        controlled = [child for child in verb.head.children if child.dep_ in ("dobj", "nsubjpass")]
        if controlled:
            return conjuncts(controlled)
        return subjects_of(verb.head, depth + 1)
    if verb.dep_ in ("conj", "advcl", "ccomp", "dep", "parataxis", "xcomp", "pcomp") and verb.head.pos_ in (
        "VERB",
        "AUX",
        "ADP",
        "SCONJ",
    ):
        head = verb.head if verb.head.pos_ in ("VERB", "AUX") else verb.head.head
        if head.pos_ not in ("VERB", "AUX") or (verb.dep_ == "ccomp" and verb.tag_ != "VBG"):
            return ()
        if verb.dep_ == "advcl" and verb.tag_ == "VBG" and is_passive(head):
            return subjects_of(head, depth + 1)  # "the car was hit, killing two": not the car killed
        if is_passive(head):
            return conjuncts(c for c in head.children if c.dep_ in ("nsubjpass", "nsubj"))
        return subjects_of(head, depth + 1)
    return ()


def objects_of(verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """Return the logical objects of a verb, the subject of a passive included."""
    if is_passive(verb):
        own = [child for child in verb.children if child.dep_ in ("nsubjpass", "csubjpass", "nsubj")]
        if own:
            return conjuncts(_antecedent(token, verb) for token in own)
        if verb.dep_ in ("acl", "relcl", "amod"):
            return conjuncts([verb.head])
    own = [child for child in verb.children if child.dep_ in ("dobj", "obj", "oprd")]
    # two errors of the parser: a name right behind its verb as an adverbial, and "shot [six of them] dead" as a clause
    own += [
        child
        for child in verb.children
        if child.dep_ == "npadvmod" and child.pos_ == "PROPN" and not names_time(child) and child.i > verb.i
    ]
    # "shot whoever they saw"
    own += [
        inner
        for child in verb.children
        if child.dep_ == "ccomp"
        for inner in child.children
        if inner.lower_ in ("whoever", "whomever", "anyone", "everyone") and inner.dep_ in ("dobj", "nsubj")
    ]
    own += [
        inner
        for child in verb.children
        if child.dep_ in ("advcl", "ccomp", "xcomp") and child.lower_ in ("dead", "hostage", "captive", "alive")
        for inner in child.children
        if inner.dep_ == "nsubj"
    ]
    if misread_conjunct(verb):
        own.append(verb.head)
    if own:
        return conjuncts(_antecedent(token, verb) for token in own)
    shares = verb.dep_ == "conj" and verb.tag_ in ("VBN", "VBD") and not any(c.dep_ in _SUBJECT for c in verb.children)
    if shares and depth < 4 and is_passive(verb.head):
        return objects_of(verb.head, depth + 1)
    if shares and depth < 4 and _has(verb, "auxpass"):
        return subjects_of(verb.head, depth + 1)  # "two drones took off and were downed"
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and depth < 1:
        return ()
    # "attacked and captured the town": the first of two verbs shares the object of the second
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.pos_ == "VERB"
            and depth < 2
            and not any(c.dep_ == "cc" and c.lower_ == "but" for c in verb.children)
            and not any(c.dep_ in _SUBJECT for c in child.children)
        ):
            return objects_of(child, depth + 1)
    return ()


def _antecedent(token: Token, verb: Token) -> Token:
    """Return the noun that a relative pronoun stands for, else the token."""
    if token.lower_ in _RELATIVE and verb.dep_ == "relcl":
        return verb.head
    return token


def verb_frame(verb: Token) -> Frame:
    """Return the arguments of a verb trigger."""
    return Frame(verb, subjects_of(verb), objects_of(verb), tuple(prepositions(verb)), verb)


def linear_frame(token: Token, sentence: Span) -> Frame:
    """Return the arguments of a verb that the tagger misread, by word order: the noun phrase before it and after it."""
    nouns = [
        t
        for t in sentence
        if (t.pos_ in ("NOUN", "PROPN") and t.dep_ not in _LEFT_MODIFIERS and t.i != token.i)
        or (t.dep_ == "advmod" and t.text[:1].isupper() and t.text[-1:].isdigit())  # "A Su-25 attacked"
        or (t.i == token.i - 1 and t.pos_ in ("NOUN", "PROPN"))  # read as a modifier of what it strikes
    ]
    before = [t for t in nouns if t.i < token.i and not names_time(t) and t.dep_ != "pobj"]
    after = [t for t in nouns if t.i > token.i]
    behind = [t for t in sentence if t.i > token.i and t.dep_ == "prep"]
    preps = tuple(pair for preposition in behind[:4] for pair in _objects_of(preposition, 0))
    host = token.sent.root if token.dep_ in ("compound", "amod") else token
    return Frame(token, tuple(before[-1:]), tuple(after[:1]), preps, host)


def light_verb(noun: Token) -> Token | None:
    """Return the light verb that carries a noun ("launched a strike", "came under attack"), or None."""
    head = noun.head
    if noun.dep_ in ("conj", "appos") and head.pos_ == "NOUN":
        head = head.head
    if head.dep_ in ("prep", "agent") and head.lower_ in ("under", "in", "of", "with"):
        head = head.head
    if head.pos_ == "VERB" and head.lemma_.lower() in LIGHT_VERBS and noun.i != head.i:
        return head
    return None


def _said_of(noun: Token) -> tuple[Token, ...]:
    """Return of whom a phrase is said: "[The town] is under fire", "[Rebels] remain in control"."""
    above = noun.head.head if noun.head.dep_ == "prep" else noun.head
    if above.dep_ in ("advmod", "acomp") and above.i < noun.i:
        above = above.head  # "is back in the hands"
    return subjects_of(above) if above.lemma_.lower() in ("be", "remain", "stay", "lie") else ()


def noun_frame(noun: Token) -> Frame:
    """Return the arguments of a noun trigger: modifiers and "by" name who does it, "on" and "against" to whom."""
    preps = list(prepositions(noun))
    subjects = [item for name, item in preps if name in ("by", "from") and item.pos_ != "VERB" and name == "by"]
    subjects += [child for child in noun.children if child.dep_ == "poss" and child.pos_ != "PRON"]
    objects = [item for name, item in preps if name in ("on", "against", "at", "upon")]
    for child in noun.children:
        if child.dep_ in ("acl", "relcl") and child.pos_ == "VERB":
            lemma = child.lemma_.lower()
            if lemma in ("target", "hit", "strike", "aim"):
                objects += objects_of(child) if lemma != "aim" else [i for n, i in prepositions(child) if n == "at"]
            if lemma in LIGHT_VERBS | {"blame"}:
                subjects += subjects_of(child)
            preps += list(prepositions(child))
    verb = light_verb(noun)
    if verb is not None:
        if verb.lemma_.lower() in SUFFERED:
            objects += subjects_of(verb)
        elif noun.dep_ in ("dobj", "pobj", "conj", "nsubjpass"):
            subjects += [token for token in subjects_of(verb) if token.i != noun.i]
        preps += [pair for pair in prepositions(verb) if pair[1].i != noun.i]
        objects += [item for name, item in prepositions(verb) if name in ("on", "against") and item.i != noun.i]
    elif noun.dep_ == "pobj":
        found = _said_of(noun)
        if noun.head.lower_ == "under":
            objects += found
        else:
            subjects += found
    return Frame(noun, tuple(dict.fromkeys(subjects)), tuple(dict.fromkeys(objects)), tuple(preps), host_of(noun))


def phrase(token: Token) -> list[Token]:
    """Return the tokens of a noun phrase that say what it is: modifiers, head, "of" complement, coordination."""
    found: list[Token] = []
    queue = [token]
    while queue and len(found) < 60:
        current = queue.pop(0)
        if current in found:
            continue
        found.append(current)
        for child in current.children:
            if child.dep_ in ("poss", "prep") and current.lemma_.lower() in _KIN:
                continue  # "widows of fallen soldiers" are no soldiers
            if (child.dep_ in _LEFT_MODIFIERS and child.dep_ != "det") or (
                child.dep_ == "conj" or (child.dep_ == "appos" and not _is_speaker(child))
            ):
                queue.append(child)
            elif child.dep_ == "prep" and child.lower_ in ("of", "from", "with") and child.lower_ == "of":
                queue.extend(inner for inner in child.children if inner.dep_ == "pobj")
    return sorted(found, key=lambda item: item.i)


def clause(verb: Token) -> list[Token]:
    """Return the tokens of a clause: what a verb governs, other finite clauses below it left out."""
    found: list[Token] = []
    queue = [verb]
    while queue and len(found) < 400:
        current = queue.pop(0)
        found.append(current)
        for child in current.children:
            if child.pos_ == "VERB" and child.dep_ in ("ccomp", "conj", "parataxis") and _has_subject(child):
                continue
            if current.i == verb.i and _is_aside(child):
                continue
            queue.append(child)
    return sorted(set(found), key=lambda item: item.i)


def _is_aside(child: Token) -> bool:
    """Return whether a phrase or clause tells of another time ("after rocket fire")."""
    if child.dep_ == "prep":
        return child.lower_ in ASIDE
    return child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ASIDE for c in child.children)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "csubj") for child in verb.children)
