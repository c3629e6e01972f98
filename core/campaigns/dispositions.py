"""The verdicts an operator can choose from, and what each does to the lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from core.questionnaires.document import Identifier, Text


class DispositionEffect(StrEnum):
    """What becomes of the lead."""

    CLOSE = "close"
    RETRY = "retry"
    CALLBACK = "callback"
    DO_NOT_CALL = "do_not_call"
    WRONG_NUMBER = "wrong_number"


Tone = Literal["positive", "neutral", "negative"]
"""How good it is for us, which is shown as its colour."""


class DispositionChoice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Identifier
    label: Text
    effect: DispositionEffect = DispositionEffect.CLOSE
    tone: Tone = "neutral"
    requires_questionnaire: bool = False
    """Whether every required question that is shown must have been answered."""
    key: Annotated[str, Field(pattern=r"^[1-9]$")]
    """The key that chooses it."""


def choice(choices: Sequence[DispositionChoice], code: str) -> DispositionChoice | None:
    return next((one for one in choices if one.code == code), None)


@dataclass(frozen=True, slots=True)
class DispositionShown:
    """A verdict that was given, in words."""

    code: str
    label: Text
    tone: Tone

    @classmethod
    def of(cls, code: str, choices: Sequence[DispositionChoice]) -> Self:
        chosen = choice(choices, code)
        if chosen is None:
            # A verdict that the campaign no longer offers is still shown, by its code.
            return cls(code, Text(ru=code, en=code), "neutral")
        return cls(chosen.code, chosen.label, chosen.tone)


STANDARD: Final[tuple[DispositionChoice, ...]] = (
    DispositionChoice(
        code="sale",
        label=Text(ru="Продажа", en="Sale"),
        tone="positive",
        requires_questionnaire=True,
        key="1",
    ),
    DispositionChoice(
        code="callback",
        label=Text(ru="Перезвонить", en="Call back"),
        effect=DispositionEffect.CALLBACK,
        tone="positive",
        key="2",
    ),
    DispositionChoice(code="refused", label=Text(ru="Отказ", en="Refused"), tone="negative", key="3"),
    DispositionChoice(
        code="unreachable",
        label=Text(ru="Не тот человек у телефона", en="Decision maker away"),
        effect=DispositionEffect.RETRY,
        key="4",
    ),
    DispositionChoice(
        code="answering_machine",
        label=Text(ru="Автоответчик", en="Answering machine"),
        effect=DispositionEffect.RETRY,
        key="5",
    ),
    DispositionChoice(
        code="wrong_number",
        label=Text(ru="Неверный номер", en="Wrong number"),
        effect=DispositionEffect.WRONG_NUMBER,
        tone="negative",
        key="6",
    ),
    DispositionChoice(
        code="do_not_call",
        label=Text(ru="Больше не звонить", en="Do not call again"),
        effect=DispositionEffect.DO_NOT_CALL,
        tone="negative",
        key="7",
    ),
)

# For a call that serves no campaign: nothing is asked, the verdict is about the talk.
WITHOUT_CAMPAIGN: Final[tuple[DispositionChoice, ...]] = (
    DispositionChoice(code="talked", label=Text(ru="Поговорили", en="Talked"), tone="positive", key="1"),
    DispositionChoice(
        code="callback",
        label=Text(ru="Перезвонить", en="Call back"),
        effect=DispositionEffect.CALLBACK,
        key="2",
    ),
    DispositionChoice(code="no_talk", label=Text(ru="Разговор не состоялся", en="No talk"), key="3"),
    DispositionChoice(
        code="wrong_number",
        label=Text(ru="Неверный номер", en="Wrong number"),
        effect=DispositionEffect.WRONG_NUMBER,
        tone="negative",
        key="4",
    ),
    DispositionChoice(
        code="do_not_call",
        label=Text(ru="Больше не звонить", en="Do not call again"),
        effect=DispositionEffect.DO_NOT_CALL,
        tone="negative",
        key="5",
    ),
)
