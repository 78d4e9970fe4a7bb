"""Which of the proposals that overlap are kept."""

import itertools
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from mapkit.geoparsing.recognition import THRESHOLD, choose

proposals = st.lists(
    st.builds(
        lambda start, length, recognition: SimpleNamespace(
            start=start,
            end=start + length,
            first=start,
            last=start + length - 1,
            text="x" * length,
            recognition=recognition,
        ),
        st.integers(0, 40),
        st.integers(1, 9),
        st.floats(0, 1),
    ),
    max_size=20,
)


def overlap(one, other):
    return one.start < other.end and other.start < one.end


@given(proposals)
def test_the_kept_are_in_reading_order_and_what_is_left_out_gave_way(given_ones):
    kept = choose(given_ones)
    assert all(before.end <= after.start for before, after in itertools.pairwise(kept))
    for mention in given_ones:
        if mention.recognition >= THRESHOLD and not any(mention is one for one in kept):
            stronger = [one for one in kept if overlap(one, mention)]
            assert max(one.recognition for one in stronger) >= mention.recognition - 1e-6
