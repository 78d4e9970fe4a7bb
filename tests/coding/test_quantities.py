import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import sentences

from mapkit.coding import quantities

OPEN = None


def found(text):
    return [quantity for part in sentences(text) for quantity in quantities.find(part)]


def figures(text):
    """Return (kind, value) of each quantity: its best, else its low, else its high."""
    result = []
    for item in found(text):
        quantity = item.quantity
        assert text[item.start : item.end] == quantity.text
        value = next(v for v in (quantity.best, quantity.low, quantity.high) if v is not None)
        result.append((quantity.kind, value))
    return result


def only(text):
    (one,) = found(text)
    return one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # killed and hurt, in verbs, nouns and headlines
        ("A roadside bomb killed five villagers near Ghazni.", [("fatalities", 5)]),
        ("11 people were killed and 34 injured.", [("fatalities", 11), ("injuries", 34)]),
        ("12 dead, 30 wounded in a blast near Mogadishu.", [("fatalities", 12), ("injuries", 30)]),
        ("Blast kills 12 in Kabul, injures 30.", [("fatalities", 12), ("injuries", 30)]),
        ("Twelve killed, 30 hurt in Kabul blast.", [("fatalities", 12), ("injuries", 30)]),
        ("The blast left 12 people dead and 30 hurt.", [("fatalities", 12), ("injuries", 30)]),
        ("Casualties: 12 killed, 40 wounded, 3 missing.", [("fatalities", 12), ("injuries", 40), ("missing", 3)]),
        ("A rocket hit the market, killing three.", [("fatalities", 3)]),
        ("A shell struck the queue, killing 7 and wounding at least 20 others.", [("fatalities", 7), ("injuries", 20)]),
        ("The shelling claimed the lives of six miners.", [("fatalities", 6)]),
        ("Three passengers lost their lives.", [("fatalities", 3)]),
        ("The death toll rose to 47, officials said.", [("fatalities", 47)]),
        ("The number of wounded rose to 112.", [("injuries", 112)]),
        ("The raid led to the deaths of nine herders.", [("fatalities", 9)]),
        ("Ten bodies were found in a mass grave.", [("fatalities", 10)]),
        ("At least 30 were burned alive.", [("fatalities", 30)]),
        ("Gunmen shot dead two guards.", [("fatalities", 2)]),
        ("Five of the wounded later died.", [("fatalities", 5)]),
        ("41 firefighters have required hospital treatment.", [("injuries", 41)]),
        ("Four people were taken to a local hospital with burns.", [("injuries", 4)]),
        ("The military said it neutralised 30 militants in Borno.", [("fatalities", 30)]),
        ("Troops eliminated 14 fighters, the ministry said.", [("fatalities", 14)]),
        ("ISIS said it had killed and wounded 30 soldiers.", [("casualties", 30)]),
        ("Russia lost 1,140 troops over the past day.", [("casualties", 1140)]),
        ("A mortar round landed by the well, hurting nine women who had fled to the camp.", [("injuries", 9)]),
        ("Six miners who could not climb out were found dead.", [("fatalities", 6)]),
        ("Seven were admitted to the district infirmary.", [("injuries", 7)]),
        ("Three pupils were pulled out injured.", [("injuries", 3)]),
        ("Four of its conscripts fell in the fighting.", [("fatalities", 4)]),
        ("The crowd beat six guards to death.", [("fatalities", 6)]),
        ("A burst of gunfire cut down five porters.", [("fatalities", 5)]),
        ("The mine wounded her and three cousins.", [("injuries", 3)]),
        ("The bombing took the life of a nurse.", [("fatalities", 1)]),
        # one person, named, described or another
        ("A woman was killed and 34 people were injured.", [("fatalities", 1), ("injuries", 34)]),
        ("The mayor was shot dead outside his home.", [("fatalities", 1)]),
        ("A man, 54, was killed and his wife, 50, was wounded.", [("fatalities", 1), ("injuries", 1)]),
        ("A civilian was killed and another wounded in the attack.", [("fatalities", 1), ("injuries", 1)]),
        ("Two soldiers were killed and a third was seriously wounded.", [("fatalities", 2), ("injuries", 1)]),
        ("A family of five was killed in the strike.", [("fatalities", 5)]),
        ("Both pilots were killed in the crash.", [("fatalities", 2)]),
        ("A crowd beat a man to death.", [("fatalities", 1)]),
        ("Attackers stabbed two people to death.", [("fatalities", 2)]),
        ("Injuring a jawan and seven civilians, the grenade went off.", [("injuries", 8)]),
        ("He saw three wounded men brought in.", [("injuries", 3)]),
        ("3 KIA, 5 WIA after the ambush.", [("fatalities", 3), ("injuries", 5)]),
        # occupations that no table lists, ages, appositions, clipped clauses, joined verbs
        ("A beekeeper died when a shell hit his yard.", [("fatalities", 1)]),
        ("A girl of 11 was killed in her bed.", [("fatalities", 1)]),
        ("A welder, 44, and the shop's owner, 60, died on the way to hospital.", [("fatalities", 2)]),
        ("A third, a ticket seller aged 61, died in the ambulance.", [("fatalities", 1)]),
        ("A father and son were dragged out and shot dead.", [("fatalities", 2)]),
        ("A porter was hit in the neck and did not survive.", [("fatalities", 1)]),
        ("Both died.", [("fatalities", 2)]),
        ("A boatman lost a leg.", [("injuries", 1)]),
        ("Six passers-by were overcome by smoke.", [("injuries", 6)]),
        ("Eight soldiers fell.", [("fatalities", 8)]),
        ("Ninety men were neutralised, 41 of them irrevocably.", [("casualties", 90), ("fatalities", 41)]),
        ("The prefect puts the dead at four and the injured at thirty-nine.", [("fatalities", 4), ("injuries", 39)]),
        ("The clinic recorded 19 deaths and 23 people with bullet wounds.", [("fatalities", 19), ("injuries", 23)]),
        ("Killed 4, wounded 9.", [("fatalities", 4), ("injuries", 9)]),
        # lists are summed, parts are not counted twice
        ("Two women and a child were killed.", [("fatalities", 3)]),
        ("Two soldiers, a policeman and three civilians were killed.", [("fatalities", 6)]),
        ("A strike killed a doctor, two nurses and four patients.", [("fatalities", 7)]),
        ("Police arrested a man and two women.", [("detained", 3)]),
        ("The blast killed 12 people, including three children.", [("fatalities", 12)]),
        (
            "Eight civilians, including three children, were killed and 12 others wounded.",
            [("fatalities", 8), ("injuries", 12)],
        ),
        ("Gunmen killed nine people, five of them women.", [("fatalities", 9)]),
        ("Nine people, five of whom were women, died.", [("fatalities", 9)]),
        (
            "Four people were injured in Nikopol: a 67-year-old woman, two men aged 45 and 51, and a child.",
            [("injuries", 4)],
        ),
        ("He was one of 43 people killed.", [("fatalities", 43)]),
        ("Of the 34 injured, 12 are in critical condition.", [("injuries", 34)]),
        ("A shell killed a mother and her two children.", [("fatalities", 3)]),
        ("Police dispersed the march, and 20 of them needed treatment.", [("injuries", 20)]),
        ("Seven people, all members of one family, were killed.", [("fatalities", 7)]),
        # people moved, held, lost and found
        ("About 3,000 people have fled to Chad.", [("displaced", 3000)]),
        ("The fighting displaced 12,000 families.", [("displaced", 12000)]),
        ("The flood forced 1,141 people to leave their homes.", [("displaced", 1141)]),
        ("Authorities evacuated 1,200 residents.", [("evacuated", 1200)]),
        ("Soldiers took 15 prisoners.", [("captured", 15)]),
        ("Fighters took 12 soldiers captive.", [("captured", 12)]),
        ("Fifty soldiers surrendered.", [("captured", 50)]),
        ("Police detained 60 marchers.", [("detained", 60)]),
        ("Gunmen abducted 30 students from a school.", [("abducted", 30)]),
        ("Rebels released 14 hostages.", [("released", 14)]),
        ("The two sides exchanged 230 prisoners of war.", [("released", 230)]),
        ("Rescuers pulled out six survivors; four people are still missing.", [("rescued", 6), ("missing", 4)]),
        ("Thirty-two miners were trapped underground.", [("trapped", 32)]),
        ("About 200 protesters blocked the highway; 12 were arrested.", [("protesters", 200), ("detained", 12)]),
        ("Thousands of people marched through the capital.", [("protesters", 1000)]),
        ("Around 53,000 residents remain in the town.", [("population", 53000)]),
        ("The city, home to 60,000 people, was shelled.", [("population", 60000)]),
        ("1,000 troops were deployed to the border.", [("troops", 1000)]),
        # things
        ("Footage showed the destruction of 11 storage tanks.", [("destroyed", 11)]),
        ("Up to 200 houses were destroyed and several hundred damaged.", [("destroyed", 200), ("damaged", 300)]),
        ("Clashes left 15 people dead and 25 homes burned.", [("fatalities", 15), ("destroyed", 25)]),
        ("Air defences shot down 27 of 30 drones.", [("intercepted", 27)]),
        ("The air force destroyed 17 drones overnight.", [("intercepted", 17)]),
        ("Fighters destroyed three tanks.", [("destroyed", 3)]),
        ("Rebels fired 20 rockets at the base.", [("munitions", 20)]),
        ("They seized 15 villages and 23 rifles.", [("settlements", 15), ("seized", 23)]),
        ("The UN delivered 40 tonnes of food.", [("aid", 40)]),
        ("There were 114 clashes along the front.", [("incidents", 114)]),
        ("The army holds over 1,250 square kilometers (approximately 483 square miles).", [("area", 1250)]),
        # nothing
        ("No one was hurt in the strike.", [("fatalities", 0), ("injuries", 0)]),
        # wordings of tolls
        ("Most of the 20 dead were children.", [("fatalities", 20)]),
        ("Medics reported the death of two demonstrators and 30 injuries.", [("fatalities", 2), ("injuries", 30)]),
        ("Three occupants, said by the police to be militants, burned to death.", [("fatalities", 3)]),
        ("Five soldiers fell and eleven were injured.", [("fatalities", 5), ("injuries", 11)]),
        ("Seven got injuries of varying severity.", [("injuries", 7)]),
        ("A youth was shot through both knees.", [("injuries", 1)]),
        ("Eleven people were carried off to the district hospital.", [("injuries", 11)]),
        ("There were no casualties.", [("fatalities", 0), ("injuries", 0)]),
        ("The fire caused no deaths.", [("fatalities", 0)]),
        ("Nobody was killed, but three people were slightly hurt.", [("fatalities", 0), ("injuries", 3)]),
    ],
)
def test_what_a_sentence_counts(text, expected):
    assert sorted(figures(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "A 12-year-old testified about the 155mm shells of the 92nd Brigade.",
        "At 12:30 on 17 August 2024 the sirens sounded for 40 minutes.",
        "Turnout fell by 12 percent and $50,000 was stolen by thieves.",
        "The striker killed the game with two goals in three minutes.",
        "Team A beat Team B 3-1.",
        "Two gunmen attacked.",
        "It was the first attack since 2014.",
        "He flew an F-16 over Route 66.",
        "There were no immediate reports of casualties.",
        "Parliament killed the bill by 52 votes.",
        "Soldiers were killed.",
        "Leaders of both sides met twice.",
        "The city lies 12 km from the sea.",
        "The dead include three children.",
        "A passer-by of 27 died.",
        "The officer and the dog were not injured.",
        "A dam break could kill 2,000 people.",
        "The court sentenced 12 men to death.",
        "About 30 percent of the 1,200 houses were damaged.",
        "The champion knocked out three rivals in two rounds.",
        "The film captured 12 awards.",
        "The flu killed 1,200 chickens.",
        "Doctors treated 300 people for cholera.",
        "The debate died down.",
    ],
)
def test_what_is_no_count_is_left_out(text):
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [
        ("At least 20 people were killed.", 20, 20, OPEN),
        ("More than 20 people were killed.", 20, 20, OPEN),
        ("Up to 20 people were killed.", OPEN, 20, 20),
        ("About 20 people were killed.", OPEN, 20, OPEN),
        ("Between 20 and 30 people were killed.", 20, OPEN, 30),
        ("Dozens of people were killed.", 12, OPEN, OPEN),
        ("Hundreds were killed.", 100, OPEN, OPEN),
        ("At least two soldiers and a child were killed.", 3, 3, OPEN),
    ],
)
def test_bounds_keep_their_meaning(text, low, best, high):
    quantity = only(text).quantity
    assert (quantity.low, quantity.best, quantity.high) == (low, best, high)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("A rocket hit the market, killing three.", "killing"),
        ("The blast left 12 dead.", "dead"),
        ("The death toll rose to 47.", "toll"),
        ("Twenty people were reportedly killed.", "killed"),
        ("The army took control of 92 settlements.", "took"),
    ],
)
def test_the_head_is_the_word_that_it_belongs_to(text, head):
    assert only(text).head.text in {head, "control"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Drones killed 20 Russian soldiers.", "Russian soldiers"),
        ("The blast left 12 dead.", None),
        ("Hundreds of protesters marched.", "protesters"),
        ("Two women and a child were killed.", "Two women and a child"),
    ],
)
def test_whose_loss_it_is(text, subject):
    assert only(text).subject_text == subject


