"""The closed words that tell a place name from other names, and one kind of place from another.

Everything here is general English of news and situation reports. Feature classes are those of GeoNames: A (divisions),
P (populated places), H (waters), T (relief, islands), L (areas), S (spots and facilities).
"""

import re
from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(text.split())


def _classes(table: dict[str, str]) -> dict[str, str]:
    return {word: classes for classes, words in table.items() for word in words.split()}


#: A common noun that names a kind of place, and the feature classes that it allows, the likeliest first.
TYPE_WORDS: Final[dict[str, str]] = _classes(
    {
        "A": "oblast oblasts province provinces state states county counties governorate governorates prefecture "
        "department departments canton krai okrug raion raions rayon voivodeship emirate wilaya woreda republic "
        "kingdom arrondissement governate muhafazah subdistrict sub-district subprefecture regency tehsil taluk "
        "kebele diocese country constituency autonomous statelet",
        "AL": "region regions territory territories zone parish district districts area areas enclave exclave",
        "AP": "municipality commune communes borough ward",
        "PA": "city cities capital metropolis",
        "P": "town towns townships township village villages hamlet hamlets settlement settlements suburb suburbs "
        "neighborhood neighbourhood neighborhoods neighbourhoods quarter quarters locality kibbutz moshav stanitsa "
        "conurbation slum slums favela",
        "H": "river rivers lake lakes sea ocean gulf bay strait straits canal reservoir creek delta lagoon wadi "
        "channel estuary tributary inlet fjord sound basin waterway stream riverbank riverbanks",
        "T": "mount mountain mountains mt hill hills island islands isle isles peninsula cape desert valley plateau "
        "ridge highlands archipelago summit volcano massif range atoll spit steppe heights",
        "SP": "port harbour harbor base camp camps crossing checkpoint outpost",
        "S": "airport airfield airbase aerodrome bridge dam plant station prison hospital university monastery mine "
        "refinery barracks stadium square street road avenue boulevard highway cemetery temple mosque church "
        "cathedral palace castle fort fortress hotel mall plaza museum school college terminal depot",
        "L": "front sector axis corridor forest reserve park coast border frontier",
    }
)

#: Type words that, capitalised behind or before a name, belong to the name itself ("Orange County", "Lake Chad").
NAME_TAILS: Final = words(
    "County Oblast Region Province Governorate Prefecture District Raion Rayon Krai Okrug Parish Township "
    "River Lake Sea Ocean Gulf Bay Strait Straits Canal Reservoir Creek Delta Channel Basin Island Islands Isle Isles "
    "Mountains Mountain Hills Peninsula Desert Valley Plateau Highlands Archipelago Heights Territory Municipality "
    "City State Village Airport Airfield Airbase Bridge Dam Falls Beach Harbor Harbour Coast Voivodeship Emirate "
    "Street Road Avenue Boulevard Square Park"
)
NAME_HEADS: Final = words(
    "Lake Mount Mt Mt. Cape Fort Port River Camp Isle Wadi Jebel Jabal Tell Tel Gulf Bay Strait Sea"
)

#: Tails that make the name a facility or street, not a town or a division.
SPOT_TAILS: Final = words("Street Road Avenue Boulevard Square Park Bridge Airport Airfield Airbase Dam")

#: Tails of the names of small waters, hills and townships, of which no gazetteer has all.
LOCAL_TAILS: Final = words(
    "Creek Run Brook Branch Fork River Lake Pond Reservoir Slough Bayou Township Twp Hill Hills Ridge Mountain Hollow "
    "Falls Beach Bay Cove Point Spit Island Woods Heights Valley Trail Bluff Bluffs Canyon Gulch Landing Crossing "
    "Springs Marsh Swamp Forest Plantation Estate Estates Village Manor Common Commons"
)

