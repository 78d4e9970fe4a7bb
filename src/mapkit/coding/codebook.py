"""The codebook: what counts as an event of which sub-type, read from a YAML file that an analyst can extend.

The format is described at the top of `codebook.yaml`, the codebook that ships. Every fault in a file is a
`CodebookError` that names the file, the line and the mend.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mapkit.coding.inflection import inflections
from mapkit.errors import CodebookError
from mapkit.model import EventType, type_of

#: libyaml's loader where PyYAML has it: five times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEFAULT = Path(__file__).with_name("codebook.yaml")
_BUILT_IN = frozenset({"$place", "$country", "$group", "$person", "$human"})
_PLACES = ("here", "origin", "destination", "object", "none")
_CONDITIONS = ("subject", "object", "words", "around", "not_subject", "not_object", "not_words", "not_around")
#: Verbs that are the past of a commoner one: "fell" is of "fall", "felled" of "fell".
_PASTS = frozenset({"fell", "found"})
_FLAGS = ("reverse", "weak", "generic", "consequence", "attempts", "ordered", "many")
_RULE_KEYS = frozenset({"name", "verbs", "nouns", "to", "place", "priority", *_CONDITIONS, *_FLAGS})
_SUB_KEYS = frozenset({"definition", "plover", "ucdp", "signs", "rules", "examples", "counterexamples"})


@dataclass(frozen=True, slots=True)
class Words:
    """What a condition asks for: plain lemmas, phrases of several lemmas, and built-in kinds of names."""

    lemmas: frozenset[str]
    phrases: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.lemmas or self.phrases or self.kinds)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a text tells an event; the keys are explained in `codebook.yaml`."""

    name: str
    sub_event_type: str
    order: int
    line: int
    verbs: tuple[tuple[str, ...], ...] = ()
    nouns: tuple[tuple[str, ...], ...] = ()
    conditions: Mapping[str, Words] = field(default_factory=dict)
    to: Mapping[str, Words] = field(default_factory=dict)
    place: str = "here"
    priority: int = 0
    reverse: bool = False
    weak: bool = False
    generic: bool = False
    consequence: bool = False
    attempts: bool = False
    ordered: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class SubType:
    """A sub-event type as the codebook defines it."""

    name: str
    definition: str
    plover: str | None
    ucdp: str | None
    rules: tuple[Rule, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    signs: tuple[Words, ...] = ()

    @property
    def event_type(self) -> EventType:
        """The event type that this is a sub-type of."""
        return type_of(self.name)


class Codebook:
    """All sub-types with their rules, indexed by trigger lemma.

    Parameters
    ----------
    sub_types : mapping of str to SubType
    lists : mapping of str to Words
        The codebook's word lists, `$` references resolved.
    """

    def __init__(self, sub_types: Mapping[str, SubType], lists: Mapping[str, Words]) -> None:
        self.sub_types = dict(sub_types)
        self.lists = dict(lists)
        self.verbs: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
        self.nouns: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
        for sub_type in self.sub_types.values():
            for rule in sub_type.rules:
                for phrase in rule.verbs:
                    self.verbs.setdefault(phrase[0], []).append((phrase[1:], rule))
                for phrase in rule.nouns:
                    self.nouns.setdefault(phrase[-1], []).append((phrase[:-1], rule))
        self._listed = frozenset(lemma for entry in self.lists.values() for lemma in entry.lemmas)
        self._forms: dict[str, str] = {}
        for lemma in self.nouns:
            for form in inflections(lemma, "noun"):
                self._forms.setdefault(form, lemma)
        self._verb_forms: dict[str, str] = {}
        for lemma in sorted(self.verbs, key=_PASTS.__contains__):
            for form in inflections(lemma, "verb"):
                self._verb_forms.setdefault(form, lemma)

    def verb_lemma(self, form: str) -> str | None:
        """Return the trigger verb that a lower-case form inflects, or None."""
        return self._verb_forms.get(form)

    def noun_lemma(self, form: str) -> str | None:
        """Return the trigger noun that a lower-case form inflects, or None."""
        return self._forms.get(form)

    def singular(self, form: str) -> str:
        """Return the singular of a plural that one of the lists knows ("rockets"), else the form itself."""
        for ending in ("s", "es"):
            if form.endswith(ending) and form.removesuffix(ending) in self._listed:
                return form.removesuffix(ending)
        return form

    def rules(self) -> Iterator[Rule]:
        """Yield every rule, in the file's order."""
        for sub_type in self.sub_types.values():
            yield from sub_type.rules

    @classmethod
    def default(cls) -> "Codebook":
        """Return the codebook that ships with mapkit."""
        return _default()

    @classmethod
    def load(cls, path: str | Path) -> "Codebook":
        """Read a codebook file; with `extends: default` it adds to the one that ships, else it replaces it.

        Raises
        ------
        CodebookError
            Where the file cannot be read or a line of it is not valid; the message names the line.
        """
        return _load(Path(path))


@cache
def _default() -> Codebook:
    return _load(_DEFAULT)


def _load(path: Path) -> Codebook:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: cannot be read as UTF-8 text ({error}); give a readable codebook") from error
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise CodebookError(f"{path}, line {line}: {problem}; mend the YAML") from error
    return _Reader(path).read(node)


class _Reader:
    """Turns the YAML tree into a `Codebook`, with the line of whatever is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.order = 0
        self.lists: dict[str, Words] = {}
        self.raw: dict[str, tuple[list[str], int]] = {}

    def fail(self, line: int, fault: str) -> CodebookError:
        return CodebookError(f"{self.path}, line {line}: {fault}")

    def read(self, node: yaml.Node | None) -> Codebook:
        top = self.mapping(node, 1, "the codebook")
        unknown = set(top) - {"extends", "lists", "sub_events"}
        if unknown:
            key = min(unknown)
            raise self.fail(_line(top[key]), f"unknown key '{key}'; use extends, lists or sub_events")
        base: Codebook | None = None
        if "extends" in top:
            if self.scalar(top["extends"]) != "default":
                raise self.fail(_line(top["extends"]), "extends must be 'default'")
            base = Codebook.default()
            self.lists.update(base.lists)
            self.order = sum(1 for _ in base.rules())
        lists = self.mapping(top["lists"], 1, "lists") if "lists" in top else {}
        for name, value in lists.items():
            self.raw[name] = (self.strings(value), _line(value))
        for name in self.raw:
            self.lists[name] = self.resolve(name, ())
        sub_types = dict(base.sub_types) if base else {}
        if "sub_events" not in top:
            raise self.fail(1, "no sub_events; name at least one sub-event type with its rules")
        for name, value in self.mapping(top["sub_events"], 1, "sub_events").items():
            sub_types[name] = self.sub_type(name, value, sub_types.get(name))
        return Codebook(sub_types, self.lists)

    def sub_type(self, name: str, node: yaml.Node, base: SubType | None) -> SubType:
        try:
            type_of(name)
        except KeyError:
            raise self.fail(_line(node) - 1, f"unknown sub-event type '{name}'") from None
        entry = self.mapping(node, _line(node), name)
        for key, value in entry.items():
            if key not in _SUB_KEYS:
                raise self.fail(_line(value), f"unknown key '{key}' in {name}; use {', '.join(sorted(_SUB_KEYS))}")
        if base is None and not ("definition" in entry and "rules" in entry):
            raise self.fail(_line(node), f"{name} needs a definition and rules")
        rules = entry.get("rules")
        if rules is not None and not isinstance(rules, yaml.SequenceNode):
            raise self.fail(_line(rules), f"the rules of {name} must be a list")
        own = tuple(self.rule(name, item) for item in (rules.value if rules is not None else ()))

        def text(key: str, default: str | None) -> str | None:
            return self.optional(entry[key]) if key in entry else default

        return SubType(
            name=name,
            definition=text("definition", base.definition if base else "") or "",
            plover=text("plover", base.plover if base else None),
            ucdp=text("ucdp", base.ucdp if base else None),
            rules=(base.rules if base else ()) + own,
            examples=self.texts(entry, "examples", base.examples if base else ()),
            counterexamples=self.texts(entry, "counterexamples", base.counterexamples if base else ()),
            signs=self.signs(entry["signs"]) if "signs" in entry else base.signs if base else (),
        )

    def rule(self, sub_type: str, node: yaml.Node) -> Rule:
        line = _line(node)
        entry = self.mapping(node, line, f"a rule of {sub_type}")
        for key, value in entry.items():
            if key not in _RULE_KEYS:
                raise self.fail(_line(value), f"unknown key '{key}' in a rule of {sub_type}")
        if "name" not in entry:
            raise self.fail(line, f"a rule of {sub_type} has no name")
        if "verbs" not in entry and "nouns" not in entry:
            raise self.fail(line, f"rule '{self.scalar(entry['name'])}' of {sub_type} has no verbs and no nouns")
        place = self.scalar(entry["place"]) if "place" in entry else "here"
        if place not in _PLACES:
            raise self.fail(_line(entry["place"]), f"place '{place}' is not one of {', '.join(_PLACES)}")
        priority = self.scalar(entry["priority"]) if "priority" in entry else "0"
        if not priority.lstrip("-").isdigit():
            raise self.fail(_line(entry["priority"]), f"priority '{priority}' is not a whole number")
        self.order += 1
        return Rule(
            name=self.scalar(entry["name"]),
            sub_event_type=sub_type,
            order=self.order,
            line=line,
            verbs=self.triggers(entry, "verbs"),
            nouns=self.triggers(entry, "nouns"),
            conditions={key: self.words(entry[key]) for key in _CONDITIONS if key in entry},
            to={key: self.words(value) for key, value in self.mapping(entry["to"], line, "to").items()}
            if "to" in entry
            else {},
            place=place,
            priority=int(priority),
            **{flag: self.flag(entry, flag) for flag in _FLAGS},
        )

    def triggers(self, entry: Mapping[str, yaml.Node], key: str) -> tuple[tuple[str, ...], ...]:
        if key not in entry:
            return ()
        items = self.strings(entry[key])
        plain = [item for item in items if not item.startswith("$")]
        listed = self.gather([item for item in items if item.startswith("$")], _line(entry[key]), ())
        if listed.kinds:
            raise self.fail(_line(entry[key]), f"{min(listed.kinds)} cannot be a trigger; use words or a list of words")
        every = dict.fromkeys(
            [*(" ".join(item.lower().split()) for item in plain), *sorted(listed.lemmas | listed.phrases)]
        )
        return tuple(tuple(phrase.split()) for phrase in every if phrase)

    def words(self, node: yaml.Node) -> Words:
        return self.gather(self.strings(node), _line(node), ())

    def signs(self, node: yaml.Node) -> tuple[Words, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(_line(node), "signs must be a list of lists of words")
        return tuple(self.words(group) for group in node.value)

    def gather(self, items: list[str], line: int, seen: tuple[str, ...]) -> Words:
        lemmas: set[str] = set()
        phrases: set[str] = set()
        kinds: set[str] = set()
        for item in items:
            if item in _BUILT_IN:
                kinds.add(item)
            elif item.startswith("$"):
                name = item[1:]
                if name in seen:
                    raise self.fail(line, f"the list ${name} refers to itself")
                if name in self.raw:
                    other = self.resolve(name, seen)
                elif name in self.lists:
                    other = self.lists[name]
                else:
                    raise self.fail(line, f"no list named ${name}; define it under lists")
                lemmas |= other.lemmas
                phrases |= other.phrases
                kinds |= other.kinds
            elif " " in item.strip():
                phrases.add(" ".join(item.lower().split()))
            else:
                lemmas.add(item.lower().strip())
                if "-" in item.strip("-"):
                    phrases.add(item.lower().strip().replace("-", " - "))
        return Words(frozenset(lemmas), frozenset(phrases), frozenset(kinds))

    def resolve(self, name: str, seen: tuple[str, ...]) -> Words:
        items, line = self.raw[name]
        return self.gather(items, line, (*seen, name))

    def flag(self, entry: Mapping[str, yaml.Node], key: str) -> bool:
        if key not in entry:
            return False
        value = self.scalar(entry[key]).lower()
        if value not in ("true", "false"):
            raise self.fail(_line(entry[key]), f"{key} must be true or false")
        return value == "true"

    def mapping(self, node: yaml.Node | None, line: int, what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(_line(node) if node is not None else line, f"{what} must be a mapping of keys to values")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.scalar(key)
            if name in found:
                raise self.fail(_line(key), f"'{name}' stands twice; merge the two")
            found[name] = value
        return found

    def strings(self, node: yaml.Node) -> list[str]:
        if isinstance(node, yaml.ScalarNode):
            return [node.value]
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(_line(node), "expected a word or a list of words")
        return [self.scalar(item) for item in node.value]

    def texts(self, entry: Mapping[str, yaml.Node], key: str, base: tuple[str, ...]) -> tuple[str, ...]:
        return base + tuple(self.strings(entry[key])) if key in entry else base

    def optional(self, node: yaml.Node) -> str | None:
        return None if node.tag.endswith(":null") else self.scalar(node)

    def scalar(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fail(_line(node), "expected a single value")
        return str(node.value)


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1
