"""Voting: the senses of a document decide for each other, all at once.

In rounds, each sense's candidates gain from the other senses' present probabilities: for their country and first-level
division, and for what is near (spatial minimality, Leidner 2007). Whoever stands nearer in the text has more say, and a
country that acts in a text says little of where its towns are meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mapkit.geoparsing.weighing import Bools, Floats, Ints, Weighed

_ROUNDS = 3
#: How many senses before and behind a sense are heard, in a text of more than twice as many. Every name weighs every
#: other; without a bound, a gazetteer pasted in as a document would never end.
_HEARD = 100
_EARTH_KM = 6371.0088
#: Distance over which the pull of another place falls to a third.
_REACH_KM = 150.0
_COUNTRY, _DIVISION, _NEAR = 5.0, 4.5, 4.0
#: What a country's name weighs as a voter, against a place's.
_COUNTRY_VOICE = 0.6
#: What a name far off in the text weighs as a voter, against one in the same sentence.
_FAR_VOICE = 0.35
#: How many voices' worth of doubt every vote meets.
_DOUBT = 0.7
#: Votes count less than in proportion: half the voices are worth more than half of all.
_SATURATION = 0.75
#: What share of a wider unit's votes counts for the narrower kind of vote.
_SHARE = 0.6
_LEAST = 0.02


@dataclass(slots=True, eq=False)
class Voter:
    """One sense with its candidates.

    Parameters
    ----------
    weighed : Weighed
    base : ndarray
        Its candidates' scores by themselves, in log-odds.
    weight : float
        How much it says.
    sentence : int or None
        Where it first stands; None for the publisher's home, which is everywhere.
    name : str
        Senses of one name do not vote for each other.
    """

    weighed: Weighed
    base: Floats
    weight: float
    sentence: int | None
    name: str


@dataclass(slots=True, eq=False)
class Tie:
    """What one voter's candidates gain from those of another that the text ties it to.

    Parameters
    ----------
    one, other : int
        Positions of the voters.
    matrix : ndarray of bool, shape (candidates of one, of other)
        Which fit each other.
    gain, other_gain : float
        In log-odds, for a whole vote.
    """

    one: int
    other: int
    matrix: Bools
    gain: float
    other_gain: float


def vote(voters: Sequence[Voter], ties: Sequence[Tie], *, rounds: int = _ROUNDS) -> list[Floats]:
    """Return every voter's final scores, one array each.

    Parameters
    ----------
    voters : sequence of Voter
        In reading order; each with at least one candidate.
    ties : sequence of Tie
    rounds : int
    """
    if not voters:
        return []
    blocks = _blocks(voters)
    scores = [voter.base for voter in voters]
    for _ in range(rounds):
        support: list[Floats] = []
        for block, heard, low in blocks:
            support += block.support(scores[low : low + len(heard)])
        shares = [_softmax(score) for score in scores] if ties else []
        scores = [voter.base + gained for voter, gained in zip(voters, support, strict=True)]
        for tie in ties:
            scores[tie.one] = scores[tie.one] + tie.gain * (tie.matrix @ shares[tie.other])
            scores[tie.other] = scores[tie.other] + tie.other_gain * np.minimum(1.0, shares[tie.one] @ tie.matrix)
    return scores


def _blocks(voters: Sequence[Voter]) -> "list[tuple[_Block, Sequence[Voter], int]]":
    if len(voters) <= 2 * _HEARD:
        return [(_Block(voters, range(len(voters))), voters, 0)]
    found = []
    for start in range(0, len(voters), _HEARD):
        low = max(0, start - _HEARD)
        heard = voters[low : start + 2 * _HEARD]
        own = range(start - low, min(start + _HEARD, len(voters)) - low)
        found.append((_Block(heard, own), heard, low))
    return found


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum())


class _Block:
    """Voters that hear each other, as arrays over all their candidates; `own` are those whose support is asked for."""

    def __init__(self, voters: Sequence[Voter], own: range) -> None:
        weighed = [voter.weighed for voter in voters]
        sizes = np.array([len(w.places) for w in weighed])
        self.starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        self.voter = np.repeat(np.arange(len(voters)), sizes)
        self.units = np.concatenate([w.units for w in weighed])
        self.countries = _local(np.concatenate([w.countries for w in weighed]))
        self.divisions = _local(np.concatenate([w.divisions for w in weighed]))
        self.vague = np.concatenate([w.vague for w in weighed])
        self.whole = np.concatenate([w.whole for w in weighed])
        self.weight = _says(voters)
        self.own = own
        low = int(self.starts[own.start])
        high = int(self.starts[own.stop]) if own.stop < len(voters) else len(self.voter)
        self.span = slice(low, high)
        self.edges = [int(self.starts[index]) - low for index in own][1:]
        self.seats = [
            (int(self.starts[i]) - low + at, [int(self.starts[i]) - low + town for town in towns])
            for i in own
            for at, towns in weighed[i].seats
        ]
        stateless = np.concatenate([weighed[i].countries == 0 for i in own])
        self.stateless = stateless if stateless.any() else None

    def support(self, scores: Sequence[Floats]) -> list[Floats]:
        """Return what the others add to each candidate of the own voters."""
        flat = np.concatenate(scores)
        best = np.maximum.reduceat(flat, self.starts)
        share = np.exp(flat - best[self.voter])
        share /= np.add.reduceat(share, self.starts)[self.voter]
        # A country's voice is weaker, whoever it is that has the lead.
        leads = np.where(flat >= best[self.voter], self.whole, False)
        country_led = np.maximum.reduceat(leads, self.starts)
        weight = self.weight * np.where(country_led, _COUNTRY_VOICE, 1.0)
        voices = np.flatnonzero(share >= _LEAST)
        own = self.voter[self.span]
        scale = weight.sum(axis=1)[own] + _DOUBT
        country = self._votes(self.countries, voices, share, weight) / scale
        division = self._votes(self.divisions, voices, share, weight) / scale
        near = self._near(voices, share, weight, own) / scale
        # A point says little of where a country or division is: what lies in it is near it, and it is as near as its
        # town.
        whole = self.whole[self.span]
        division = np.where(whole, _SHARE * country, division)
        near = np.where(whole, np.maximum(near, _SHARE * division), near)
        for index, towns in self.seats:
            near[index] = max(near[towns]) if towns else max(near[index], _SHARE * division[index])
        total = (
            _COUNTRY * country**_SATURATION + _DIVISION * division**_SATURATION + _NEAR * near**_SATURATION
        )  # fmt: skip
        parts = np.split(total, self.edges)
        if self.stateless is not None:
            # What lies in no one country (a river, a sea) cannot be voted for: it is not put behind for that.
            for part, none in zip(parts, np.split(self.stateless, self.edges), strict=True):
                if none.any() and not none.all():
                    part[none] = np.maximum(part[none], _SHARE * part[~none].max())
        return parts

    def _votes(self, codes: Ints, voices: Ints, share: Floats, weight: Floats) -> Floats:
        """Return the votes that each own candidate's code gets; code 0 is none."""
        table = np.zeros((len(self.starts), int(codes.max()) + 1))
        np.add.at(table, (self.voter[voices], codes[voices]), share[voices])
        table[:, 0] = 0.0
        return np.asarray((weight @ table)[self.voter[self.span], codes[self.span]])

    def _near(self, voices: Ints, share: Floats, weight: Floats, own: Ints) -> Floats:
        points = voices[~self.vague[voices]]
        if not len(points):
            return np.zeros(len(own))
        squared = np.maximum(0.0, 2 - 2 * (self.units[self.span] @ self.units[points].T))
        pull = np.exp(np.sqrt(squared) * (-_EARTH_KM / _REACH_KM))
        pull *= weight[:, self.voter[points]][own]
        return np.asarray(pull @ share[points])


def _local(codes: Ints) -> Ints:
    """Return codes numbered anew from 0, which stays 0."""
    numbers = {0: 0}
    return np.array([numbers.setdefault(code, len(numbers)) for code in codes.tolist()], np.int64)


def _says(voters: Sequence[Voter]) -> Floats:
    """Return how much each voter hears of each other."""
    sentence = np.array([np.nan if v.sentence is None else v.sentence for v in voters])
    gap = np.nan_to_num(np.abs(sentence[:, None] - sentence[None, :]))
    weight = np.array([v.weight for v in voters])
    says = weight[None, :] * (_FAR_VOICE + (1 - _FAR_VOICE) / (1 + 0.5 * gap))
    numbers: dict[str, int] = {}
    names = np.array([numbers.setdefault(voter.name, len(numbers)) for voter in voters])
    says[names[:, None] == names[None, :]] = 0.0
    return np.asarray(says)
