"""Old names, press spellings and romanisations lead to today's places; each line can be checked in an atlas."""

import pytest
from geopy.distance import great_circle

from mapkit.gazetteer import Gazetteer, Kind, contains
from mapkit.model import Place

#: Country, latitude, longitude, and names of which each means this place first of all.
FIRST = """
UA 48.60 38.00 Artyomovsk|Artemivsk|Artemovsk|Bakhmut|Bahmut
UA 48.40 37.85 Dzerzhinsk Donetsk Oblast|Toretsk
UA 48.28 37.18 Krasnoarmeysk Donetsk Oblast|Krasnoarmiysk|Krasnoarmiisk
UA 49.99 36.23 Kharkov|Kharkiv|Char'kov|Kharkow
UA 48.47 35.04 Dnepropetrovsk|Dnipropetrovsk|Dnipro|Dniepropetrovsk|Dnepropetrovs'k
UA 46.97 32.00 Mykolaiv|Mykolayiv|Nikolayev
UA 51.50 31.29 Chernigov|Chernihiv|Czernihow
UA 50.62 26.25 Rovno|Rivne
UA 49.84 24.02 Lvov|Lviv|L'viv|Lwów|Lemberg
UA 48.31 38.02 Gorlovka|Horlivka
UA 48.05 37.97 Makeevka|Makeyevka|Makiivka
UA 48.23 38.21 Yenakiyevo|Enakievo|Yenakiieve|Yenakiyeve|Enakiyevo
UA 49.71 37.62 Kupiansk|Kupyansk|Kupjansk
UA 49.21 37.26 Izyum|Izium|Isjum
UA 48.99 37.80 Krasny Lyman|Krasnyi Lyman|Lyman
UA 48.14 37.74 Avdeevka|Avdeyevka|Avdiivka|Avdiyivka|Avdijivka
UA 47.94 37.50 Maryinka|Marinka|Mariinka|Marjinka
UA 47.78 37.25 Ugledar|Vugledar|Vuhledar|Ugledar'
UA 47.60 37.50 Volnovakha|Volnovaha
UA 48.59 37.83 Chasov Yar|Chasiv Yar|Chasiw Jar
UA 48.57 37.90 Kleshcheevka|Klishchiivka|Klescheevka|Kleshcheyevka
UA 48.15 37.30 Selidovo|Selydove
UA 48.21 37.34 Novogrodovka|Novohrodivka
UA 47.98 37.28 Kurakhovo|Kurakhove|Kurahovo
UA 48.51 32.26 Kirovograd|Kirovohrad|Kropyvnytskyi|Kropyvnytskyy|Kropivnitsky|Elisavetgrad|Yelisavetgrad
UA 48.95 38.49 Severodonetsk|Sievierodonetsk|Sieverodonetsk|Syevyerodonetsk
UA 48.85 37.62 Slovyansk|Sloviansk|Slov'yansk
UA 50.29 36.94 Vovchansk
UA 48.74 37.58 Kramatorsk
UA 48.90 38.44 Lysychansk|Lisichansk
UA 47.85 35.12 Zaporozhye|Zaporizhzhia|Zaporizhia|Zaporizhzhya|Zaporozhe
UA 46.64 32.61 Kherson|Cherson
UA 46.48 30.73 Odessa Ukraine|Odesa
UA 50.45 30.52 Kiev|Kyiv|Kyyiv|Kiew
UA 47.10 37.54 Mariupol|Mariupol'
UA 46.75 36.78 Berdyansk|Berdiansk
UA 46.85 35.37 Melitopol
UA 47.66 34.09 Nikopol|
UA 47.57 34.40 Energodar|Enerhodar
UA 47.48 36.25 Gulyaipole|Huliaipole|Gulyaypole|Hulyaipole
UA 47.44 35.28 Vasylivka Zaporizhzhia Oblast|Vasilyevka Zaporizhzhia Oblast
UA 47.38 35.82 Orikhiv Zaporizhzhia Oblast|Orekhov
UA 48.34 38.09 Debaltseve|Debaltsevo
UA 48.63 38.55 Popasnaya|Popasna
UA 48.77 38.10 Soledar|
UA 49.04 38.22 Kremennaya|Kreminna
UA 49.39 38.15 Svatovo|Svatove
UA 50.91 34.80 Sumy|Sumi
UA 49.23 28.47 Vinnytsia|Vinnitsa|Vinnitsya|Vinnytsya
UA 50.25 28.66 Zhitomir|Zhytomyr
UA 49.42 27.00 Khmelnitsky|Khmelnytskyi|Khmelnytskyy|Khmelnitskiy
UA 48.29 25.94 Chernovtsy|Chernivtsi|Czernowitz|Cernauti
UA 48.62 22.29 Uzhgorod|Uzhhorod
UA 49.55 25.59 Ternopol|Ternopil
UA 48.92 24.71 Ivano-Frankovsk|Ivano-Frankivsk
UA 47.91 33.39 Krivoy Rog|Kryvyi Rih|Krivoi Rog|Kryvyy Rih|Krivyi Rig
UA 49.59 34.55 Poltava
UA 51.28 30.22 Chernobyl Kyiv Oblast|Chornobyl
UA 44.95 34.10 Simferopol
UA 44.61 33.52 Sevastopol|Sebastopol Ukraine
RU 51.73 36.19 Kursk
RU 50.60 36.59 Belgorod
RU 48.72 44.50 Volgograd|Stalingrad|Tsaritsyn
RU 59.94 30.31 Leningrad|Petrograd|St. Petersburg|Sankt-Peterburg
RU 54.71 20.51 Königsberg|Koenigsberg|Kaliningrad
RU 43.32 45.70 Grozny|Grozniy|Groznyy
RU 56.84 60.60 Sverdlovsk Russia|Yekaterinburg|Ekaterinburg
RU 56.33 44.00 Gorky|Nizhny Novgorod|Nizhni Novgorod|Nizhniy Novgorod
RU 53.20 50.15 Samara Russia
BY 53.90 27.56 Minsk
BY 52.44 30.99 Gomel|Homel|Homyel
BY 53.92 30.34 Mogilev|Mahilyow|Mahilyou
BY 55.19 30.20 Vitebsk|Viciebsk|Vitsyebsk
GE 41.69 44.83 Tiflis|Tbilisi
AM 40.18 44.51 Erivan|Yerevan|Erevan
KZ 43.25 76.95 Alma-Ata|Almaty
KZ 51.17 71.45 Nur-Sultan|Akmola|Tselinograd|Astana
KG 42.87 74.59 Frunze Kyrgyzstan|Bishkek
TJ 38.54 68.78 Stalinabad|Dushanbe
TM 37.95 58.38 Ashkhabad|Ashgabat
AZ 39.82 46.75 Stepanakert|Khankendi|Xankendi
AZ 39.76 46.75 Shushi|Shusha
MM 16.80 96.16 Rangoon|Yangon
MM 21.97 96.08 Mandalay
MM 16.69 98.51 Myawaddy|Myawadi
MM 19.75 96.12 Naypyidaw|Nay Pyi Taw|Naypyitaw
MM 20.15 92.90 Sittwe|Akyab
MM 16.49 97.63 Moulmein|Mawlamyine|Mawlamyaing
MM 16.78 94.74 Bassein|Pathein
MM 17.34 96.48 Pegu|Bago Myanmar
TR 41.01 28.95 Constantinople|Istanbul|Stamboul
TR 38.42 27.14 Smyrna Turkey|Izmir|İzmir
TR 39.92 32.85 Angora|Ankara
TR 41.67 26.56 Adrianople|Edirne
TR 36.20 36.16 Antakya|Antioch Turkey
GR 40.64 22.94 Salonica|Salonika|Thessaloniki|Saloniki
GR 37.98 23.73 Athens Greece|Athina
PL 54.35 18.65 Danzig|Gdansk|Gdańsk
PL 51.10 17.03 Breslau|Wroclaw|Wrocław
PL 53.43 14.55 Stettin|Szczecin
PL 50.06 19.94 Cracow|Krakow|Kraków|Krakau
PL 50.04 19.22 Auschwitz|Oswiecim
PL 50.26 19.02 Kattowitz|Katowice
SK 48.15 17.11 Pressburg|Pozsony|Bratislava
CZ 49.20 16.61 Brünn|Brno
CZ 50.09 14.42 Prague|Praha|Prag
LT 54.69 25.28 Vilna|Wilno|Vilnius
LT 54.90 23.91 Kovno|Kaunas
LV 55.88 26.53 Dvinsk|Daugavpils
EE 59.44 24.75 Reval|Tallinn
EE 58.38 26.72 Dorpat|Tartu
HR 42.65 18.09 Ragusa Croatia|Dubrovnik
HR 45.34 14.41 Fiume|Rijeka
RO 46.77 23.60 Klausenburg|Kolozsvar|Cluj-Napoca|Cluj
RO 45.75 21.23 Temesvar|Timisoara
BG 42.70 23.32 Sofia|Sofiya
AL 41.33 19.82 Tirana|Tiranë
XK 42.66 21.16 Pristina|Prishtina|Priština
DE 50.83 12.92 Karl-Marx-Stadt|Chemnitz
DE 48.14 11.58 Munich|München|Muenchen
DE 50.94 6.96 Cologne|Köln|Koeln
AT 48.21 16.37 Vienna|Wien
IT 45.64 13.79 Trieste|Triest
IT 40.85 14.27 Naples Italy|Napoli
SY 35.34 40.14 Deir ez-Zor|Dayr al-Zawr|Deir Ezzor|Dayr az Zawr|Deir al-Zour|Deir el-Zour
SY 35.95 39.01 Raqqa|Raqqah|Ar-Raqqah|al-Raqqa|Rakka
SY 35.93 36.63 Idlib|Edlib|Idleb
SY 36.20 37.16 Aleppo|Halab
SY 34.73 36.71 Homs|Hims
SY 32.62 36.10 Daraa|Deraa
SY 36.37 37.52 Al-Bab
SY 35.53 35.79 Latakia|Lattakia|Ladhiqiyah
SY 36.53 37.95 Manbij|Menbij
SY 36.89 38.35 Kobani|Kobane|Ayn al-Arab
SY 34.45 40.92 Abu Kamal|Al-Bukamal|Albu Kamal
IQ 36.34 43.13 Mosul|Mawsil|al-Mawsil
IQ 33.35 43.78 Fallujah|Falluja|al-Fallujah
IQ 33.43 43.30 Ramadi|ar-Ramadi
IQ 36.19 44.01 Erbil|Irbil|Arbil|Hewler
IQ 35.47 44.39 Kirkuk
IQ 30.51 47.78 Basra|Basrah|al-Basrah
IQ 31.99 44.33 Najaf|an-Najaf
IQ 34.61 43.68 Tikrit
EG 31.20 29.92 Alexandria Egypt|al-Iskandariyah
LY 32.12 20.07 Benghazi|Bengasi|Binghazi
LY 32.38 15.09 Misrata|Misratah|Misurata
YE 14.80 42.95 Hodeidah|al-Hudaydah|Hodeida
YE 15.35 44.21 Sanaa|Sana'a|San'a
YE 13.58 44.02 Taiz|Ta'izz|Taizz
YE 15.46 45.33 Marib|Ma'rib
SA 21.49 39.19 Jeddah|Jidda|Jiddah
SA 21.43 39.83 Mecca|Makkah
SA 24.69 46.72 Riyadh|ar-Riyad
SD 13.63 25.35 El Fasher|al-Fashir|El-Fashir
SD 15.64 32.48 Omdurman|Umm Durman
SD 13.18 30.22 El Obeid|al-Ubayyid|Al-Obeid
ET 13.50 39.47 Mekele|Mekelle|Mek'ele|Makale
ET 14.10 38.28 Shire Ethiopia|Inda Selassie|Shire Inda Selassie|Inda Silase
ET 14.28 39.46 Adigrat
ET 14.13 38.72 Axum|Aksum
ET 12.60 37.47 Gondar|Gonder
ET 9.02 38.75 Addis Ababa|Addis Abeba|Finfinne
ER 15.34 38.93 Asmara|Asmera
ER 15.61 39.45 Massawa|Mitsiwa
AF 31.61 65.71 Kandahar|Qandahar
AF 34.53 69.17 Kabul|Kabol
AF 36.73 68.86 Kunduz|Konduz|Qunduz
AF 36.71 67.11 Mazar-i-Sharif|Mazar-e-Sharif|Mazari Sharif
AF 34.35 62.20 Herat|Hirat
AF 34.43 70.45 Jalalabad Afghanistan
IR 35.69 51.42 Tehran|Teheran
IR 32.65 51.68 Isfahan|Esfahan|Ispahan
IR 36.30 59.61 Mashhad|Meshed|Mashad
IR 34.31 47.07 Kermanshah|Bakhtaran
PK 34.01 71.58 Peshawar
PK 24.86 67.01 Karachi|
CN 39.91 116.40 Peking|Beijing|Pekin China
CN 23.12 113.25 Canton China|Guangzhou|Kwangchow
CN 32.06 118.78 Nanking|Nanjing
CN 29.56 106.55 Chungking|Chongqing
CN 38.91 121.60 Dairen|Dalian
CN 41.79 123.43 Mukden|Shenyang
CN 24.48 118.09 Amoy|Xiamen
CN 36.06 120.38 Tsingtao|Qingdao
CN 29.65 91.10 Lhasa|Lasa
CN 43.80 87.60 Urumqi|Urumchi
CN 39.47 75.99 Kashgar|Kashi China
IN 19.07 72.88 Bombay|Mumbai
IN 22.56 88.36 Calcutta|Kolkata
IN 13.09 80.28 Madras|Chennai
IN 12.97 77.59 Bangalore|Bengaluru
IN 18.52 73.86 Poona|Pune
IN 25.32 83.01 Benares|Varanasi|Banaras
IN 26.47 80.35 Cawnpore|Kanpur
IN 22.30 73.20 Baroda|Vadodara
IN 8.49 76.95 Trivandrum|Thiruvananthapuram
IN 9.94 76.26 Cochin|Kochi India
IN 11.25 75.77 Calicut|Kozhikode
IN 12.30 76.65 Mysore|Mysuru
IN 26.18 91.75 Gauhati|Guwahati
IN 25.44 81.84 Allahabad|Prayagraj
IN 28.46 77.03 Gurgaon|Gurugram
IN 15.86 74.50 Belgaum|Belagavi
IN 17.69 83.22 Vizag|Visakhapatnam|Vishakhapatnam
BD 23.71 90.41 Dacca|Dhaka
BD 22.34 91.83 Chittagong|Chattogram
VN 10.82 106.63 Saigon|Ho Chi Minh City
VN 16.46 107.60 Hue Vietnam|Huế
KH 11.56 104.92 Phnom Penh|Pnom Penh
TH 13.75 100.50 Bangkok|Krung Thep
ID -6.21 106.85 Batavia Indonesia|Jakarta|Djakarta
ID -5.15 119.43 Ujung Pandang|Makassar
ID -7.80 110.36 Jogjakarta|Yogyakarta|Jogja
MN 47.91 106.88 Ulan Bator|Ulaanbaatar
KP 39.03 125.75 Pyongyang|P'yongyang
KR 37.57 126.98 Seoul|Soul South Korea
KR 35.10 129.04 Pusan|Busan
KR 37.46 126.71 Inchon|Incheon
JP 35.69 139.69 Tokyo|Edo Japan
ZW -17.83 31.05 Salisbury Zimbabwe|Harare
ZW -20.15 28.58 Bulawayo
CD -4.33 15.31 Leopoldville|Kinshasa|Léopoldville
CD -11.66 27.48 Elisabethville|Lubumbashi
CD 0.52 25.20 Stanleyville|Kisangani
MZ -25.97 32.58 Lourenço Marques|Lourenco Marques|Maputo
TD 12.11 15.04 Fort Lamy|Fort-Lamy|N'Djamena|Ndjamena
GM 13.45 -16.58 Bathurst Gambia|Banjul
GQ 3.75 8.78 Santa Isabel Equatorial Guinea|Malabo
MG -18.91 47.54 Tananarive|Antananarivo
BI -3.38 29.36 Usumbura|Bujumbura
AO -8.84 13.23 Luanda|Loanda
AO -12.77 15.73 Nova Lisboa|Huambo
ZA -25.74 28.19 Pretoria
ZA -33.92 25.57 Gqeberha|Port Elizabeth
ZA -33.31 26.53 Grahamstown|Makhanda
ZA -23.90 29.45 Pietersburg|Polokwane
SZ -26.32 31.13 Mbabane
NA -22.68 14.53 Swakopmund
CI 5.35 -4.00 Abidjan|Abijan
DZ 36.75 3.04 Algiers|Alger|El Djazair
DZ 36.37 6.61 Constantine Algeria
MA 33.59 -7.62 Casablanca|Dar el Beida
MA 35.77 -5.81 Tangier|Tangiers|Tanger
TN 36.82 10.17 Tunis|
IL 32.08 34.78 Tel Aviv|Tel-Aviv
IL 31.25 34.79 Beersheba|Beer Sheva|Be'er Sheva
LB 33.27 35.20 Tyre Lebanon|Sour Lebanon|Tyr Lebanon
LB 33.56 35.37 Sidon Lebanon|Saida Lebanon
LB 34.01 36.22 Baalbek|Baalbeck
BA 43.85 18.36 Sarajevo|Sarajewo
DO 18.49 -69.93 Ciudad Trujillo|Santo Domingo
"""

