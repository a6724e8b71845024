"""WordNet's own files (`index.*`, `data.*`, `*.exc`, `cntlist.rev`), as Debian's wordnet-base installs them.

Read here and not by a library: two line formats, documented in wndb(5WN), are needed, and the libraries for them want
their own copy of the data or a folder with files that Debian does not install.
"""

from collections import Counter
from functools import lru_cache
from pathlib import Path

from diptych.code.data.augment.synonyms import KEPT
from diptych.errors import Problem

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
KINDS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}  # in a sense key
VERB_AFTER = frozenset(("", "to", "that", "which", "and", "then", "please", "can", "will"))
NOUN_AFTER = frozenset(("a", "an", "the", "of", "in", "from", "each", "every", "all", "two", "this", "given", "its"))
VOWELS = "aeiou"


class WordNet:
    """Synonyms by the most frequent senses of a word as the part of speech that it most likely is here."""

    def __init__(self, folder: Path, senses: int = 1) -> None:
        self.most = senses
        self.senses: dict[tuple[str, str], list[int]] = {}  # (part, lemma): where its senses start in the data file
        self.counts: Counter[tuple[str, str]] = Counter()  # how often the lemma was met as that part
        self.irregular: dict[tuple[str, str], str] = {}  # (part, form): lemma
        self.odd: set[tuple[str, str]] = set()  # lemmas that have an irregular form
        self.data: dict[str, bytes] = {}
        try:
            for part, name in PARTS.items():
                self._read_part(part, folder, name)
            self._read_counts(folder / "cntlist.rev")
        except OSError as error:
            raise Problem(
                f"{error.filename}: cannot be read ({error.strerror}). --wordnet takes the folder with WordNet's "
                "data files, in Debian /usr/share/wordnet from the package wordnet-base."
            ) from None
        except (ValueError, IndexError) as error:
            raise Problem(f"{folder} holds no WordNet data files as wndb(5WN) describes them ({error}).") from None

    def synonyms(self, word: str, before: str = "") -> tuple[str, ...]:
        """Return single words of the same synset, in the form that `word` has (numbers, sorts, sorted, sorting)."""
        if word in KEPT:
            return ()
        return self._synonyms(word, "v" if before in VERB_AFTER else "n" if before in NOUN_AFTER else "")

    @lru_cache(maxsize=20_000)  # noqa: B019  # one WordNet a process
    def _synonyms(self, word: str, likely: str) -> tuple[str, ...]:
        readings = [
            (part == likely, self.counts[part, lemma], part, lemma, form)
            for part in PARTS
            for lemma, form in self._lemmas(word, part)
        ]
        if not readings:
            return ()
        _, _, part, lemma, form = max(readings)
        words = (other for start in self.senses[part, lemma] for other in self._synset(part, start))
        others = (other for other in dict.fromkeys(words) if other != lemma and other.isalpha())
        return tuple(inflect(other, form) for other in others if not form or (part, other) not in self.odd)

    def _lemmas(self, word: str, part: str) -> list[tuple[str, str]]:
        """The lemmas that `word` may be a form of, each with the form: "", "s", "ed" or "ing"."""
        if (part, word) in self.irregular:
            return []  # its synonyms would need the same irregular form
        forms = {"n": ("", "s"), "v": ("", "s", "ed", "ing")}.get(part, ("",))
        stems = {word, word[:-1], word[:-2], word[:-3], word[:-3] + "y", word[:-3] + "e", word[:-2] + "e", word[:-4]}
        return [
            (stem, form)
            for stem in sorted(stems)
            for form in forms
            if len(stem) > 1 and (part, stem) in self.senses and inflect(stem, form) == word
        ]

    def _synset(self, part: str, start: int) -> list[str]:
        """The words of the synset that starts at byte `start` of the data file."""
        data = self.data[part]
        fields = data[start : data.index(b"\n", start)].decode("ascii").split()
        return [word.partition("(")[0].lower() for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]

    def _read_part(self, part: str, folder: Path, name: str) -> None:
        self.data[part] = (folder / f"data.{name}").read_bytes()
        for line in (folder / f"index.{name}").read_text("ascii").splitlines():
            if not line.startswith(" "):  # the licence is indented
                fields = line.split()
                count = int(fields[2])
                self.senses[part, fields[0]] = [int(at) for at in fields[-count:][: self.most]]
        for line in (folder / f"{name}.exc").read_text("ascii").splitlines():
            form, lemma, *_ = line.split()
            if "_" not in form:
                self.irregular[part, form] = lemma
                self.odd.add((part, lemma))

    def _read_counts(self, path: Path) -> None:
        for line in path.read_text("ascii").splitlines():
            key, _, count = line.split()
            lemma, _, rest = key.rpartition("%")
            self.counts[KINDS[rest[0]], lemma] += int(count)


def inflect(word: str, form: str) -> str:
    """The regular form: "" as it is, "s" plural or third person, "ed" past, "ing" participle."""
    if not form:
        return word
    consonant_y = word.endswith("y") and word[-2:-1] not in VOWELS
    if form == "s":
        if consonant_y:
            return word[:-1] + "ies"
        return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
    if word.endswith("e") and not (form == "ing" and word.endswith(("ee", "ye", "oe"))):
        return word[:-1] + form
    if form == "ed" and consonant_y:
        return word[:-1] + "ied"
    short = len(word) > 2 and word[-1] not in VOWELS + "wxy" and word[-2] in VOWELS and word[-3] not in VOWELS
    one_syllable = sum(a in VOWELS for a in word) == 1
    return word + (word[-1] if short and one_syllable else "") + form
