"""Who did it and to whom: the parties of a mention, from its arguments, its modifiers and who speaks."""

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from mapkit.coding import countables
from mapkit.coding.actors import ActorTable, Party
from mapkit.coding.claims import Attribution
from mapkit.coding.classification import Mention
from mapkit.coding.codebook import Codebook
from mapkit.coding.drafts import TERRITORY, VIOLENT, Draft
from mapkit.coding.grammar import phrase
from mapkit.coding.lexicon import words
from mapkit.model import EventType, type_of

_OWN = frozenset({"its", "their", "his", "our"})
_SPEAKING = frozenset({"it", "they", "he", "she", "we"})
_WEAPONS = countables.WEAPONS | countables.AIRCRAFT
_DYING = ({"die"}, {"perish"}, {"succumb"}, {"lose", "life"})
#: Nouns that name an event or those who bring it about ("artillery on the town", "artillery hit the town").
_CREWS = words("actors", "crews") | _WEAPONS
_UNARMED = frozenset({5, 6, 7})
_PROTESTING = frozenset({"civilians", "protesters", "rioters", "other"})


class Roles:
    """Reads the parties of mentions.

    Parameters
    ----------
    codebook : Codebook
    table : ActorTable
    """

    def __init__(self, codebook: Codebook, table: ActorTable) -> None:
        self._codebook = codebook
        self._table = table

    def actors(self, mention: Mention, said: Attribution | None = None) -> list[Party]:
        """Return who does it; "it" and "its fighters" are the speaker's, "a Russian strike" Russia's."""
        frame = mention.frame
        tokens = frame.objects if mention.rule.reverse else frame.subjects
        speaker = said.party if said is not None and said.party is not None and said.party.armed else None
        found: list[Party] = []
        for token in tokens:
            if token.pos_ == "PRON":
                if speaker is not None and token.lower_ in _SPEAKING:
                    found.append(speaker)
            elif not self._is_event(token) and not _suffers(mention):
                party = self._table.resolve(token)
                if party.side is None and self._is_weapon(token):
                    continue  # "shells fell on the town": whose they are is not said
                own = any(child.dep_ == "poss" and child.lower_ in _OWN for child in token.children)
                theirs = own and speaker is not None and party.side is None and party.armed
                found.append(speaker if theirs and speaker is not None else party)
        kind = type_of(mention.sub_event_type)
        if kind not in (EventType.PROTESTS, EventType.RIOTS):
            found = [self._as_forces(party, kind is EventType.EXPLOSIONS) for party in found]
        if all(party.side is None for party in found):
            found = self._by_modifiers(mention) or found
        return _unique(party for party in found if party.name and not _is_thing(party))

    def recipients(self, mention: Mention) -> list[Party]:
        """Return to whom it is done; "with" and "against" name the other side."""
        frame = mention.frame
        tokens = list(frame.subjects if mention.rule.reverse or _suffers(mention) else frame.objects)
        tokens += [token for prep, token in frame.preps if prep in ("with", "against") and token.pos_ != "VERB"]
        found = [
            self._table.resolve(token)
            for token in tokens
            if token.pos_ != "PRON"
            and token not in mention.words
            and not self._is_event(token)
            and not (countables.singular(token.text) in _WEAPONS and not self._table.in_tokens([token])[0])
        ]
        return _unique(party for party in found if party.name and party.kind != "other")

    def sides(self, mention: Mention, said: Attribution | None) -> set[str]:
        """Return the sides that a mention shows fighting."""
        parties = (*self.actors(mention, said), *self.recipients(mention))
        return {party.side for party in parties if party.side and party.kind not in ("civilians", "people")}

    def settle(self, draft: Draft) -> None:
        """Settle what depends on type and place: governments, protesters, and who took control from whom."""
        if draft.event_type not in VIOLENT:
            draft.actors = [_as_government(party) for party in draft.actors]
            draft.recipients = [_as_government(party) for party in draft.recipients]
        elif draft.event_type in (EventType.PROTESTS, EventType.RIOTS):
            inter = 6 if draft.event_type is EventType.PROTESTS else 5
            draft.actors = [replace(p, inter=inter) if p.kind in _PROTESTING else p for p in draft.actors]
        if draft.sub_event_type in TERRITORY:
            self._settle_control(draft)

    def _settle_control(self, draft: Draft) -> None:
        """ACLED: a state that takes its own ground regains it; a group, or a foreign state, overtakes it."""
        place = draft.placement.toponym.place if draft.placement else None
        sided = [party for party in draft.actors if party.side and party not in draft.recipients]
        lead = next((party for party in sided if party.kind != "government"), sided[0] if sided else None)
        said = draft.attribution
        rebels = any(party.kind in ("group", "armed") for party in draft.actors)
        speaks = said is not None and said.interested and said.party is not None and said.party.state
        if lead is None and said is not None and speaks and not rebels:
            lead = said.party  # "the ministry said airborne units had captured ...": its own
        if lead is None:
            return
        country = place.country if place else ""
        if lead.state and country:
            home = any(party.state == country for party in (lead, *sided))
            draft.sub_event_type = "Government regains territory" if home else "Non-state actor overtakes territory"
            if not home and not draft.recipients and country in self._table.countries:
                name = self._table.countries[country]
                draft.recipients = [Party(f"Military Forces of {name}", 1, country, country, "military")]
                draft.notes.append(f"recipient inferred: the place lies in {name}")
        elif lead.kind in ("group", "armed") or any(p.state not in (None, lead.state) for p in draft.recipients):
            draft.sub_event_type = "Non-state actor overtakes territory"

    def _as_forces(self, party: Party, from_afar: bool) -> Party:
        """Return the forces where a people is said to act, or its machines ("the Russians", "Chadian Sukhois")."""
        machines = party.kind == "other" and from_afar and party.side in self._table.countries
        if (party.kind != "people" and not machines) or party.side is None:
            return party
        return Party(f"Military Forces of {self._table.countries[party.side]}", 1, party.side, party.side, "country")

    def _by_modifiers(self, mention: Mention) -> list[Party]:
        """Return whose event a noun's modifiers say it is ("a Ukrainian drone strike")."""
        if mention.trigger.pos_ == "VERB":
            return []
        group, country = self._table.in_tokens(phrase(mention.trigger))
        if group is not None:
            return [group]
        if country is None:
            return []
        return [Party(f"Military Forces of {self._table.countries[country]}", 1, country, country, "military")]

    def _is_weapon(self, token: Token) -> bool:
        """Return whether a noun phrase names weapons alone, not who fires them ("army drones" does)."""
        if countables.singular(token.text) not in _WEAPONS:
            return False
        armed = self._codebook.lists.get("armed")
        owners = [word for word in token.lefts if word.dep_ in ("compound", "nmod", "poss")]
        return not any(word.pos_ == "PROPN" or (armed and word.lemma_.lower() in armed.lemmas) for word in owners)

    def _is_event(self, token: Token) -> bool:
        """Return whether a noun names an event ("strike"), which is no party; "protesters" are one."""
        kind = self._table.kind(token.lemma_.lower())
        if (kind is not None and kind[1] in _UNARMED) or countables.singular(token.lower_) in _CREWS:
            return False
        lemma = self._codebook.noun_lemma(token.lower_) if token.pos_ in ("NOUN", "PROPN") else None
        return lemma is not None and any(not rest for rest, _ in self._codebook.nouns[lemma])


def _suffers(mention: Mention) -> bool:
    """Return whether a mention's subject is who dies or is hurt: "five villagers died"."""
    trigger = mention.trigger
    return trigger.pos_ == "VERB" and {word.lemma_.lower() for word in mention.words} in _DYING


def _unique(parties: Iterable[Party]) -> list[Party]:
    return list({party.name: party for party in parties}.values())


def _is_thing(party: Party) -> bool:
    """Return whether a logical subject is a weapon or a thing rather than someone."""
    return party.kind == "other" and party.side is None and not party.name[:1].isupper()


def _as_government(party: Party) -> Party:
    """Return the government where a country's name alone stands for it: it signs and speaks, its forces do not."""
    if party.kind == "country":
        return replace(party, name=party.name.replace("Military Forces of", "Government of"), kind="government")
    return party
