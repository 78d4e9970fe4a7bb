"""Which words of a text tell an event, of which kind, whether it happened, and where: read by a small language model.

The codebook's rules say why a sentence tells an event; the tagger knows the many ways of saying so that no rule lists.
"""

from mapkit.tagging.tagger import Tag, Tagger

__all__ = ["Tag", "Tagger"]