#: Names of states and lands, old and in other words: country of the row ("" for one of several lands), names.
LANDS = """
LK Ceylon|Sri Lanka
MM Burma|Myanmar
IR Persia|Iran
TH Siam|Thailand
CD Zaire|Belgian Congo
BF Upper Volta|Burkina Faso
ET Abyssinia|Ethiopia
ZW Rhodesia|Zimbabwe|Southern Rhodesia
TW Formosa|Taiwan
SZ Swaziland|Eswatini
ZM Northern Rhodesia|Zambia
BJ Dahomey|Benin
BW Bechuanaland|Botswana
LS Basutoland|Lesotho
KH Kampuchea|Cambodia
MK Macedonia|North Macedonia|FYROM
CV Cape Verde|Cabo Verde
TL East Timor|Timor-Leste
CI Ivory Coast|Cote d'Ivoire
NL Holland|Netherlands|the Netherlands
GB Great Britain|Britain|United Kingdom
CZ Czech Republic|Czechia
TR Turkey|Türkiye|Turkiye
MD Moldavia|Moldova
BY Belorussia|Byelorussia|Belarus
KG Kirghizia|Kyrgyzstan
BZ British Honduras|Belize
GY British Guiana|Guyana
SR Dutch Guiana|Suriname|Surinam
VU New Hebrides|Vanuatu
"""

