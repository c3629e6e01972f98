"""One refused value of a request: found by a rule of ours, or before it by the check of its form."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from core.error_codes import ErrorCode, Parameter
from core.errors import FieldFault

# By pydantic's name of the fault. What is not here is malformed, and pydantic's own sentence says how.
_CODES: Final[Mapping[str, ErrorCode]] = {
    "missing": ErrorCode.IS_MISSING,
    "json_invalid": ErrorCode.NOT_JSON,
    "string_type": ErrorCode.NEEDS_TEXT,
    "string_too_short": ErrorCode.TOO_SHORT,
    "string_too_long": ErrorCode.TOO_LONG,
    "int_type": ErrorCode.NEEDS_WHOLE_NUMBER,
    "int_parsing": ErrorCode.NEEDS_WHOLE_NUMBER,
    "int_from_float": ErrorCode.NEEDS_WHOLE_NUMBER,
    "float_type": ErrorCode.NEEDS_NUMBER,
    "float_parsing": ErrorCode.NEEDS_NUMBER,
    "greater_than_equal": ErrorCode.TOO_LOW,
    "less_than_equal": ErrorCode.TOO_HIGH,
    "list_type": ErrorCode.NEEDS_LIST,
    "tuple_type": ErrorCode.NEEDS_LIST,
    "too_long": ErrorCode.TOO_MANY,
    "enum": ErrorCode.UNKNOWN_CHOICE,
    "literal_error": ErrorCode.UNKNOWN_CHOICE,
    # The model's own.
    "unknown_subdivision": ErrorCode.UNKNOWN_SUBDIVISION,
}
_PARAMETERS: Final[Mapping[str, str]] = {
    "min_length": "min",
    "max_length": "max",
    "ge": "min",
    "le": "max",
    "expected": "choices",
    "subdivision": "subdivision",
}


class FieldProblem(BaseModel):
    field: str
    code: ErrorCode
    parameters: dict[str, Parameter]
    reason: str
    """In English, for whoever has no text of their own for the code; goes on after the field's name."""

    @classmethod
    def of(cls, fault: FieldFault) -> "FieldProblem":
        return cls(field=fault.field, code=fault.code, parameters=dict(fault.parameters), reason=fault.reason)

    @classmethod
    def of_form(cls, fault: Mapping[str, Any]) -> "FieldProblem":
        """From one of the errors of a pydantic validation."""
        field = _field_of(fault)
        code = _CODES.get(fault["type"])
        if code is None:
            return cls(field=field, code=ErrorCode.MALFORMED, parameters={}, reason=str(fault["msg"]))
        parameters = {
            _PARAMETERS[name]: value for name, value in fault.get("ctx", {}).items() if name in _PARAMETERS
        }
        return cls.of(FieldFault(field, code, parameters))


def _field_of(fault: Mapping[str, Any]) -> str:
    """`("body", "items", 3, "name")` is `items.3.name`; the body as a whole is `body`."""
    parts = [str(part) for part in fault["loc"]]
    if fault["type"] == "json_invalid":
        # What follows is a place in the text, no field.
        return parts[0]
    return ".".join(parts[1:]) or ".".join(parts)
