"""What a short text is mainly about, where no single verb says it."""

import pytest

from mapkit.coding import classify

_SHORT = {
    "Chemical weapon": """A clinic near Idlib took in thirty villagers who were gasping and vomiting. The canister, a
        nurse said, had given off a green mist that smelt of chlorine.""",
    "Protest with intervention": """The teachers had sat before the ministry in Lome since noon. Gendarmes cleared
        the sit-in with batons and gas, and nine strikers were held until evening.""",
    "Excessive force against protesters": """Mourners were chanting behind the coffin when soldiers on the bridge
        at Sitra opened fire; three were dead and a boy lost an eye to a pellet.""",
    "Headquarters or base established": """Since June the rebels have a permanent post with sandbags and a radio mast on
        the pass near Goma, a trader said.""",
    "Non-violent transfer of territory": """The garrison had left by noon. Without a shot the town's keys were handed to
        the elders, and police drove in unopposed.""",
}


@pytest.mark.parametrize("main", _SHORT)
def test_signs_name_the_main_event(main: str):
    assert classify(" ".join(_SHORT[main].split())) == main


def test_signs_of_one_list_alone_are_none():
    assert classify("The chemistry class measured the smell of bleach.") is None
    assert classify("The headquarters of the bank have a new tower.") is None
