"""From Cyrillic to the Latin spellings that English text uses.

Sources: the Ukrainian national system (Cabinet of Ministers resolution 55 of 2010, "KMU 2010"), BGN/PCGN 1947
(Russian), 1965 (Ukrainian) and 1979 (Belarusian), the Belarusian state system of 2007, Bulgaria's Transliteration Act
of 2009, Serbian and Macedonian Latin, and what news desks make of the Russian forms ("-y" for "-ый", no soft signs).
Each function gives plain letters; apostrophes for soft signs are left out since folding drops them.
"""

import re
from collections.abc import Callable, Iterator

_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia",
    "ь": "", "ъ": "", "ё": "io", "ы": "y", "э": "e", "ў": "u",
}  # fmt: skip
_UKRAINIAN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_UKRAINIAN_1965 = {
    **_UKRAINIAN, "є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya",
}  # fmt: skip
_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ў": "u", "қ": "q", "ғ": "gh", "ҳ": "h", "ҷ": "j",
    "ӯ": "u", "ӣ": "i", "ң": "ng", "ө": "o", "ү": "u", "ұ": "u", "ә": "a", "һ": "h",
}  # fmt: skip
_UKRAINIAN_PLAIN = {**_UKRAINIAN_1965, "й": "i", "ї": "i"}
_RUSSIAN_PLAIN = {**_RUSSIAN, "й": "i", "х": "h", "щ": "sch"}
_BELARUSIAN = {
    **_RUSSIAN, "г": "h", "ў": "u", "і": "i", "е": "ie", "ё": "io", "ю": "iu", "я": "ia", "й": "i", "щ": "shch",
}  # fmt: skip
_BELARUSIAN_INITIAL = {"е": "ye", "ё": "yo", "ю": "yu", "я": "ya"}
_BULGARIAN = {
    **_RUSSIAN, "х": "h", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya",
}  # fmt: skip
_SERBIAN = {
    **_RUSSIAN, "х": "h", "ц": "c", "ч": "c", "ш": "s", "ж": "z", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "ђ": "dj", "џ": "dz", "ѓ": "gj", "ќ": "kj", "ѕ": "dz",
}  # fmt: skip
_VOWELS = "аеёиоуыэюяіїєў"
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UKRAINIAN_ONLY = re.compile(r"[іїєґ]|[бвмпф]['’ʼ][яюєї]")
_RUSSIAN_ONLY = re.compile(r"[ыэёъ]")
_MARKS = re.compile(r"['’ʼ`\"”″ʹ]")


def is_cyrillic(text: str) -> bool:
    """Tell whether a name holds a Cyrillic letter."""
    return bool(_CYRILLIC.search(text))


def ukrainian(text: str) -> str:
    """Romanise by KMU 2010: "Запоріжжя" gives "zaporizhzhia", "Згурський" "zghurskyi"."""
    return _by_word(text, lambda word: _spell(word.replace("зг", "з\0"), _UKRAINIAN, _UKRAINIAN_INITIAL))


def ukrainian_1965(text: str) -> str:
    """Romanise by BGN/PCGN 1965: "Запоріжжя" gives "zaporizhzhya", "Кропивницький" "kropyvnytskyy"."""
    return _by_word(text, lambda word: _spell(word, _UKRAINIAN_1965, {}))


def russian(text: str) -> str:
    """Romanise by BGN/PCGN 1947: "Рыльское" gives "rylskoye", "Артёмовск" "artyomovsk"."""
    return _by_word(text, _russian_word)


def russian_press(text: str) -> str:
    """Romanise as news desks do: "Красный Лиман" gives "krasny liman", "Артёмовск" "artemovsk"."""
    return _by_word(text, lambda word: _spell(_short_ending(word).replace("ё", "е"), _RUSSIAN, {}))


def russian_plain(text: str) -> str:
    """Romanise as writers do who know neither system: "Клещеевка" gives "klescheevka", "Гуляйполе" "gulyaipole"."""
    return _by_word(text, lambda word: _spell(_short_ending(word).replace("ё", "е"), _RUSSIAN_PLAIN, {}))


def ukrainian_plain(text: str) -> str:
    """Romanise by 1965's system with `й` as "i": "Гуляйполе" gives "hulyaipole", "Миколаїв" "mykolaiv"."""
    return _by_word(text, lambda word: _spell(word, _UKRAINIAN_PLAIN, {}))


def belarusian(text: str) -> str:
    """Romanise Belarusian by the state system of 2007, without its diacritics: "Гомель" gives "homiel"."""
    return _by_word(text, lambda word: _spell(word, _BELARUSIAN, _BELARUSIAN_INITIAL))


def bulgarian(text: str) -> str:
    """Romanise by Bulgaria's Transliteration Act: "Пловдив" gives "plovdiv", "Кърджали" "kardzhali"."""
    return _by_word(text, lambda word: _spell(re.sub("ия$", "иа", word), _BULGARIAN, {}))


def serbian(text: str) -> str:
    """Write Serbian or Macedonian Cyrillic in Latin letters without diacritics: "Ниш" gives "nis"."""
    return _by_word(text, lambda word: _spell(word, _SERBIAN, {}))


def spellings(text: str, country: str) -> Iterator[str]:
    """Yield the Latin spellings of a Cyrillic name that English text about a country may use.

    Parameters
    ----------
    text : str
        A name in Cyrillic.
    country : str
        ISO 3166-1 alpha-2; it decides which languages the name may be in.
    """
    lower = text.lower()
    if country in ("UA", ""):
        if not _RUSSIAN_ONLY.search(lower):
            yield ukrainian(text)
            yield ukrainian_1965(text)
            yield ukrainian_plain(text)
        if not _UKRAINIAN_ONLY.search(lower):
            yield russian(text)
            yield russian_press(text)
            yield russian_plain(text)
    elif country == "BY":
        yield belarusian(text)
        yield russian(text)
        yield russian_press(text)
    elif country == "BG":
        yield bulgarian(text)
    elif country in ("RS", "ME", "MK", "BA", "HR", "XK"):
        yield serbian(text)
    else:
        yield russian(text)
        yield russian_press(text)


def _by_word(text: str, romanise: Callable[[str], str]) -> str:
    words = re.split(r"[\s-]+", text.lower())
    return " ".join(romanise(word) for word in words if word)


def _spell(word: str, letters: dict[str, str], initial: dict[str, str]) -> str:
    plain = _MARKS.sub("", word)
    spelled = [letters.get(char, "gh" if char == "\0" else char) for char in plain]
    if plain and plain[0] in initial:
        spelled[0] = initial[plain[0]]
    return "".join(spelled)


def _russian_word(word: str) -> str:
    """`е` is "ye" at the start and after a vowel or a sign, else "e"; the same for `ё`."""
    out = []
    before = ""
    for char in _MARKS.sub("", word):
        iotated = char in "её" and (not before or before in _VOWELS or before in "йъь")
        out.append("y" + "eo"[char == "ё"] if iotated else _RUSSIAN.get(char, char))
        before = char
    return "".join(out)


def _short_ending(word: str) -> str:
    """Cut the adjective ending of a word, "-ый" or "-ий", to what desks write as "-y": Krasny, Grozny."""
    return re.sub("(?:ый|ий)$", "ы", word)
