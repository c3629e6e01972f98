"""The federal subjects of Russia by time zone: on each line the names of one.

Zones after federal law 107-FZ "On the calculation of time", where the database of zones has a name for them.
Capitals stand with their subject, because lists have them in the same column. Left out is Blagoveshchensk:
a town of Bashkortostan has the name as well. Yakutia has three zones; its own is that of Yakutsk, where by
far most of it live. Of four subjects the clock is Moscow's, and by their numbers in the Russian plan only.
"""

from collections.abc import Mapping
from typing import Final

RUSSIA: Final[Mapping[str, str]] = {
    "Europe/Kaliningrad": "Калининградская, Калининград, Kaliningrad",
    "Europe/Moscow": """
        Адыгея, Майкоп, Adygea, Adygeya, Maykop
        Архангельская, Архангельск, Arkhangelsk
        Белгородская, Белгород, Belgorod
        Брянская, Брянск, Bryansk
        Владимирская, Владимир, Vladimir
        Вологодская, Вологда, Vologda
        Воронежская, Воронеж, Voronezh
        Дагестан, Махачкала, Dagestan, Makhachkala
        Донецкая Народная, ДНР, Донецк, Donetsk People's, Donetsk
        Запорожская, Запорожье, Zaporozhye, Zaporizhzhia
        Ивановская, Иваново, Ivanovo
        Ингушетия, Магас, Ingushetia, Magas
        Кабардино-Балкария, Кабардино-Балкарская, КБР, Нальчик, Kabardino-Balkaria, Nalchik
        Калмыкия, Элиста, Kalmykia, Elista
        Калужская, Калуга, Kaluga
        Карачаево-Черкесия, Карачаево-Черкесская, КЧР, Черкесск, Karachay-Cherkessia, Cherkessk
        Карелия, Петрозаводск, Karelia, Petrozavodsk
        Коми, Сыктывкар, Komi, Syktyvkar
        Костромская, Кострома, Kostroma
        Краснодарский, Краснодар, Кубань, Krasnodar
        Курская, Курск, Kursk
        Ленинградская, Leningrad
        Липецкая, Липецк, Lipetsk
        Луганская Народная, ЛНР, Луганск, Luhansk People's, Lugansk People's, Luhansk, Lugansk
        Марий Эл, Йошкар-Ола, Mari El, Yoshkar-Ola
        Мордовия, Саранск, Mordovia, Saransk
        Москва, Moscow, Moskva
        Московская, Подмосковье, Moskovskaya
        Мурманская, Мурманск, Murmansk
        Ненецкий, НАО, Нарьян-Мар, Nenets, Naryan-Mar
        Нижегородская, Нижний Новгород, Nizhny Novgorod, Nizhegorodskaya
        Новгородская, Новгород, Великий Новгород, Novgorod, Veliky Novgorod
        Орловская, Орел, Oryol, Orel
        Пензенская, Пенза, Penza
        Псковская, Псков, Pskov
        Ростовская, Ростов-на-Дону, Rostov, Rostov-on-Don
        Рязанская, Рязань, Ryazan
        Санкт-Петербург, СПб, С-Петербург, Петербург, Saint Petersburg, St. Petersburg, St Petersburg
        Северная Осетия, Северная Осетия - Алания, РСО-Алания, Владикавказ, North Ossetia
        Смоленская, Смоленск, Smolensk
        Ставропольский, Ставрополь, Ставрополье, Stavropol
        Тамбовская, Тамбов, Tambov
        Татарстан, Татария, Казань, Tatarstan, Kazan
        Тверская, Тверь, Tver
        Тульская, Тула, Tula
        Херсонская, Херсон, Kherson
        Чечня, Чеченская, Грозный, Chechnya, Chechen, Grozny
        Чувашия, Чувашская, Чувашская Республика - Чувашия, Чебоксары, Chuvashia, Chuvash, Cheboksary
        Ярославская, Ярославль, Yaroslavl
    """,
    "Europe/Kirov": "Кировская, Киров, Kirov",
    "Europe/Simferopol": """
        Крым, Симферополь, Crimea, Simferopol
        Севастополь, Sevastopol
    """,
    "Europe/Volgograd": "Волгоградская, Волгоград, Volgograd",
    "Europe/Astrakhan": "Астраханская, Астрахань, Astrakhan",
    "Europe/Samara": """
        Самарская, Самара, Samara
        Удмуртия, Удмуртская, Ижевск, Udmurtia, Udmurt, Izhevsk
    """,
    "Europe/Saratov": "Саратовская, Саратов, Saratov",
    "Europe/Ulyanovsk": "Ульяновская, Ульяновск, Ulyanovsk",
    "Asia/Yekaterinburg": """
        Башкортостан, Башкирия, Уфа, Bashkortostan, Bashkiria, Ufa
        Курганская, Курган, Kurgan
        Оренбургская, Оренбург, Orenburg
        Пермский, Пермская, Пермь, Perm
        Свердловская, Екатеринбург, Sverdlovsk, Yekaterinburg, Ekaterinburg
        Тюменская, Тюмень, Tyumen
        Ханты-Мансийский, Ханты-Мансийский - Югра, ХМАО, ХМАО - Югра, Югра, Khanty-Mansi, Yugra
        Челябинская, Челябинск, Chelyabinsk
        Ямало-Ненецкий, ЯНАО, Ямал, Салехард, Yamalo-Nenets, Yamal, Salekhard
    """,
    "Asia/Omsk": "Омская, Омск, Omsk",
    "Asia/Barnaul": """
        Алтайский, Барнаул, Altai, Barnaul
        Алтай, Республика Алтай, Горно-Алтайск, Gorno-Altaysk
    """,
    "Asia/Krasnoyarsk": """
        Красноярский, Красноярск, Krasnoyarsk
        Тыва, Тува, Кызыл, Tuva, Tyva, Kyzyl
        Хакасия, Абакан, Khakassia, Khakasia, Abakan
    """,
    "Asia/Novokuznetsk": "Кемеровская, Кемеровская область - Кузбасс, Кузбасс, Кемерово, Kemerovo, Kuzbass",
    "Asia/Novosibirsk": "Новосибирская, Новосибирск, Novosibirsk",
    "Asia/Tomsk": "Томская, Томск, Tomsk",
    "Asia/Irkutsk": """
        Бурятия, Улан-Удэ, Buryatia, Ulan-Ude
        Иркутская, Иркутск, Irkutsk
    """,
    "Asia/Chita": "Забайкальский, Забайкалье, Чита, Zabaykalsky, Zabaikalsky, Transbaikal, Chita",
    "Asia/Yakutsk": """
        Амурская, Amur
        Саха, Якутия, Якутск, Sakha, Yakutia, Yakutsk
    """,
    "Asia/Vladivostok": """
        Еврейская, ЕАО, Биробиджан, Jewish, Birobidzhan
        Приморский, Приморье, Владивосток, Primorsky, Primorye, Vladivostok
        Хабаровский, Хабаровск, Khabarovsk
    """,
    "Asia/Magadan": "Магаданская, Магадан, Magadan",
    "Asia/Sakhalin": "Сахалинская, Сахалин, Южно-Сахалинск, Sakhalin, Yuzhno-Sakhalinsk",
    "Asia/Anadyr": "Чукотский, Чукотка, Анадырь, Chukotka, Anadyr",
    "Asia/Kamchatka": "Камчатский, Камчатка, Петропавловск-Камчатский, Kamchatka, Petropavlovsk-Kamchatsky",
}