#: No state of today has these: each is a row of its own.
GONE = ("Czechoslovakia", "Yugoslavia", "East Germany", "USSR", "Soviet Union", "Ottoman Empire", "West Germany",
        "Soviet Russia", "U.S.S.R.", "GDR", "Austria-Hungary", "Prussia", "South Vietnam", "North Vietnam")  # fmt: skip

#: A name and the first-level divisions or countries that must all be among its bearers.
NAMESAKES = """
Krasny Liman|UA.05 RU
Komsomolsk|RU UA
Krasnoarmeysk|UA.05 RU
Dzerzhinsk|UA.05 RU BY
Slavyansk|UA.05
Nikolaev|UA.16
Pokrovsk|UA.05 RU
Salisbury|ZW GB AU US
Canton|CN US.OH
Alexandria|EG US.VA
Tripoli|LY LB GR
Kirovsk|UA RU BY
Petrovka|UA RU
Oktyabrsky|RU BY
Lyman|UA.05 UA.07 US
Liman|UA RU
Zelenogorsk|RU
Constantine|DZ GB
Madras|IN US.OR
Batavia|ID US.NY
Bathurst|GM AU CA
Sparta|GR US
Smyrna|TR US.GA
Troy|US.NY US.MI
Shire|ET
Volchansk|UA.07 RU
Tanganyika|TZ CD
Kuybyshev|RU.65
Dara|SY SN
Marinka|UA
Georgia|GE US.GA
"""

