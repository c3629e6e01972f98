"""The states of the United States and the provinces of Canada by time zone: on each line the names of one.

A state of several zones has none here: the code of a number there mostly tells its zone. The same goes for
the bare name Washington, which is a state in the west and a city in the east. Arizona keeps the time of
Phoenix but for the Navajo Nation, which is an hour ahead in summer.
"""

from collections.abc import Mapping
from typing import Final

NORTH_AMERICA: Final[Mapping[str, str]] = {
    "America/New_York": """
        Connecticut, CT
        Delaware, DE
        District of Columbia, DC, D.C., Washington DC, Washington D.C.
        Georgia, GA
        Maine, ME
        Maryland, MD
        Massachusetts, MA
        New Hampshire, NH
        New Jersey, NJ
        New York, NY
        North Carolina, NC
        Ohio, OH
        Pennsylvania, PA
        Rhode Island, RI
        South Carolina, SC
        Vermont, VT
        Virginia, VA
        West Virginia, WV
    """,
    "America/Chicago": """
        Alabama, AL
        Arkansas, AR
        Illinois, IL
        Iowa, IA
        Louisiana, LA
        Minnesota, MN
        Mississippi, MS
        Missouri, MO
        Oklahoma, OK
        Wisconsin, WI
    """,
    "America/Denver": """
        Colorado, CO
        Montana, MT
        New Mexico, NM
        Utah, UT
        Wyoming, WY
    """,
    "America/Phoenix": "Arizona, AZ",
    "America/Los_Angeles": """
        California, CA
        WA
    """,
    "Pacific/Honolulu": "Hawaii, HI",
    "America/Edmonton": """
        Alberta, AB
        Northwest Territories, NT
    """,
    "America/Halifax": """
        Nova Scotia, NS
        Prince Edward Island, PE, PEI
    """,
    "America/Moncton": "New Brunswick, NB",
    "America/Whitehorse": "Yukon, YT",
    "America/Winnipeg": "Manitoba, MB",
}

SEVERAL_ZONES: Final = """
    Alaska, AK
    Florida, FL
    Idaho, ID
    Indiana, IN
    Kansas, KS
    Kentucky, KY
    Michigan, MI
    Nebraska, NE
    Nevada, NV
    North Dakota, ND
    Oregon, OR
    South Dakota, SD
    Tennessee, TN
    Texas, TX
    Washington
    British Columbia, BC
    Newfoundland and Labrador, Newfoundland, Labrador, NL
    Nunavut, NU
    Ontario, ON
    Quebec, Québec, QC
    Saskatchewan, SK
"""
