"""What is to be made of a file: how it is read, what its columns mean, and where its leads go."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_COLUMNS: Final = 200
ENCODINGS: Final = ("utf-8", "utf-16", "cp1251", "cp866", "koi8-r", "cp1252")
DELIMITERS: Final = (",", ";", "\t", "|")


class ColumnRole(StrEnum):
    """What a column says about a client."""

    NAME = "name"
    PHONE_NUMBER = "phone_number"
    """Of several such columns the first is dialled first."""
    REGION = "region"
    TIME_ZONE = "time_zone"
    LANGUAGE = "language"
    """In which the client is spoken to."""
    PERSON = "person"
    EMAIL = "email"
    NOTE = "note"


class Duplicates(StrEnum):
    """What becomes of a line whose number the campaign has already."""

    SKIP = "skip"
    MOVE = "move"
    """The lead that is there comes onto the list of this import."""


class Takes(StrEnum):
    """What is made of a line."""

    CLIENTS = "clients"
    """One client with all that it says, or nothing: a line is right as a whole."""
    NUMBERS = "numbers"
    """Each number by itself: what is wrong beside it takes nothing away."""


class FileForm(BaseModel):
    """How the file is written. What is None is found out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoding: Literal["utf-8", "utf-16", "cp1251", "cp866", "koi8-r", "cp1252"] | None = None
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    sheet: Annotated[str, Field(max_length=100)] | None = None
    has_heading: Annotated[bool, Field(strict=True)] | None = None


class ImportPlan(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    form: FileForm = FileForm()
    roles: Annotated[tuple[ColumnRole | None, ...], Field(max_length=MOST_COLUMNS)]
    """Of each column in its order; None: passed over."""
    takes: Takes = Takes.CLIENTS
    duplicates: Duplicates = Duplicates.SKIP
    default_zone: Annotated[str, Field(max_length=64)] = ""
    """IANA name of the zone of whoever nothing tells one of; empty: the call centre's."""
