"""Back-translation: into another language and back again, with what a program needs held out by marks."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from itertools import count, groupby
from typing import Any, Protocol

from diptych.code.data.augment.change import like
from diptych.code.data.augment.pieces import CODE, GAP, TextPiece, join
from diptych.errors import Problem

BATCH = 400  # texts a process: what starting one costs is then a small part
SECONDS = 600.0
MARK = re.compile(r"\b[Xx]qz(\d+)\b")


class Translator(Protocol):
    """Anything that says a text in other words by way of another language."""

    def back(self, texts: Sequence[str]) -> list[str]:
        """Return each of `texts`, there and back again."""


def back_translate(descriptions: Sequence[list[TextPiece]], translator: Translator) -> list[str | None]:
    """Return each description there and back; None where a mark did not come back as it went, exactly once."""
    translated = translator.back([_marked(parts) for parts in descriptions])
    return [_restored(parts, text) for parts, text in zip(descriptions, translated, strict=True)]


def _marked(parts: list[TextPiece]) -> str:
    marks = count()
    return "".join(f"Xqz{next(marks)}" if held else text for text, held in _runs(parts))


def _restored(parts: list[TextPiece], text: str) -> str | None:
    runs = _runs(parts)
    codes = [code for code, held in runs if held]
    if sorted(map(int, MARK.findall(text))) != list(range(len(codes))) or not text.strip():
        return None
    if not runs[0][1] and not MARK.match(text):
        text = like(runs[0][0], text)
    return MARK.sub(lambda mark: codes[int(mark[1])], text)


def _runs(parts: list[TextPiece]) -> list[tuple[str, bool]]:
    """Return stretches without gaps, and the gaps, each with whether it holds code: "n==count" is one, and held."""
    groups = (list(group) for _, group in groupby(parts, lambda part: part.kind == GAP))
    return [(join(group), any(part.kind == CODE for part in group)) for group in groups]


class Apertium:
    """Apertium's command line; the modes are such as `apertium -l` lists."""

    def __init__(self, there: str = "eng-spa", back: str = "spa-eng") -> None:
        if not shutil.which("apertium"):
            raise Problem("Apertium is not installed. In Debian: apt install apertium apertium-eng-spa")
        modes = subprocess.run(["apertium", "-l"], capture_output=True, text=True, check=False).stdout.split()
        for mode in (there, back):
            if mode not in modes:
                raise Problem(f"Apertium has no mode {mode!r}; it has {', '.join(sorted(modes)) or 'none'}.")
        self.there, self.home = there, back

    def back(self, texts: Sequence[str]) -> list[str]:
        """Return each of `texts`, there and back again; "" for one that came back in other parts than it went."""
        out: list[str] = []
        for first in range(0, len(texts), BATCH):
            some = [" ".join(text.split()) for text in texts[first : first + BATCH]]
            out += self._through(self.home, self._through(self.there, some))
        return out

    def _through(self, mode: str, texts: list[str]) -> list[str]:
        """Translate paragraphs in one process; where their number changes, half by half."""
        text = "".join(text + "\n\n" for text in texts)
        done = subprocess.run(
            ["apertium", "-u", mode], input=text, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if done.returncode:
            raise Problem(f"apertium -u {mode} ended with {done.returncode}: {done.stderr.strip()[-200:]}")
        out = [" ".join(part.split()) for part in done.stdout.split("\n\n")][: len(texts)]
        if done.stdout.count("\n\n") == len(texts):
            return out
        if len(texts) == 1:
            return [""]
        half = len(texts) // 2
        return self._through(mode, texts[:half]) + self._through(mode, texts[half:])


class Argos:
    """Argos Translate, a neural translator; its package and the two models are the user's to install."""

    def __init__(self, there: str = "en-es", back: str = "es-en") -> None:
        self.steps = [_argos(pair) for pair in (there, back)]

    def back(self, texts: Sequence[str]) -> list[str]:
        """Return each of `texts`, there and back again."""
        out = list(texts)
        for step in self.steps:
            out = [step.translate(text) for text in out]
        return out


def _argos(pair: str) -> Any:
    try:
        from argostranslate import translate  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise Problem("Argos Translate is not installed: pip install argostranslate") from None
    source, _, target = pair.partition("-")
    languages = {language.code: language for language in translate.get_installed_languages()}
    translation = source in languages and target in languages and languages[source].get_translation(languages[target])
    if not translation:
        raise Problem(f"Argos has no model {pair}. Install it: argospm install translate-{source}_{target}")
    return translation
