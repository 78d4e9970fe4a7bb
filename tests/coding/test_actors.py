"""Who did it and to whom, over the wars since 1990: active, passive and nominal, aliases, ACLED's inter codes."""

import pytest
from hand import coded, place

#: Made-up towns in real countries: the country decides who is at home.
TOWNS = {
    "AF": "Zarkala", "AO": "Kuvemba", "BA": "Brezovik", "BF": "Tanwori", "BR": "Itapora", "CD": "Lukweti",
    "CF": "Bambora",
    "CO": "Tamburo", "DZ": "Aïn Zerga", "EC": "Puerto Loma", "ET": "Debre Kela", "GB": "Ardmore", "GE": "Tsakheti",
    "HT": "Ti Rivyè", "ID": "Waimera", "IL": "Kfar Dalet", "IN": "Bhalipur", "IQ": "Tal Aziz", "KE": "Lokiriama",
    "KH": "Pailor", "LB": "Deir Amun", "LK": "Kilivaddy", "LR": "Gbanka Town", "LY": "Bir Qasr", "MM": "Kyaukmyo",
    "MX": "Agua Zarca", "MZ": "Nangade Velha", "NG": "Gwarzo", "NP": "Rolpagaon", "PE": "Santa Rosa",
    "PH": "Datu Salin",
    "PK": "Razmani", "PS": "Beit Salem", "RU": "Shatori", "SD": "Um Dabal", "SL": "Makolo", "SO": "Buulo Xaar",
    "SS": "Pibori", "SY": "Tell Jamal", "TD": "Bol Kouta", "TR": "Yayladere", "UA": "Novolisne", "UG": "Atiako",
    "VE": "La Ceiba", "XK": "Rahovica", "YE": "Al Hawra",
}  # fmt: skip


def parties(text, country):
    """Return (actors, recipients) of the first violent event of a text, each as (name, inter)."""
    where = place(TOWNS[country], country)
    events = [
        e for e in coded(text.replace("#", TOWNS[country]), where) if e.event_type not in ("Diplomacy", "Humanitarian")
    ]
    assert events, "no event"
    actors = [(actor.name, actor.inter) for actor in events[0].actors if actor.role == "actor"]
    recipients = [(actor.name, actor.inter) for actor in events[0].actors if actor.role == "recipient"]
    return actors, recipients


RUSSIA, UKRAINE = "Military Forces of Russia", "Military Forces of Ukraine"
ISRAEL, US = "Military Forces of Israel", "Military Forces of United States"


