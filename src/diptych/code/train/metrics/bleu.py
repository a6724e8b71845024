"""BLEU in three protocols, and chrF. Each is counts per example, whose sums make the score: that allows resampling.

BLEU moves by points with the tokeniser, so no score is given without the name of its protocol.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

import numpy as np

from diptych.arrays import Doubles
from diptych.code.data.tokens.python import tokenise
from diptych.errors import Problem

ORDER = 4  # of BLEU: n-grams of 1 to 4 tokens
CHARACTERS = 6  # of chrF: n-grams of 1 to 6 characters
BETA = 2.0  # of chrF: recall counts twice


def conala_tokens(program: str) -> list[str]:
    """Return the tokens of CoNaLa's evaluation script: words and single signs, camelCase apart, all quotes alike."""
    text = re.sub(r"([^A-Za-z0-9_])", r" \1 ", program)
    text = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return re.sub(r"[\"']", "`", text).split()


def python_tokens(program: str) -> list[str]:
    """Return the tokens that the model is trained on, layout included; words and signs where it does not parse."""
    try:
        return [token.text for token in tokenise(program)]
    except Problem:
        return re.findall(r"\w+|[^\w\s]", program)


def sacre_tokens(program: str) -> list[str]:
    """Return the tokens of sacreBLEU's default, `13a`."""
    from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

    global _sacre
    _sacre = _sacre or Tokenizer13a()
    return str(_sacre(program.rstrip())).split()


_sacre: Callable[[str], str] | None = None


def bleu_counts(predicted: Sequence[Hashable], wanted: Sequence[Hashable]) -> list[int]:
    """Return [both lengths, then for n = 1..4 the matching and the possible n-grams] of one example."""
    counts = [len(predicted), len(wanted)]
    for n in range(1, ORDER + 1):
        ours, theirs = _grams(predicted, n), _grams(wanted, n)
        counts += [(ours & theirs).total(), ours.total()]
    return counts


def bleu(sums: Doubles) -> float:
    """Return BLEU in 0..100 of summed counts, without smoothing."""
    predicted, wanted = sums[0], sums[1]
    matching, possible = sums[2::2], sums[3::2]
    if matching.min() <= 0:
        return 0.0
    precision = math.exp(np.log(matching / possible).mean())
    return float(100 * precision * min(1.0, math.exp(1 - wanted / predicted)))


def sacre_bleu(sums: Doubles) -> float:
    """Return BLEU in 0..100 of summed counts as sacreBLEU smooths it: a missing order counts half, a quarter, …"""
    from sacrebleu.metrics.bleu import BLEU

    whole = [int(value) for value in sums]
    score = BLEU.compute_bleu(whole[2::2], whole[3::2], whole[0], whole[1], smooth_method="exp")
    return float(score.score)


def chrf_counts(predicted: str, wanted: str) -> list[int]:
    """Return for n = 1..6 the matching, the predicted and the wanted n-grams of characters, blanks left out."""
    ours, theirs = "".join(predicted.split()), "".join(wanted.split())
    counts = []
    for n in range(1, CHARACTERS + 1):
        grams, others = _grams(ours, n), _grams(theirs, n)
        counts += [(grams & others).total(), grams.total() if others else 0, others.total()]
    return counts


def chrf(sums: Doubles) -> float:
    """Return chrF2 in 0..100 of summed counts: the F-score of mean precision and mean recall."""
    matching, predicted, wanted = sums[0::3], sums[1::3], sums[2::3]
    used = (predicted > 0) & (wanted > 0)
    if not used.any():
        return 0.0
    precision, recall = (matching[used] / predicted[used]).mean(), (matching[used] / wanted[used]).mean()
    bottom = BETA**2 * precision + recall
    return float(100 * (1 + BETA**2) * precision * recall / bottom) if bottom else 0.0


def _grams(items: Sequence[Hashable], n: int) -> Counter[Hashable]:
    return Counter(
        items[i : i + n] if isinstance(items, str) else tuple(items[i : i + n]) for i in range(len(items) - n + 1)
    )
