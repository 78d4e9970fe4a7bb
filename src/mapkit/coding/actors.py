"""Who: names in a text to actors of the table, with ACLED's inter codes and each one's side."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml
from spacy.tokens import Token

from mapkit.coding.grammar import conjuncts, phrase
from mapkit.coding.lexicon import words
from mapkit.coding.people import means_people
from mapkit.model import Actor

_TABLE = Path(__file__).with_name("actors.yaml")
_MAX_WORDS = 6
_COUNTING = words("actors", "counting")
_SWORN = frozenset({"loyal", "allied", "linked", "aligned", "belonging", "affiliated"})
_RANKS = words("actors", "ranks")
_FORCES = words("actors", "forces")
#: A single-word name of at most so many letters is an acronym unless the table writes it like a name.
_ACRONYM = 4
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"^[^\w'’(]+")
_STOP = frozenset(
    {"the", "a", "an", "'s", "’s", "its", "their", "his", "her", "this", "these", "those", "that", "some"}
)
_OWN_FORCES = frozenset({"Military Forces of {X}", "Police Forces of {X}", "Government of {X}"})


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as normalised.

    Parameters
    ----------
    name : str
    inter : int or None
        ACLED's code; None where the table does not tell.
    side : str or None
        Whom it fights and speaks for: an ISO 3166-1 code or a group's name.
    state : str or None
        The ISO code of the state whose forces these are; None for all others.
    kind : str
        military, police, government, civilians, protesters, rioters, armed, group, leader, country or other.
    """

    name: str
    inter: int | None
    side: str | None
    state: str | None = None
    kind: str = "other"

    @property
    def armed(self) -> bool:
        """Whether this party bears arms or commands those who do."""
        return self.kind in ("military", "police", "armed", "group", "country", "government", "leader")


