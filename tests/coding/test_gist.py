"""What a short text is mainly about, where no single verb says it."""

import pytest

from mapkit.coding import classify


@pytest.mark.parametrize(
    ("text", "main"),
    [
        (
            "A clinic near Idlib took in thirty villagers who were gasping and vomiting. The canister, a nurse said, had "
            "given off a green mist that smelt of chlorine.",
            "Chemical weapon",
        ),
        (
            "The teachers had sat before the ministry in Lome since noon. Gendarmes cleared the sit-in with batons and "
            "gas, and nine strikers were held until evening.",
            "Protest with intervention",
        ),
        (
            "Mourners were chanting behind the coffin when soldiers on the bridge at Sitra opened fire; three were dead "
            "and a boy lost an eye to a pellet.",
            "Excessive force against protesters",
        ),
        (
            "Since June the rebels have a permanent post with sandbags and a radio mast on the pass near Goma, a trader "
            "said.",
            "Headquarters or base established",
        ),
        (
            "The garrison had left by noon. Without a shot the town's keys were handed to the elders, and police drove "
            "in unopposed.",
            "Non-violent transfer of territory",
        ),
    ],
)
def test_signs_name_the_main_event(text: str, main: str):
    assert classify(text) == main


def test_signs_of_one_list_alone_are_none():
    assert classify("The chemistry class measured the smell of bleach.") is None
    assert classify("The headquarters of the bank have a new tower.") is None