_REACH_KM = 25.0


def _cases(table: str) -> list[tuple[str, str, float, float]]:
    found = []
    for line in table.strip().splitlines():
        country, latitude, longitude, names = line.split(" ", 3)
        found += [(name, country, float(latitude), float(longitude)) for name in names.split("|") if name]
    return found


@pytest.mark.parametrize(("name", "country", "latitude", "longitude"), _cases(FIRST))
def test_an_old_or_foreign_spelling_means_todays_place(
    bundled: Gazetteer, name: str, country: str, latitude: float, longitude: float
) -> None:
    towns = [place for place in _found(bundled, name) if place.feature_class == "P"]
    assert towns, name
    assert towns[0].country == country, towns[:3]
    assert great_circle((towns[0].latitude, towns[0].longitude), (latitude, longitude)).km < _REACH_KM, towns[:3]


def _found(bundled: Gazetteer, name: str) -> list[Place]:
    """Return the places of a name; where none has all of it, its last words say in which land ("Tyre Lebanon")."""
    words = name.split(" ")
    for cut in range(len(words), 0, -1):
        found = bundled.lookup(" ".join(words[:cut]))
        if found and cut == len(words):
            return list(found)
        homes = [home for home in bundled.lookup(" ".join(words[cut:])) if home.feature_class == "A"]
        if inside := [place for place in found if any(contains(home, place) for home in homes)]:
            return inside
    return []


@pytest.mark.parametrize("line", LANDS.strip().splitlines())
def test_an_old_name_of_a_state_means_todays_state(bundled: Gazetteer, line: str) -> None:
    country, names = line.split(" ", 1)
    for name in names.split("|"):
        found = bundled.lookup(name)
        assert found, name
        assert any(place.country == country and place.feature_class == "A" for place in found[:2]), (name, found[:3])


@pytest.mark.parametrize("name", GONE)
def test_a_state_that_is_gone_is_known(bundled: Gazetteer, name: str) -> None:
    assert bundled.lookup(name), name


@pytest.mark.parametrize("line", NAMESAKES.strip().splitlines())
def test_a_name_keeps_all_its_bearers(bundled: Gazetteer, line: str) -> None:
    name, homes = line.split("|")
    found = bundled.lookup(name)
    there = {place.country for place in found} | {place.admin1_code for place in found}
    assert set(homes.split(" ")) <= there, (name, sorted(there))


def test_a_spelling_made_by_rule_is_marked_as_such(bundled: Gazetteer) -> None:
    kinds = {match.kind for match in bundled.matches("Chernigov")}
    assert kinds <= {Kind.ALTERNATE, Kind.VARIANT}