class ActorTable:
    """The actor table that ships with mapkit (`actors.yaml`)."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self.countries: dict[str, str] = {}
        self._country_of: dict[str, str] = {}
        countries: dict[str, list[str]] = data["countries"]  # type: ignore[assignment]
        for code, names in countries.items():
            self.countries[code] = names[0]
            for name in names:
                self._country_of[name.lower()] = code
                if name.lower().endswith("an") or name.lower().endswith("i"):
                    self._country_of.setdefault(name.lower() + "s", code)
        seats: dict[str, str] = data["seats"]  # type: ignore[assignment]
        self._seats = dict(seats)
        self._groups: dict[str, Party] = {}
        #: Short names that are written in capitals, or else they are words ("IS", "LeT").
        self._acronyms: set[str] = set()
        groups: list[dict[str, object]] = data["groups"]  # type: ignore[assignment]
        for row in groups:
            name = str(row["name"])
            state = row.get("state")
            party = Party(
                name,
                int(str(row["inter"])),
                str(row.get("side") or name),
                str(state) if state else None,
                "military" if state else "group",
            )
            aliases: list[str] = row["aliases"]  # type: ignore[assignment]
            for alias in (name, *aliases):
                self._groups[alias.lower()] = party
                if len(alias) <= _ACRONYM and not alias.istitle():
                    self._acronyms.add(alias.lower())
        #: The first word of each name: where a phrase has none of them it names nobody.
        self._openings = {
            match.group() for name in (*self._groups, *self._country_of) if (match := _WORD.search(name)) is not None
        }
        self._leaders: dict[str, str] = {}
        leaders: dict[str, list[str]] = data["leaders"]  # type: ignore[assignment]
        for side, names in leaders.items():
            for name in names:
                self._leaders[name.lower()] = side
        self._kinds: list[tuple[str, int, frozenset[str]]] = []
        kinds: list[dict[str, object]] = data["kinds"]  # type: ignore[assignment]
        for row in kinds:
            nouns: list[str] = row["nouns"]  # type: ignore[assignment]
            self._kinds.append((str(row["name"]), int(str(row["inter"])), frozenset(nouns)))

    @classmethod
    def default(cls) -> "ActorTable":
        """Return the table that ships with mapkit."""
        return _default()

    def country(self, words: str) -> str | None:
        """Return the ISO code of a country by its name or demonym, lower or upper case, or None."""
        return self._country_of.get(words.lower())

    def seat(self, words: str) -> str | None:
        """Return the ISO code of the government that a seat's name ("the Kremlin") stands for, or None."""
        return self._seats.get(words.lower())

    def leader(self, words: str) -> str | None:
        """Return the side of a person by surname, or None."""
        return self._leaders.get(words.lower())

    def group(self, words: str) -> Party | None:
        """Return the armed group or force of that name or alias, or None."""
        return self._groups.get(words.lower())

    def kind(self, head: str) -> tuple[str, int] | None:
        """Return the naming pattern and inter code of a head noun ("troops"), or None."""
        return next(((name, inter) for name, inter, nouns in self._kinds if head in nouns), None)

    def in_tokens(self, tokens: list[Token]) -> tuple[Party | None, str | None]:
        """Return the first group and the first country that a run of tokens names."""
        found: Party | None = None
        country: str | None = None
        for i, token in enumerate(tokens):
            opening = _WORD.search(token.lower_)
            if opening is None or opening.group() not in self._openings:
                continue
            for n in range(min(_MAX_WORDS, len(tokens) - i), 0, -1):
                words = _join(tokens[i : i + n])
                if found is None and (n > 1 or self._may_name(words, tokens[i])):
                    found = self._groups.get(words)
                if country is None and (n > 1 or _bare(tokens[i].text)[:1].isupper()):
                    country = self._country_of.get(words)
        return found, country

    def _may_name(self, words: str, token: Token) -> bool:
        """Return whether a single word is written as a name of its kind is: acronyms in capitals."""
        text = _bare(token.text)
        if words in self._acronyms:
            return sum(letter.isupper() or letter.isdigit() for letter in text) >= min(2, len(words))
        return text[:1].isupper() or len(words) > _ACRONYM

    def resolve(self, token: Token) -> Party:
        """Return the party that a noun phrase names, by its head token; unknown names are kept verbatim."""
        token = _counted(token)
        tokens = phrase_without_lists(token)
        group, country = self.in_tokens(tokens)
        head = token.lemma_.lower()
        lowered = [item.lemma_.lower() for item in tokens]
        kind = self._kind_of(head, " ".join(lowered))
        if group is None:
            group = self._membership(token)
        if group is not None and not (kind and kind[1] == 7):
            return group
        leader = next((side for item in tokens if (side := self._leaders.get(item.lower_))), None)
        if leader is not None and (kind is None or kind[0] in _OWN_FORCES):
            return self._of_leader(leader, kind)
        if country is None and kind is not None and kind[1] != 7:
            country = next((seat for item in tokens if item.dep_ == "poss" and (seat := self.seat(item.lower_))), None)
        plural = token.tag_ in ("NNS", "NNPS") and token.lower_.endswith("s")
        if country is not None and plural and self._country_of.get(token.lower_.removesuffix("s")) == country:
            return Party(f"Civilians ({self.countries[country]})", 7, country, None, "people")
        named = token.lower_ in self._country_of
        alone = named or (self._alone(token, country) and not plural)
        if country is not None and alone:
            return Party(f"Military Forces of {self.countries[country]}", 1, country, country, "country")
        if kind is not None:
            pattern, inter = kind
            label = _KINDS[inter] if not pattern.startswith(("Police", "Government")) else _LABEL[pattern.split()[0]]
            state = country if pattern in _OWN_FORCES else None
            if country is None:
                return Party(verbatim(tokens), inter, None, None, label)
            return Party(pattern.replace("{X}", self.countries[country]), inter, country, state, label)
        seat = self._seats.get(token.lower_)
        if seat is not None:
            return Party(f"Government of {self.countries.get(seat, seat)}", 1, seat, seat, "government")
        people = self._people(token, country)
        return people or Party(verbatim(tokens), None, country, None, "other")

    def _membership(self, token: Token) -> Party | None:
        """Return the group that "rebels from the X" or "members of X" belong to."""
        sworn = [c for child in token.children if child.lower_ in _SWORN for c in child.children]
        for child in (*token.children, *sworn):
            if child.dep_ == "prep" and child.lower_ in ("from", "of", "to", "with"):
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        return self.in_tokens(phrase_without_lists(inner))[0]
        return None

    def _alone(self, token: Token, country: str | None) -> bool:
        return (
            self._country_of.get(_join([*[c for c in token.lefts if c.dep_ in ("compound", "amod")], token])) == country
        )

    def _of_leader(self, side: str, kind: tuple[str, int] | None) -> Party:
        """Return whom a leader stands for: the government, the group, or the forces of "Assad's army"."""
        if side in self.countries:
            if kind is not None:
                name = kind[0].replace("{X}", self.countries[side])
                return Party(name, kind[1], side, side, _KINDS[kind[1]])
            return Party(f"Government of {self.countries[side]}", 1, side, side, "leader")
        group = next((party for party in self._groups.values() if party.side == side), None)
        if group is not None:
            return group if kind is not None else replace(group, kind="leader")
        return Party(side, None, side, None, "leader")

    def _kind_of(self, head: str, words: str) -> tuple[str, int] | None:
        if head in _RANKS and any(word in words.split() for word in _FORCES):
            return self.kind("army")
        for name, inter, nouns in self._kinds:
            if any(" " in noun and words.endswith(noun) for noun in nouns):
                return name, inter
        return self.kind(head)

    def _people(self, token: Token, country: str | None) -> Party | None:
        """Return civilians where a common noun that the table lacks means people ("two seamstresses")."""
        if token.pos_ != "NOUN" or not means_people(token.lower_):
            return None
        return Party(verbatim(phrase_without_lists(token)), 7, country, None, _KINDS[7])