#: Last words of the names of buildings and grounds.
VENUE_TAILS: Final = words(
    "Hospital Clinic Infirmary Stadium Arena Hall Theatre Theater Cinema Center Centre School College University "
    "Academy Church Cathedral Basilica Chapel Abbey Monastery Temple Shrine Mosque Synagogue Museum Gallery "
    "Library Estate Gardens Garden Zoo Station Prison Jail Penitentiary Court Courthouse Hotel Inn Tower Towers "
    "Plaza Mall Market Building House Palace Castle Terminal Plant Mill Mine Refinery Depot Farm Ranch Cemetery "
    "Barracks Base Garrison Crossing Checkpoint Tunnel Pier Wharf Marina Racecourse Speedway Fields Field Square "
    "Street Road Avenue Boulevard Lane Drive Highway Park Bridge Airport Airfield Airbase Dam Camp Port Quarter "
    "Campus Pavilion Embassy Consulate"
)

#: Those of them that are usually called after the town or district where they stand.
NAMED_AFTER_TOWN: Final = words(
    "Hospital Airport University College Stadium Station Cathedral Prison Jail Penitentiary Hall Museum Zoo Library "
    "Courthouse Plant Refinery Terminal Airfield Airbase Base Camp Port Dam Barracks Garrison Academy School Mine "
    "Depot Checkpoint Crossing Bridge Tunnel Castle Racecourse Speedway Arena Cemetery"
)

#: Words whose capitalised form, next to a place name, makes an organisation or work of the two.
ORGANISATION_WORDS: Final = words(
    "academy administration agency airlines airways alliance ambulance army assembly association athletics authority "
    "bank battalion board brigade broadcasting bureau business cabinet center centre chamber chronicle club coalition "
    "college commission committee company conference congress consulate convention corporation council court daily "
    "declaration defence defense department directorate division embassy enterprise exchange federation fc "
    "fire force forces foundation front fund gazette government group guard guardian guards headquarters herald "
    "hospital house industries initiative institute institution insurance intelligence international journal "
    "league legion limited ltd inc llc magazine marines media military militia ministry movement museum national "
    "navy network news newspaper observer office organisation organization orchestra parliament party patriarchate "
    "police post posts prison project radio regiment register research review school schools secretariat securities "
    "senate service services sheriff society squadron state statehouse statement stock studies summit supreme team "
    "television telegraph television times tribune tribunal troupe tv union united university volunteers watch "
    "weekly wanderers rovers rangers airline petroleum oil gas telecom motors motor railways railway steel "
    "command corps fleet district-attorney accord accords agreement protocol treaty convention republicans democrats "
    "open marathon festival championship championships cup grand prix games olympics derby trophy bowl dodgers "
    "lottery act bill law order constitution genocide massacre war revolution spring"
)

#: Words before "of NAME" that make an organisation ("University of Kansas", "Bank of China").
ORGANISATION_HEADS: Final = words(
    "university bank church ministry department institute college academy museum society association federation "
    "chamber council government parliament house court diocese archdiocese bishop archbishop patriarch battle "
    "siege treaty declaration duke duchess prince princess earl bulletin times voice friends front party army "
    "republic universities banks churches ministries departments institutes colleges academies museums associations "
    "federations chambers councils governments courts corporation corp company companies foundation league union "
    "confederation commonwealth organisation organization board bureau office embassy consulate commission alliance "
    "congress assembly senate sons daughters knights order summit conference association bar center centre club"
)

#: Titles and functions that announce a person.
PERSON_TITLES: Final = words(
    "mr mrs ms miss dr prof professor sir dame lord lady madam rev reverend fr father sister brother saint imam sheikh "
    "ayatollah rabbi pope cardinal bishop archbishop president premier chancellor minister secretary senator sen "
    "congressman congresswoman rep representative gov governor mayor ambassador envoy judge justice attorney sheriff "
    "officer detective constable inspector general gen lieutenant lt colonel col major maj captain capt sergeant sgt "
    "corporal cpl private pvt admiral adm commander marshal brigadier commodore king queen prince princess emperor "
    "tsar chairman chairwoman chairperson director coach manager spokesman spokeswoman spokesperson analyst "
    "historian journalist reporter correspondent editor author singer actor actress striker midfielder defender "
    "goalkeeper quarterback pitcher aide adviser advisor chief head leader lawyer"
)