@pytest.mark.parametrize(
    ("text", "country", "actor", "recipient"),
    [
        # states at home and abroad: active, passive, nominal
        ("Russian troops shelled #.", "UA", (RUSSIA, 8), None),
        ("# was shelled by Russian artillery.", "UA", (RUSSIA, 8), None),
        ("Russian shelling of # killed two pensioners.", "UA", (RUSSIA, 8), ("two pensioners", 7)),
        ("The Russians captured #.", "UA", (RUSSIA, 8), None),
        ("Ukrainian drones struck a depot in #.", "RU", (UKRAINE, 8), None),
        ("Ukraine's army attacked Russian troops near #.", "UA", (UKRAINE, 1), (RUSSIA, 8)),
        ("Israeli jets bombed #.", "LB", (ISRAEL, 8), None),
        ("An Israeli air strike on # killed a family of five.", "LB", (ISRAEL, 8), None),
        ("Israel bombed #.", "SY", (ISRAEL, 8), None),
        ("The IDF shelled #.", "PS", ("Israel Defense Forces", 8), None),
        ("U.S. aircraft bombed #.", "IQ", (US, 8), None),
        ("American warplanes bombed Taliban positions in #.", "AF", (US, 8), ("Taliban", 2)),
        ("Turkish drones hit # overnight.", "SY", ("Military Forces of Turkey", 8), None),
        ("Iraqi soldiers shot dead two shepherds in #.", "IQ", ("Military Forces of Iraq", 1), ("two shepherds", 7)),
        ("Ugandan troops shot dead a trader in #.", "CD", ("Military Forces of Uganda", 8), ("trader", 7)),
        ("Kenyan jets bombed #.", "SO", ("Military Forces of Kenya", 8), None),
        ("Ethiopian forces shelled #.", "ET", ("Military Forces of Ethiopia", 1), None),
        ("Eritrean soldiers killed eleven villagers in #.", "ET",
         ("Military Forces of Eritrea", 8), ("eleven villagers", 7)),
        ("Saudi-led coalition jets bombed #.", "YE", ("Saudi-led coalition", 8), None),
        ("Chadian Sukhois bombed #.", "NG", ("Military Forces of Chad", 8), None),
        ("Myanmar's military bombed #.", "MM", ("Military Forces of Myanmar", 1), None),
        ("Junta jets bombed #.", "MM", None, None),
        ("The Tatmadaw shelled #.", "MM", ("Military Forces of Myanmar", 1), None),
        ("FARDC soldiers clashed with the M23 in #.", "CD",
         ("Armed Forces of the Democratic Republic of Congo", 1), ("M23", 2)),
        ("NATO aircraft bombed #.", "LY", ("NATO", 8), None),
        ("The Indonesian army shot dead three students in #.", "ID",
         ("Military Forces of Indonesia", 1), ("three students", 7)),
        # rebels and other armed groups, by alias
        ("Fighters of the Tamil Tigers attacked an army camp in #.", "LK",
         ("Liberation Tigers of Tamil Eelam", 2), None),
        ("LTTE cadres attacked soldiers in #.", "LK", ("Liberation Tigers of Tamil Eelam", 2), ("soldiers", 1)),
        ("The RUF attacked # and killed thirty villagers.", "SL", ("Revolutionary United Front", 2), None),
        ("UNITA rebels shelled #.", "AO", ("UNITA", 2), None),
        ("Bosnian Serb forces shelled #.", "BA", ("Army of Republika Srpska", 2), None),
        ("# was shelled by the Bosnian Serb army.", "BA", ("Army of Republika Srpska", 2), None),
        ("KLA guerrillas ambushed a police patrol in #.", "XK", ("Kosovo Liberation Army", 2), None),
        ("Chechen fighters ambushed a Russian convoy in #.", "RU", ("Chechen rebels", 2), None),
        ("The IRA bombed a barracks in #.", "GB", ("Provisional Irish Republican Army", 2), None),
        ("Abkhaz forces shelled #.", "GE", ("Abkhaz forces", 2), None),
        ("FARC guerrillas killed three policemen in #.", "CO",
         ("Revolutionary Armed Forces of Colombia", 2), ("three policemen", 1)),
        ("ELN fighters kidnapped two engineers in #.", "CO", ("ELN", 2), ("two engineers", 7)),
        ("Shining Path rebels ambushed a patrol in #.", "PE", ("Shining Path", 2), None),
        ("The Khmer Rouge shelled #.", "KH", ("Khmer Rouge", 2), None),
        ("Abu Sayyaf gunmen abducted a teacher in #.", "PH", ("Abu Sayyaf", 2), ("teacher", 7)),
        ("NPA rebels ambushed soldiers in #.", "PH", ("New People's Army", 2), ("soldiers", 1)),
        ("The Lord's Resistance Army abducted 20 children in #.", "UG",
         ("Lord's Resistance Army", 2), ("20 children", 7)),
        ("The LRA raided # and abducted 20 children.", "UG", ("Lord's Resistance Army", 2), None),
        ("Al-Shabaab militants attacked a base in #.", "SO", ("Al-Shabaab", 2), None),
        ("A base in # was attacked by al Shabaab.", "SO", ("Al-Shabaab", 2), None),
        ("Houthi fighters shelled #.", "YE", ("Houthis", 2), None),
        ("The RSF shelled #.", "SD", ("Rapid Support Forces", 2), None),
        ("Shelling by the Rapid Support Forces killed nine people in #.", "SD",
         ("Rapid Support Forces", 2), ("nine people", 7)),
        ("JNIM fighters killed twelve soldiers in #.", "BF", ("JNIM", 2), ("twelve soldiers", 1)),
        ("An attack by IS fighters killed eight soldiers in #.", "SY", ("Islamic State", 2), ("eight soldiers", 1)),
        ("Isis militants executed two men in #.", "IQ", ("Islamic State", 2), ("two men", 7)),
        ("PKK militants attacked a Turkish outpost in #.", "TR", ("PKK", 2), None),
        ("Hezbollah fired rockets at #.", "IL", ("Hezbollah", 2), None),
        ("Boko Haram killed six farmers in #.", "NG", ("Boko Haram", 2), ("six farmers", 7)),
        ("Six farmers were killed by Boko Haram in #.", "NG", ("Boko Haram", 2), ("Six farmers", 7)),
        ("TTP militants attacked a police post in #.", "PK", ("Tehreek-e-Taliban Pakistan", 2), None),
        ("Maoist rebels attacked a police station in #.", "NP", ("Naxalites", 2), None),
        ("The Arakan Army captured #.", "MM", ("Arakan Army", 2), None),
        ("Rebels of the NPFL attacked #.", "LR", ("National Patriotic Front of Liberia", 2), None),
        ("GIA militants killed fourteen villagers in #.", "DZ", ("Armed Islamic Group", 2), ("fourteen villagers", 7)),
        ("Seleka fighters killed nine civilians in #.", "CF", ("Seleka", 2), ("nine civilians", 7)),
        ("RENAMO gunmen attacked a bus in #.", "MZ", ("RENAMO", 2), None),
        ("Chadian rebels attacked a garrison in #.", "TD", ("Rebels (Chad)", 2), None),
        ("Rebels attacked soldiers in #.", "CD", ("Rebels", 2), ("soldiers", 1)),
        # militias, gangs, communal
        ("Janjaweed militiamen killed forty villagers in #.", "SD",
         ("Rapid Support Forces", 2), ("forty villagers", 7)),
        ("Anti-balaka militiamen killed two traders in #.", "CF", ("Anti-balaka", 3), ("two traders", 7)),
        ("Turkana raiders killed a herder in #.", "KE", ("Mungiki", 4), ("herder", 7)),
        ("Gunmen shot dead a councillor in #.", "MX", ("Gunmen", 3), ("councillor", 7)),
        ("A councillor was shot dead by gunmen in #.", "EC", ("gunmen", 3), ("councillor", 7)),
        ("Viv Ansanm gangsters attacked #.", "HT", ("Viv Ansanm", 3), None),
        ("Los Choneros shot dead a prison guard in #.", "EC", ("Ecuadorian gangs", 3), None),
        ("Members of the Sinaloa Cartel shot dead two men in #.", "MX", ("Sinaloa Cartel", 3), ("two men", 7)),
        ("Israeli settlers beat a farmer in #.", "PS", ("Israeli settlers", 4), ("farmer", 7)),
        # police, protesters, rioters
        ("Police shot dead two protesters in #.", "KE", ("Police", 1), ("two protesters", 6)),
        ("Venezuelan police shot dead a man in #.", "VE", ("Police Forces of Venezuela", 1), ("man", 7)),
        ("Brazilian police killed six people in a raid in #.", "BR", ("Police Forces of Brazil", 1), ("six people", 7)),
        ("Thousands of people protested in # against fuel prices.", "NG", ("people", 6), None),
        ("Students marched through # on Friday to demand new elections.", "KE", ("Students", 6), None),
        ("Rioters set fire to a police station in #.", "IN", ("Rioters", 5), None),
        ("A mob lynched a man in #.", "IN", ("mob", 5), ("man", 7)),
        # leaders and seats stand for their side
        ("Putin's forces shelled #.", "UA", (RUSSIA, 8), None),
        ("Haftar's forces shelled #.", "LY", ("Libyan National Army", 2), None),
        ("Assad's army shelled #.", "SY", ("Syrian Arab Army", 1), None),
        ("Moscow's troops captured #.", "UA", (RUSSIA, 8), None),
    ],
)  # fmt: skip
def test_who_and_to_whom(text, country, actor, recipient):
    actors, recipients = parties(text, country)
    if actor is not None:
        assert actors[:1] == [actor]
    if recipient is not None:
        assert recipient in recipients