def _counted(token: Token) -> Token:
    """Return whom a head only counts: "people" of "thousands of people", "fighters" of "a group of fighters"."""
    if token.lemma_.lower() in _COUNTING or token.pos_ == "NUM":
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                inner = next((item for item in child.children if item.dep_ == "pobj" and item.pos_ != "PRON"), None)
                if inner is not None:
                    return inner
    return token


def as_actor(party: Party, role: str, place_country: str | None) -> Actor:
    """Return the model's actor; a state's forces outside their own country are external (8)."""
    inter = party.inter
    if party.state and inter == 1 and place_country and place_country != party.state:
        inter = 8
    return Actor(party.name, role, inter)


def phrase_without_lists(token: Token) -> list[Token]:
    """Return a noun phrase's tokens without what is coordinated with it."""
    others = {item.i for item in conjuncts([token]) if item.i != token.i}
    kept = [item for item in phrase(token) if item.i not in others and not _below(item, others, token)]
    return kept or [token]


def _below(item: Token, others: set[int], top: Token) -> bool:
    for _ in range(20):
        if item.i == top.i or item.head.i == item.i:
            return False
        item = item.head
        if item.i in others:
            return True
    return False


def _is_result(words: list[Token]) -> bool:
    """Return whether a phrase opens with what is the verb's ("shot [dead two men]")."""
    return words[0].lower_ in ("dead", "alive", "hostage") and len(words) > 1 and words[1].pos_ in ("NUM", "DET")


def verbatim(tokens: Iterable[Token]) -> str:
    """Return a phrase's own words, without a leading article."""
    words = list(tokens)
    while words and (words[0].lower_ in _STOP or _is_result(words)):
        words.pop(0)
    if not words:
        return ""
    doc = words[0].doc
    text = doc[words[0].i : words[-1].i + 1].text
    return " ".join(text.split())[:120]


_KINDS = {
    1: "military",
    2: "armed",
    3: "armed",
    4: "armed",
    5: "rioters",
    6: "protesters",
    7: "civilians",
    8: "military",
}
_LABEL = {"Police": "police", "Government": "government"}


def _join(tokens: Sequence[Token]) -> str:
    """Return the words from the first to the last of a phrase's tokens, what stands between them included."""
    text = tokens[0].doc[tokens[0].i : tokens[-1].i + 1].text.lower()
    return _bare(" ".join(text.split()).replace("’", "'")).removesuffix("'s")


def _bare(text: str) -> str:
    """Return a word without the marks that channels set before it ("#Hamas", "▪ISWAP")."""
    return _MARKS.sub("", text)


@cache
def _default() -> ActorTable:
    with _TABLE.open(encoding="utf-8") as lines:
        return ActorTable(yaml.safe_load(lines))