#: Verbs of which persons and governments are subjects, in any form.
SPEECH_VERBS: Final = words(
    "say tell announce declare state claim accuse warn deny insist argue add note believe want urge call demand "
    "condemn reject accept agree offer promise pledge vow threaten ask reply respond answer report confirm admit "
    "acknowledge allege assert maintain express reiterate stress emphasize emphasise hope fear seek refuse decide "
    "plan propose suggest welcome praise criticize criticise blame denounce support back oppose recognize recognise "
    "sanction impose expel summon recall sign ratify negotiate mediate broker consider view see regard expect "
    "approve veto vote appeal request invite host send supply provide deliver deploy withdraw launch order "
    "retaliate respond signal hint hesitate delay promise pressure invade annex occupy attack bomb strike shell "
    "fire destroy capture seize lose win defend intercept open-up agree concede cooperate help aid fund finance "
    "lift ease tighten suspend resume halt end start begin use try try-to make take get give keep hold need know "
    "think feel enjoy face"
)

#: Verbs of speech proper: "said Jackson" announces a person.
SAYING: Final = words("say tell add explain reply recall write tweet declare state announce claim warn note")

_IRREGULAR: Final = {
    "say": "said", "tell": "told", "write": "wrote written", "see": "saw seen", "send": "sent", "lose": "lost",
    "win": "won", "get": "got", "give": "gave given", "keep": "kept", "hold": "held", "know": "knew known",
    "think": "thought", "feel": "felt", "make": "made", "take": "took taken", "begin": "began begun",
    "withdraw": "withdrew withdrawn", "seek": "sought", "strike": "struck", "hit": "hit", "leave": "left",
    "flee": "fled", "overrun": "overran", "shake": "shook shaken", "burn": "burnt", "retake": "retook retaken",
}  # fmt: skip


