"""GloVe: a vector for each word, from how often words stand near each other.

vectors = train(cooccurrences(documents))
vectors.near("list"), vectors.analogy("maximum", "max", "minimum"), vectors.initial(words, 256)
"""

from diptych.code.data.glove.count import Cooccurrences, cooccurrences
from diptych.code.data.glove.train import GloveSettings, train
from diptych.code.data.glove.vectors import Vectors, read_vectors, write_vectors

__all__ = ["Cooccurrences", "GloveSettings", "Vectors", "cooccurrences", "read_vectors", "train", "write_vectors"]