NUMBERS: Final[Mapping[str, str]] = {
    "Бурятия": "301",
    "Забайкальский": "302",
    "Удмуртия": "341",
    "Пермский": "342",
    "Свердловская": "343",
    "Тюменская": "345",
    "Ханты-Мансийский": "346",
    "Башкортостан": "347",
    "Ямало-Ненецкий": "349",
    "Челябинская": "351",
    "Курганская": "352",
    "Оренбургская": "353",
    "Крым": "365",
    "Омская": "381",
    "Томская": "382",
    "Новосибирская": "383",
    "Кемеровская": "384",
    "Алтайский": "385",
    "Алтай": "388",
    "Хакасия": "390",
    "Красноярский": "391",
    "Тыва": "394",
    "Иркутская": "395",
    "Калининградская": "401",
    "Саха": "411",
    "Магаданская": "413",
    "Камчатский": "415",
    "Амурская": "416",
    "Хабаровский": "421",
    "Приморский": "423",
    "Сахалинская": "424",
    "Еврейская": "426",
    "Чукотский": "427",
    "Курская": "471",
    "Белгородская": "472",
    "Воронежская": "473",
    "Липецкая": "474",
    "Тамбовская": "475",
    "Смоленская": "481",
    "Тверская": "482",
    "Брянская": "483",
    "Калужская": "484",
    "Ярославская": "485",
    "Орловская": "486",
    "Тульская": "487",
    "Рязанская": "491",
    "Владимирская": "492",
    "Ивановская": "493",
    "Костромская": "494",
    "Москва": "495 499",
    "Московская": "496 498",
    "Псковская": "811",
    "Санкт-Петербург": "812",
    "Ленинградская": "813",
    "Карелия": "814",
    "Мурманская": "815",
    "Новгородская": "816",
    "Вологодская": "817 820",
    "Архангельская": "818",
    "Ненецкий": "81853",
    "Коми": "821",
    "Нижегородская": "831",
    "Кировская": "833",
    "Мордовия": "834",
    "Чувашия": "835",
    "Марий Эл": "836",
    "Пензенская": "841",
    "Ульяновская": "842",
    "Татарстан": "843 855",
    "Волгоградская": "844",
    "Саратовская": "845",
    "Самарская": "846 848",
    "Калмыкия": "847",
    "Астраханская": "851",
    "Донецкая Народная": "856",
    "Луганская Народная": "857",
    "Краснодарский": "861 862",
    "Ростовская": "863",
    "Ставропольский": "865 879",
    "Кабардино-Балкария": "866",
    "Северная Осетия": "867",
    "Севастополь": "869",
    "Чечня": "871",
    "Дагестан": "872",
    "Ингушетия": "873",
    "Адыгея": "877",
    "Карачаево-Черкесия": "878",
}
"""By the first name of a subject the area codes of its telephones; mobile numbers are at home anywhere."""
