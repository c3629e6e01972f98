"""Which passwords are good enough, and that one made by chance always is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.error_codes import ErrorCode
from core.users.passwords import generated_password, hash_password, password_faults, password_matches


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", ErrorCode.TOO_SHORT),
        ("123456789", ErrorCode.TOO_SHORT),
        ("1234567890", None),
        ("пароль на десять", None),
        ("x" * 200, None),
        ("x" * 201, ErrorCode.TOO_LONG),
        ("anna.petrova", ErrorCode.PASSWORD_IS_LOGIN),
        (" Anna.PETROVA ", ErrorCode.PASSWORD_IS_LOGIN),
        ("anna.petrova1", None),
        ("tab\tin the middle", ErrorCode.CONTROL_CHARACTERS),
        ("nul\0in the middle", ErrorCode.CONTROL_CHARACTERS),
        ("half of a character \ud800", ErrorCode.CONTROL_CHARACTERS),
    ],
)
def test_a_password_is_long_enough_and_no_login(password: str, code: ErrorCode | None) -> None:
    faults = password_faults(password, "anna.petrova", "new_password")

    assert [(fault.field, fault.code) for fault in faults] == ([("new_password", code)] if code else [])


@given(login=st.text(min_size=1, max_size=64))
def test_a_generated_password_is_always_good_enough(login: str) -> None:
    assert not password_faults(generated_password(), login, "password")


def test_generated_passwords_differ_and_have_no_sign_that_is_taken_for_another() -> None:
    passwords = {generated_password() for _ in range(200)}

    assert len(passwords) == 200
    assert not set("".join(passwords)) & set("01oilOIL ")


def test_a_password_is_found_again_in_its_hash_and_nobody_has_one() -> None:
    kept = hash_password("correct horse")

    assert "correct horse" not in kept
    assert password_matches("correct horse", kept)
    assert not password_matches("battery staple", kept)
    assert not password_matches("correct horse", None)
    assert not password_matches("half of a character \ud800", kept)
