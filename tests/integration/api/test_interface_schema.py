"""The whole REST interface against its own description, by every role, with good and bad input."""

from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    positive_data_acceptance,
    unsupported_method,
)

from api.app import openapi
from core.users.models import Role
from tests.fixtures.interface_thread import InterfaceThread
from tests.integration.api.day_at_work import KNOWN_IDS

EXAMPLES = 5
# A rule of the domain may refuse what is well-formed. Starlette's `Allow` names one route of a path only,
# and a path of its own, like `/policies/holiday-countries`, is an id to a method that it does not have.
NOT_PROMISED = [positive_data_acceptance, allow_header_conformance, unsupported_method]
STRANGER = None
# Databases differ in what they take, not in who asks: on the second one those ask who may do the most.
WHOEVER = {
    "sqlite": (Role.OPERATOR, Role.SUPERVISOR, Role.SALES, Role.ADMIN, STRANGER),
    "postgresql": (Role.OPERATOR, Role.ADMIN),
}

_known = st.sampled_from([str(one) for one in KNOWN_IDS])
schemathesis.openapi.format("uuid", st.one_of(_known, _known, _known, st.uuids().map(str)))

schema = schemathesis.openapi.from_dict(
    openapi(),
    config=SchemathesisConfig(
        projects=ProjectsConfig(
            default=ProjectConfig(
                base_url="http://testserver",
                generation=GenerationConfig(deterministic=True, max_examples=EXAMPLES, database="none"),
            )
        )
    ),
)


# Imports start a process for each of their examples.
@pytest.mark.timeout(240)
@schema.parametrize()
def test_every_answer_is_as_described(case: schemathesis.Case[Any], interface: InterfaceThread) -> None:
    request = requests.Request(**case.as_transport_kwargs()).prepare()
    for role in WHOEVER[interface.database_kind]:
        answer = interface.send(request, role)
        case.validate_response(answer, excluded_checks=NOT_PROMISED)
        if answer.is_error:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code