@pytest.mark.parametrize(
    "text",
    [
        "More than 40,000 people have been killed since the war began.",
        "The war has killed more than 14,000 people.",
        "Some 600 journalists have been killed in the past two decades.",
        "Since January, 1,200 civilians have been injured.",
        "The conflict, which has killed 9,000 people, goes on.",
        "As of 12 May, 61 people have died.",
        "The war has ruined the country and killed tens of thousands.",
    ],
)
def test_sums_over_a_war_are_cumulative(text):
    assert only(text).cumulative


@pytest.mark.parametrize(
    "text",
    [
        "The strike killed 12 people on Tuesday.",
        "It was the deadliest attack since 2014, leaving 23 dead.",
        "Another three people died, and the toll reached 15.",
        "The offensive began in May; on Sunday 12 soldiers were killed.",
    ],
)
def test_one_incident_is_not_cumulative(text):
    assert not any(item.cumulative for item in found(text))


def test_a_toll_of_the_war_is_told_from_the_incident():
    incident, war = found("The ministry said 71 people were killed in the raid, raising the toll to 41,000.")
    assert (incident.quantity.best, incident.cumulative) == (71, False)
    assert (war.quantity.best, war.cumulative) == (41000, True)


def test_an_area_is_in_square_kilometres_whatever_its_unit():
    quantity = only("Fire burned 12,000 hectares.").quantity
    assert (quantity.kind, quantity.best, quantity.unit) == ("area", 120, "km²")


def test_units_that_disagree_are_noted():
    assert "disagree" in only("Rebels hold 100 square kilometers (80 square miles).").quantity.note


def test_people_are_people_and_things_keep_their_name():
    assert only("The strike killed 12 schoolteachers.").quantity.unit == "people"
    assert only("The strike destroyed 11 storage tanks.").quantity.unit == "storage tanks"
    assert only("Fighting displaced 300 families.").quantity.unit == "families"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "12",
                    "people",
                    "killed",
                    "were",
                    "and",
                    "a",
                    "woman",
                    ",",
                    "including",
                    "three",
                    "of",
                    "them",
                    "dead",
                    "toll",
                ]
            ),
            st.text(max_size=6),
        ),
        max_size=20,
    )
)
def test_any_text_gives_exact_offsets(words):
    text = " ".join(words)
    first = [(item.quantity, item.start, item.end) for item in found(text)]
    assert all(text[start:end] == quantity.text for quantity, start, end in first)
    assert first == [(item.quantity, item.start, item.end) for item in found(text)]