def forms(lemmas: frozenset[str]) -> frozenset[str]:
    """Return the forms of verbs: the lemma, -s, -ed and -ing, and the irregular ones of the verbs used here."""
    found = set(lemmas)
    for lemma in lemmas:
        stem = lemma.removesuffix("e")
        if lemma.endswith("y") and lemma[-2] not in "aeiou":
            found |= {f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"}
        else:
            found |= {f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else f"{lemma}s", f"{stem}ing"}
            doubled = re.fullmatch(r"[a-z]{1,3}?[aeiou][bdgmnpt]|[a-z]*(?:mit|fer|pel|ban|vow)", lemma)
            found.add(f"{lemma}{lemma[-1]}ed" if doubled else f"{stem}ed")
            if doubled:
                found.add(f"{lemma}{lemma[-1]}ing")
        found.update(_IRREGULAR.get(lemma, "").split())
    return frozenset(found)


SAYING_FORMS: Final = forms(SAYING)
SPEECH_FORMS: Final = forms(SPEECH_VERBS)

#: What forces do to a place, and what is done there.
FIGHTING_VERBS: Final = words(
    "attack shell bomb bombard strike hit target capture recapture seize retake take liberate storm enter reach "
    "besiege encircle evacuate flee leave raid pound occupy defend hold lose abandon overrun surround shake rock "
    "flatten raze loot burn advance withdraw retreat pull push move march"
)
FIGHTING_FORMS: Final = forms(FIGHTING_VERBS)

#: What is done to hardly anything but a place.
TAKING_FORMS: Final = forms(
    words("recapture retake overrun liberate reoccupy besiege encircle bombard shell capture occupy garrison")
)

#: Prepositions that place something.
LOCATIVE: Final = words(
    "in at near around outside inside within across throughout into toward towards above over via through along "
    "beyond behind beside between off onto surrounding encircling from leaving reaching amid downtown central "
    "entering visiting visited western eastern northern southern north south east west northeast northwest southeast "
    "southwest north-eastern north-western south-eastern south-western northeastern northwestern southeastern "
    "southwestern occupied besieged nearby"
)

#: Words of direction and part that may stand before a name and are no part of it.
PARTS: Final = words(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern north-east north-west south-east south-west north-eastern "
    "north-western south-eastern south-western upper lower inner outer greater mainland rural coastal downtown mid"
)

#: Words of names that are no place's, though some place may bear them.
GENERIC: Final = (
    frozenset(TYPE_WORDS)
    | ORGANISATION_WORDS
    | PARTS
    | words(
        "royal mental regional municipal state local public memorial general special technical medical military naval "
        "sports olympic grand old new great little big holy sacred victory liberty union unity friendship hope main "
        "first second third children children's women's men's community saint st trinity imperial king's queen's"
    )
)

#: Months and days, never places by themselves, and other capitalised words that name no place.
NEVER: Final = words(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri "
    "sat sun the a an and or but if in on at of to by as is it he she we they i you his her its our their my your "
    "this that these those there here what when where who why how which while with from for not no yes so such than "
    "then one two three four five six seven eight nine ten first second third next last new old many most more all "
    "some any both each few other another also just only even ever never however meanwhile although though because "
    "since until after before during about against among between through under over would could should will can "
    "may might must do does did done has have had be been being was were are am mr mrs ms dr god christmas easter "
    "ramadan eid covid internet photo file image read more related source sources update breaking live watch video "
    "congress parliament senate duma knesset bundestag federal government council assembly cabinet commons "
    "share tweet facebook twitter google microsoft telegram reuters ap afp"
)

#: What teams do to each other, and what is spoken of where they do.
SPORT_VERBS: Final = words(
    "beat beats beaten beating defeat defeated defeats edge edged edges rout routed routs trounce trounced thrash "
    "thrashed host hosts hosted face faces faced visit visits visited drew draw draws lost lose loses won win wins "
    "scored scores score led leads trail trails trailed topped tops upset upsets downed blanked outscored swept sweeps "
    "outlasted stunned hammered crushed overcame eliminated clinched equalised equalized"
)
SPORT_WORDS: Final = words(
    "match matches game games goal goals season league cup striker midfielder goalkeeper coach manager innings inning "
    "playoff playoffs halftime quarter points touchdown touchdowns yards quarterback rebounds assists wicket wickets "
    "try tries overtime penalty kickoff fixture fixtures standings tournament semifinal semi-final final quarterfinal "
    "championship derby stadium fans defeat victory draw team teams squad pitcher homer runs shutout batting bowled"
)

#: Diseases that bear the name of a place, and are written of more than the place.
DISEASES: Final = words("ebola zika lassa marburg lyme nipah hendra hanta coxsackie norwalk reston")

#: Companies and goods that are better known than the place of their name.
BRANDS: Final = words(
    "nokia toyota amazon corning hershey zara tesla santander evian vichy cheddar dijon cognac chablis gouda edam "
    "roquefort parmesan tabasco champagne bourbon sherry"
)

#: Words that are no part of a name, whatever their capital ("ANCHOR: In Jos", "Rain Falls On Turin").
FUNCTION_WORDS: Final = words(
    "in at on near from to of by with for the a an and or but as after before since while when where if that this "
    "these those it he she they we his her their its our my your not no yes so than then there here is was were are be "
    "been has have had will would can could must do does did who what which why how into over under around about "
    "between among through during against across towards amid despite until because although though however meanwhile "
    "also"
)

#: Governments named by their seat, which is a building or a court rather than a town.
SEATS: Final = frozenset(
    {
        "kremlin",
        "the kremlin",
        "white house",
        "the white house",
        "pentagon",
        "the pentagon",
        "downing street",
        "10 downing street",
        "whitehall",
        "bankova",
        "elysee",
        "elysee palace",
        "quai d'orsay",
        "foggy bottom",
        "capitol hill",
        "zhongnanhai",
        "blue house",
        "holy see",
        "the hague",
        "state department",
        "west wing",
        "sublime porte",
        "aso rock",
        "rashtrapati bhavan",
        "casa rosada",
        "planalto",
    }
)
