"""What happened to the counted: the kind of a quantity and the word that says it.

The words right behind and before a number are read first, as they are the surest ("12 dead", "killing three",
"the death toll rose to 47"); then the parse, past asides; then nouns that say their kind by themselves.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from mapkit.coding import countables
from mapkit.coding.counted import Item, Reading
from mapkit.coding.entities import names_time


@dataclass(frozen=True, slots=True)
class Outcome:
    """A kind, the word it hangs on, and how it was read: "after", "before", "verb" or "noun" (the weakest)."""

    kind: str
    head: Token
    route: str

    @property
    def weak(self) -> bool:
        """Whether only the counted noun says it, so that a list's verb overrules it."""
        return self.route == "noun"


_BEYOND = 110
_CHAIN = (
    r"(?:was|were|is|are|be|been|being|have|has|had|also|reportedly|allegedly|apparently|believed|thought|feared|said|to|"
    r"confirmed|reported|known|declared|presumed|people|seriously|critically|badly|slightly|severely|lightly|gravely|"
    r"later|subsequently|then|still|now|either|already|all|both|estimated|who|that|got|in\s+total|so\s+far|remain(?:ed|s)?|"
    r"since|finally|eventually|may|might|could|must|would|will|instantly|immediately|left|not\s+only)"
)
#: What may stand between the counted and what is said of it: a closing quote, a name, an age, an apposition.
_NAME = r"(?-i:[A-Z])[\w'’-]+(?:\s+(?-i:[A-Z])[\w'’-]+){0,3}"
_YOUNG = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty"
_APPOSED = (
    rf"[\"”’]?(?:\s+(?:named|called|identified\s+as)\s+{_NAME}|,\s+{_NAME}(?=,))?"
    rf"(?:\s*\(\s*[0-9]{{1,3}}\s*\),?|\s+of\s+(?:[0-9]{{1,2}}|{_YOUNG})(?=\s)|"
    r",\s*(?:(?:both|all)\s+)?(?:aged\s+)?[0-9]{1,3}(?:(?:\s*,|\s+and)\s+[0-9]{1,3})*\s*,|,(?=\s))?"
)
_AFTER = re.compile(
    rf"{_APPOSED}\s*[,(–—-]?\s*(?P<aux>(?:{_CHAIN}\s+){{0,6}})(?P<said>{countables.after()})(?![\w-])", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|got|left|feared|believed|reported|confirmed)\b", re.IGNORECASE
)
_CONDEMNED = re.compile(r"\b(?:sentenc|condemn)\w*\b[^;.]*\Z", re.IGNORECASE)
_JOINED_MAX = 4
_STATES = {"dead": "fatalities", "wounded": "injuries", "injured": "injuries", "hurt": "injuries", "missing": "missing"}
_LIMBS = frozenset(
    ("leg", "arm", "foot", "feet", "hand", "eye", "limb", "finger", "toe", "teeth", "hearing", "sight", "knee", "thigh",
     "shoulder", "ankle", "elbow", "wrist", "calf", "shin")
)  # fmt: skip
_STRIKING = frozenset(("hit", "strike", "catch", "pierce", "graze", "cut", "slash", "tear", "rip", "lacerate", "spray"))
_PROJECTILES = frozenset(
    ("bullet", "shrapnel", "splinter", "fragment", "shard", "glass", "pellet", "debris", "canister")
)
_WOUND = re.compile(
    r"\b(?:wound|injur|hurt|surviv|hospital|treat|rubber|pellet|plastic|paint|critical|legs?\b|arms?\b|foot\b|feet\b|knees?\b|"
    r"shoulders?\b|thighs?\b|tear gas|film|photo|video|camera|arrow)",
    re.IGNORECASE,
)
_SENTENCES = frozenset(("sentence", "condemn", "put", "face"))
_END = re.compile(
    r"\s*(?:[.,;:)]|\Z|\s(?:in|at|on|by|near|when|as|while|during|outside|inside|after|and)\b)", re.IGNORECASE
)
_PERFECT = re.compile(r"\b(?:have|has|had)\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<said>{countables.before()})"
    r"(?:\s+(?:the|another|a further|all|their|his|its|these|those|off|an additional|a reported|reportedly|also|only|"
    r"himself and|herself and|itself and|themselves and|what it called))*\s*[:–—-]?\s*\Z",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s*(?:,|\(|–|—|-)\s*(?:includ(?:ing|es)|among them|among whom|most of them|mostly|mainly|many of them|"
    r"some of them|all of them|both of them|\w+ of (?:them|whom)|at least)\b[^,;:.()–—]*"
    r"(?:,\s*(?!who\b)(?:and\s+)?\w[^,;:.()–—]*?){0,2}(?:,|\)|–|—|-)(?=\s)",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(r"\s+(?:who|that)\s", re.IGNORECASE)
#: "A third, a ticket seller aged 61, died."
_APPOSITION = re.compile(
    r",\s+(?:an?|the|his|her|their|said|believed|thought|identified|described|alleged|suspected|presumed|reported(?:ly)?)\s"
    r"[^,;.]{3,90},\s+(?=\w)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\s+who\s+[^,;.:()]{3,60}?\s+(?=(?:were|was|have been|has been|had been|are|is)\s)", re.IGNORECASE
)
_TOLL = re.compile(
    r"\b(?:death[\s-]+tolls?|(?:casualty\s+)?tolls?|body\s+count|numbers?\s+of\s+(?:(?:those|people|civilians|the)\s+)*"
    r"(?:dead|deaths|fatalities|killed|victims|(?P<injured>injured|wounded|injuries))|(?:count|tally)\s+of\s+(?:the\s+)?dead|"
    r"(?P<hurt>injur(?:y|ed)\s+(?:count|toll))|the\s+(?:figure|count|tally|number)(?=\s+(?:(?:had|has|now|later|then)\s+)*(?:stood|"
    r"stands|risen|rose|rises|climbed|reached|grown|grew|jumped)))\b",
    re.IGNORECASE,
)
_TOLL_LINK = re.compile(
    r"[^.;:]{0,70}?\b(?:to|at|of|reach(?:ed|es|ing)?|hit|hits|stood|stands|is|was|pass(?:ed|es)|exceed(?:ed|s)|topp(?:ed|ing)|"
    r"surpassed|now|rising|be|as|shows|past|above|beyond)\s*",
    re.IGNORECASE,
)
#: "Puts the dead at four and the injured at nine", "the dead numbered six".
_PUT_AT = re.compile(
    r"\b(?:the\s+)(?:dead|killed|fallen|slain|fatalities|(?P<hurt>injured|wounded|hurt))\s+"
    r"(?:at|number(?:ed|ing|s)?(?:\s+at)?|totall?(?:ed|s|ing)?|st(?:and|ands|ood)\s+at|(?:was|were)\s+put\s+at)\s*\Z",
    re.IGNORECASE,
)
#: An army's "lost 70 men" in one fight are its dead; the hundreds of a day along a front, its dead and wounded.
_LOST_MAX = 100
_LOST = frozenset(("man", "brother", "comrade", "son", "daughter", "martyr", "member", "policeman", "officer"))
#: Ukraine's staff tells of the "neutralised", so many of them "irrevocably".
_FOR_GOOD = re.compile(r"[^;.]{0,60}\b(?:irrevocabl|irretrievabl|for good)", re.IGNORECASE)
_THEN_DIED = re.compile(
    r"(?:[^,;.]{0,40})(?:,?\s+(?:and|but|then)\s+)(?:(?:later|then|soon|subsequently|\w+ly)\s+)?"
    r"(?:died|did\s*(?:not|n[’']t)\s+(?:live|survive|make\s+it)|succumbed|bled\s+to\s+death)\b",
    re.IGNORECASE,
)
#: Verbs of harm to living beings only, so that even a noun that no table knows is a person ("killed a cellist").
_DEADLY = frozenset(
    ("kill", "die", "dead", "wound", "injure", "martyr", "murder", "assassinate", "perish", "death", "fatality",
     "behead", "execute", "hospitalize", "hospitalise", "life", "slay", "massacre", "lynch")
)  # fmt: skip
_ILLNESS = re.compile(
    r"\b(?:cholera|malaria|dengue|measles|diarrh\w+|malnutrition|malnourish\w*|typhoid|virus|vaccin\w+|disease|covid\S*|"
    r"ebola|mpox|hepatitis|hunger)\b",
    re.IGNORECASE,
)
_AID = re.compile(
    r"\b(?:aid|relief|humanitarian|food|flour|wheat|grain|rice|medicines?|medical|supplies|assistance|rations?)\b",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|tak(?:es?|en|ing)|took|cost(?:s|ing)?|loss of|lost)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_PEOPLED = re.compile(r"\b(?:of|with|has|had|have|its|all)\s+\Z", re.IGNORECASE)
_LIGHT = frozenset(
    (
        "be",
        "have",
        "take",
        "make",
        "leave",
        "get",
        "set",
        "put",
        "claim",
        "cost",
        "resul",
        "result",
        "suffer",
        "sustain",
    )
)
#: Nouns that no verb overrules ("the death of two and 30 injuries").
_UNMISTAKABLE = frozenset(("body", "corpse", "death", "fatality", "injury", "casualty"))
_QUANTIFIERS = frozenset(
    ("dozens", "scores", "hundreds", "thousands", "millions", "tens", "number", "couple", "handful", "total", "group")
)
_TELLING = frozenset(("fatalities", "injuries", "casualties", "detained", "abducted"))
_PLURAL = frozenset(("settlements", "population", "troops", "incidents"))
_SELF_TELLING = frozenset(("fatalities", "injuries", "casualties", "incidents"))


def outcome(reading: Reading, item: Item, behind: int) -> Outcome | None:
    """Return what happened to an item; `behind` is where the item before it ends."""
    noun = _noun(reading, item)
    if noun is not None and item.noun is not None and countables.singular(item.noun.text) in _UNMISTAKABLE:
        return noun  # "ten bodies were brought to hospital" are no patients
    before, after = _before(reading, item, behind), _after(reading, item, told=False)
    if before is not None and after is not None and (before.kind, after.kind) == ("injuries", "fatalities"):
        before = None  # "stabbed two people to death"
    if before is not None and _DESCRIBED.match(reading.text, item.end):
        return before  # "hurting ten villagers who had taken shelter"
    result = (
        _toll(reading, item, behind)
        or _after(reading, item, told=True)
        or before
        or after
        or _governed(reading, item)
        or _past_aside(reading, item)
        or _within(reading, item)
        or noun
    )
    return _weighed(reading, item, result)


def _weighed(reading: Reading, item: Item, result: Outcome | None) -> Outcome | None:
    """Correct an outcome by what its own words do not show."""
    if result is None:
        return None
    lemma = _lemma(result.head)
    if lemma == "treat" and _ILLNESS.search(reading.text):
        return None
    if lemma in {"neutralize", "neutralise"} and _FOR_GOOD.match(reading.text, item.end):
        return replace(result, kind="casualties")
    noun = countables.singular(item.noun.text) if item.noun is not None else ""
    few = item.high is not None and item.high < _LOST_MAX
    if result.kind == "casualties" and lemma == "lose" and few and (noun in countables.COMBATANTS or noun in _LOST):
        return replace(result, kind="fatalities")
    return result


def _toll(reading: Reading, item: Item, behind: int) -> Outcome | None:
    """Read "the death toll rose to 47", "the number of wounded stands at 30"."""
    if item.implicit:
        return None
    put = _PUT_AT.search(reading.text, max(behind, item.start - _BEYOND), item.start)
    if put is not None and item.noun is None:
        return Outcome("injuries" if put["hurt"] else "fatalities", reading.token_at(put.start()), "before")
    tolls = list(_TOLL.finditer(reading.text, max(behind, item.start - _BEYOND), item.start))
    if not tolls:
        return None
    reaches = item.start + len("up to") if reading.text[item.start :].lower().startswith("up to") else item.start
    if not _TOLL_LINK.fullmatch(reading.text, tolls[-1].end(), reaches):
        return None
    kind = "injuries" if tolls[-1]["injured"] or tolls[-1]["hurt"] else "fatalities"
    if item.noun is not None:
        told = countables.NOUNS.get(countables.singular(item.noun.text))
        if told not in _TELLING and not countables.is_person(item.noun.text):
            return None
    return Outcome(kind, reading.token_at(tolls[-1].end() - 1), "before")


def _after(reading: Reading, item: Item, *, told: bool) -> Outcome | None:
    """Read what is said right behind the counted.

    With `told` only a full predicate ("12 people were killed", "20 fled"), which is surer than the words before;
    without it also a bare participle ("dozens wounded", but "downed 60 drones launched overnight").
    """
    match = _AFTER.match(reading.text, item.end, item.end + _BEYOND)
    if match is None or (told and not match["aux"]):
        return None
    kind = countables.kind_said(match, "after")
    said = " ".join(match["said"].lower().split())
    active = not match["aux"] or not _PASSIVE.search(match["aux"])
    if said == "to death" and _CONDEMNED.search(reading.text, max(0, item.start - _BEYOND), item.start):
        return None
    if kind is None and said in countables.INTRANSITIVE:
        kind = countables.INTRANSITIVE[said]
    elif kind is None or said == "treated" or said in countables.PARTICIPLES:
        # "12 gunmen killed five": an active verb with its object
        alone = item.implicit and not _goes_no_further(reading, match.end())
        if active and (_object_at(reading, match.end()) or alone or _PERFECT.search(match["aux"])):
            return None
        kind = kind or countables.PARTICIPLES.get(said)
    if kind is None:
        return None
    if kind == "injuries" and _THEN_DIED.match(reading.text, match.end()):
        kind = "fatalities"
    told_by = _content(reading, match.start("said"), match.end("said"))
    return refine(kind, item, climb(told_by) if told_by.pos_ == "NOUN" else told_by, "after")


def _goes_no_further(reading: Reading, offset: int) -> bool:
    """Whether a clause ends here or goes on with where and by whom ("its owner killed", "a girl killed by a shell")."""
    return _END.match(reading.text, offset) is not None


def _object_at(reading: Reading, offset: int) -> bool:
    """Whether a noun phrase starts here, so that the verb before it is active."""
    if any(offset <= number.start <= offset + 1 for number in reading.numbers):
        return True
    index = reading.index_at(offset)
    if index >= len(reading.tokens):
        return False
    token = reading.tokens[index]
    if names_time(token):
        return False
    return token.pos_ in {"DET", "NUM", "NOUN", "PROPN", "PRON", "ADJ"}


def _before(reading: Reading, item: Item, behind: int) -> Outcome | None:
    """Read what is said right before the counted: "killing three", "the deaths of six"."""
    lead = reading.text[max(behind, item.start - 70) : item.start]
    offset = item.start - len(lead)
    match = _BEFORE.search(lead)
    if match is None:
        return None
    start, end = offset + match.start("said"), offset + match.end("said")
    kind = countables.kind_said(match, "before")
    if kind is None:
        kind = countables.ACTIVE.get(" ".join(match["said"].lower().split()))
        verb = reading.token_at(start)
        if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
            return None
    return None if kind is None else refine(kind, item, _content(reading, start, end), "before")


def _governed(reading: Reading, item: Item) -> Outcome | None:
    """Read the parse: the object or subject of a verb that counts, or the complement of a noun that does."""
    token = item.noun or item.group or _number_root(reading, item)
    for _ in range(6):
        head = token.head
        if token.dep_ == "pobj" and head.lower_ == "of" and head.head.pos_ in {"NUM", "NOUN"}:
            noun = head.head
            told = countables.NOUNS.get(countables.singular(noun.text))
            if told in _TELLING:
                return refine(told, item, noun, "verb")
            if not (
                noun.like_num or countables.singular(noun.text) in countables.GROUPS or noun.lower_ in _QUANTIFIERS
            ):
                return None
            token = noun
        elif token.dep_ in {"conj", "nummod", "appos", "compound", "nmod", "amod"} and head.pos_ in {
            "NOUN",
            "PROPN",
            "NUM",
            "PRON",
        }:
            if token.dep_ == "appos" and head.i > token.i:
                break
            token = head
        else:
            break
    verb = token.head
    if verb is token:
        return None
    role = token.dep_
    if role == "nsubj" and verb.tag_ == "VBG" and verb.dep_ in {"csubj", "csubjpass"}:
        verb, role = verb.head, "nsubjpass" if verb.dep_ == "csubjpass" else "nsubj"  # "a man driving home was shot"
    read = [_told(item, role, other, own=other.i == verb.i) for other in _shared(role, verb)]
    results = [result for result in read if result is not None] or _by_relative(item, token)
    return min(results, key=lambda result: result.kind != "fatalities", default=None)


def _by_relative(item: Item, token: Token) -> list[Outcome]:
    """Read a relative clause of the counted: "a catechist whom soldiers shot", "three men who later died"."""
    results = []
    for verb in (child for child in token.children if child.dep_ == "relcl" and child.pos_ == "VERB"):
        subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
        relative = subject is not None and subject.lower_ in {"who", "that", "which"}
        role = subject.dep_ if subject is not None and relative else "dobj"
        results.append(_told(item, role, verb, own=True))
    return [result for result in results if result is not None]


def _shared(role: str, verb: Token) -> list[Token]:
    """Return the verbs of a subject or object: its own, and those joined to it ("was dragged out and killed")."""
    verbs = [verb]
    while role in {"nsubj", "nsubjpass"} and len(verbs) < _JOINED_MAX:
        following = [child for child in verbs[-1].children if child.dep_ == "conj" and child.pos_ == "VERB"]
        if not following or any(child.dep_ in {"nsubj", "nsubjpass"} for child in following[0].children):
            break
        verbs.append(following[0])
    return verbs


def _told(item: Item, role: str, verb: Token, *, own: bool) -> Outcome | None:
    """Read one verb of which the counted is the subject or object; `own` where it is not only joined to theirs."""
    if role in {"nsubj", "nsubjpass"} and verb.lemma_ == "be":
        state = next((child for child in verb.children if child.dep_ in {"acomp", "attr", "oprd"}), None)
        kind = _STATES.get(state.lower_) if state is not None else None
        return None if kind is None or state is None else refine(kind, item, state, "verb")
    bare = verb.tag_ in {"VBN", "VBD"} and not _has_object(verb)
    passive = (role == "nsubjpass" and (own or bare)) or (role == "nsubj" and own and bare and verb.tag_ == "VBN")
    if role == "dobj" or passive:
        kind = countables.OBJECT_VERBS.get(_lemma(verb)) or countables.PARTICIPLES.get(verb.lower_)
        kind = kind or _resultative(verb) or _shot(verb) or _struck(verb)
    elif role in {"nsubj", "nsubjpass", "csubj"}:
        kind = countables.SUBJECT_VERBS.get(_lemma(verb)) or _bereft(verb)
    else:
        return None
    return None if kind is None else refine(kind, item, verb, "verb")


def _resultative(verb: Token) -> str | None:
    """Return the kind of "shot ... dead", "hacked ... to death"."""
    for child in verb.children:
        if child.lower_ == "dead" and child.dep_ in {"oprd", "acomp", "advmod", "amod", "xcomp"}:
            return "fatalities"
        to_death = child.lower_ == "to" and any(inner.lower_ == "death" for inner in child.children)
        if to_death and verb.lemma_ not in _SENTENCES:
            return "fatalities"
    return None


def _shot(verb: Token) -> str | None:
    """Return that people shot are dead, where the sentence tells of no wound."""
    if any(
        child.dep_ == "prep" and any(countables.singular(word.text) in _LIMBS for word in child.children)
        for child in verb.children
    ):
        return "injuries"  # "shot through both knees"
    survived = _WOUND.search(verb.sent.text) is not None or any(
        child.lower_ in {"at", "down"} for child in verb.children
    )
    return None if verb.lemma_ != "shoot" or survived else "fatalities"


def _struck(verb: Token) -> str | None:
    """Return that whom a bullet, shrapnel or glass hit is hurt ("a stray bullet hit a girl in the back")."""
    by = [child for child in verb.children if child.dep_ == "nsubj"]
    by += [inner for child in verb.children if child.lower_ in {"by", "with"} for inner in child.children]
    hurt = verb.lemma_ in _STRIKING and any(countables.singular(word.text) in _PROJECTILES for word in by)
    return "injuries" if hurt else None


def _bereft(verb: Token) -> str | None:
    """Return the kind of "lost his life", "gave their lives", "lost a leg"."""
    lost = next((countables.singular(child.text) for child in verb.children if child.dep_ == "dobj"), "")
    if verb.lemma_ in {"lose", "give"} and lost == "life":
        return "fatalities"
    return "injuries" if verb.lemma_ == "lose" and lost in _LIMBS else None


def _number_root(reading: Reading, item: Item) -> Token:
    token = reading.token_at(max(item.start, item.number_end - 1))
    while token.head is not token and token.dep_ in {"quantmod", "compound", "advmod"} and token.head.like_num:
        token = token.head
    return token


def _past_aside(reading: Reading, item: Item) -> Outcome | None:
    """Read past an aside: "12 people, including three children, were killed"."""
    apposed = _APPOSITION.match(reading.text, item.end)
    if apposed is not None:
        told = _after(reading, replace(item, end=apposed.end() - 1), told=False)
        if told is not None:
            return told
    if item.implicit:
        return None
    match = _ASIDE.match(reading.text, item.end, item.end + 160)
    if match is not None:
        return _after(reading, replace(item, end=match.end()), told=False)
    match = _RELATIVE.match(reading.text, item.end, item.end + 90)  # "four men who could not run were found dead"
    return None if match is None else _after(reading, replace(item, end=match.end()), told=True)


def _within(reading: Reading, item: Item) -> Outcome | None:
    """Read what describes the counted between number and noun: "three wounded men"."""
    if item.noun is None or item.implicit:
        return None
    for token in reading.tokens[reading.index_at(item.number_end) : reading.index_at(reading.start_of(item.noun))]:
        kind = "fatalities" if token.lower_ == "dead" else countables.PARTICIPLES.get(token.lower_)
        if kind in countables.OF_PEOPLE:
            return refine(kind, item, token, "within")
    return None


def _noun(reading: Reading, item: Item) -> Outcome | None:
    """Read a noun that says its kind by itself: "12 deaths", "30 drones", "92 settlements"."""
    if item.noun is None or item.implicit:
        return None
    noun = countables.singular(item.noun.text)
    kind = countables.NOUNS.get(noun)
    if kind is None and noun in countables.WEAPONS:
        kind = "munitions"
    elif kind is None and (noun in {"ton", "tonne"} or noun in countables.CARRIERS) and _AID.search(reading.text):
        kind = "aid"
    elif noun == "life" and _LIVES.search(reading.text[max(0, item.start - 30) : item.start]):
        kind = "fatalities"
    if kind == "population" and not _PEOPLED.search(reading.text, max(0, item.start - 12), item.start):
        return None
    if kind is None or (kind in _PLURAL and item.high == 1):
        return None
    return Outcome(kind, item.noun if kind in _SELF_TELLING else climb(item.noun), "noun")


def _content(reading: Reading, start: int, end: int) -> Token:
    """Return the verb, adjective or noun of a stretch that says what happened."""
    first = reading.index_at(start)
    stretch = [token for token in reading.tokens[first : first + 8] if reading.start_of(token) < end]
    telling = (t for t in stretch if t.pos_ in {"VERB", "ADJ", "NOUN"} and t.lemma_.lower() not in _LIGHT)
    return next(telling, stretch[0] if stretch else reading.token_at(start))


def _lemma(verb: Token) -> str:
    """Return a verb's lemma, with its particle where the vocabulary has the two together ("shoot-down")."""
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), None)
    lemma = verb.lemma_.lower()
    joined = f"{lemma}-{particle}"
    return joined if particle and joined in countables.OBJECT_VERBS else lemma


def _has_object(verb: Token) -> bool:
    return any(child.dep_ in {"dobj", "obj"} for child in verb.children)


def climb(token: Token) -> Token:
    """Return the verb above a token, or the topmost word where none is."""
    for _ in range(8):
        if token.pos_ in {"VERB", "AUX"} or token.head is token:
            break
        token = token.head
    return token


def refine(kind: str, item: Item, head: Token, route: str) -> Outcome | None:
    """Fit a verb's kind to what it counts; None where the two do not go together.

    "Destroyed 17 drones" is interception, "captured two villages" settlements, "seized 12 fishermen" abduction,
    "killed a bill" nothing.
    """
    counted = item.noun or (None if kind in countables.OF_PEOPLE else item.understood)
    noun = countables.singular(counted.text) if counted is not None else ""
    person = counted is None or item.group is not None or countables.is_person(counted.text)
    if kind == "injuries" and noun in countables.THINGS and _lemma(head) == "burn":
        kind = "destroyed"
    if kind == "casualties" and _lemma(head) == "lose":
        kind = (
            "casualties"
            if noun in countables.COMBATANTS or noun in _LOST
            else "destroyed"
            if noun in countables.MATERIEL
            else ""
        )
    if kind == "destroyed" and noun and _lemma(head) != "destroy" and (person or _is_beaten(noun, head)):
        return None  # flattened people and knocked out rivals are figures of speech
    fitted = _FITTED[kind](noun, person) if kind in _FITTED else _fit_people(kind, noun, person=person)
    if fitted in {"fatalities", "injuries"} and not person and not _may_bleed(noun, head):
        return None
    if fitted == "injuries" and not person and _lemma(head) in {"hurt", "harm"}:
        return None
    if fitted == "injuries" and not (noun and person) and _lemma(head) in {"burn", "stab"}:
        return None
    if (
        counted is None
        and item.understood is not None
        and countables.singular(item.understood.text) in countables.ANIMALS
    ):
        return None
    return None if fitted is None else Outcome(fitted, head, route)


def _may_bleed(noun: str, head: Token) -> bool:
    """Whether a noun that is not known for a person's may be killed or hurt by this word."""
    things = noun in countables.WEAPONS or noun in countables.AIRCRAFT or noun in countables.INANIMATE
    if noun == "life":
        return True
    if things or noun in countables.SETTLEMENTS or noun in countables.MATERIEL:
        return False
    several = noun in countables.HOUSEHOLDS or noun in countables.GROUPS
    return several or _lemma(head) in _DEADLY or head.lower_ in _DEADLY


def _is_beaten(noun: str, head: Token) -> bool:
    return _lemma(head) == "knock-out" and noun not in countables.MATERIEL


def _fit_people(kind: str, noun: str, *, person: bool) -> str | None:
    if kind not in countables.OF_PEOPLE:
        return kind or None
    if noun in countables.THINGS or noun in countables.ANIMALS:
        return None
    if kind in {"displaced", "population"} and noun in countables.COMBATANTS:
        return None if kind == "displaced" else "troops"
    loose = kind in {"protesters", "population", "displaced", "troops"} and noun not in countables.HOUSEHOLDS
    return None if loose and noun and not person else kind


def _fit_captured(noun: str, person: bool) -> str | None:
    if noun in countables.SETTLEMENTS:
        return "settlements"
    if person:
        return "captured"
    return "seized" if noun in countables.MATERIEL else None


def _fit_released(noun: str, person: bool) -> str | None:
    if noun in countables.SETTLEMENTS:
        return "settlements"
    return "released" if person else None


def _fit_seized(noun: str, person: bool) -> str | None:
    if noun in countables.SETTLEMENTS:
        return "settlements"
    return "abducted" if noun and person else "seized"


def _fit_destroyed(noun: str, person: bool) -> str | None:
    if not noun:
        return None
    if person:
        return "fatalities"
    return "intercepted" if noun in countables.AIRBORNE else "destroyed"


def _fit_intercepted(noun: str, _: bool) -> str | None:
    fits = not noun or noun in countables.AIRBORNE or noun in countables.AIRCRAFT or noun in countables.WEAPONS
    return "intercepted" if fits else None


_FITTED: dict[str, Callable[[str, bool], str | None]] = {
    "captured": _fit_captured,
    "released": _fit_released,
    "seized": _fit_seized,
    "destroyed": _fit_destroyed,
    "intercepted": _fit_intercepted,
    "damaged": lambda noun, person: "damaged" if noun and not person else None,
    "munitions": lambda noun, _: "munitions" if noun in countables.WEAPONS else None,
    "settlements": lambda noun, _: "settlements" if noun in countables.SETTLEMENTS else None,
}
