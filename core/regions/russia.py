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
