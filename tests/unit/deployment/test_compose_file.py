"""docker-compose.yml is valid, gives settings that exist, and comes without passwords."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for
from typer.main import get_command

from scripts.steps import ROOT
from zvonar.cli import app
from zvonar.settings import Settings

TEXT = (ROOT / "docker-compose.yml").read_text()
FILE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
SCHEMA = files("check_jsonschema.builtin_schemas.vendor") / "compose-spec.json"

OWN_ROLES = {"migrate", "asterisk", "switchboard", "api", "worker"}
# A worker serves nobody who could ask it.
WITHOUT_HEALTHCHECK = {"migrate", "worker"}


def _errors(compose: dict[str, Any]) -> list[str]:
    schema = json.loads(SCHEMA.read_text())
    return [error.message for error in validator_for(schema)(schema).iter_errors(compose)]


def test_the_file_follows_the_compose_specification() -> None:
    assert _errors(FILE) == []


def test_the_specification_in_use_refuses_what_is_no_compose_file() -> None:
    assert _errors({"services": {"api": {"comand": ["api"]}}}) != []


@pytest.mark.parametrize("service", sorted(OWN_ROLES))
def test_every_setting_given_to_a_role_exists(service: str) -> None:
    given = set(SERVICES[service]["environment"])
    assert given <= {f"ZVONAR_{name.upper()}" for name in Settings.model_fields}


def test_every_role_of_the_product_and_what_it_leans_on_is_there() -> None:
    assert set(SERVICES) == OWN_ROLES | {"postgres", "redis"}


@pytest.mark.parametrize("service", sorted(OWN_ROLES))
def test_every_role_is_a_command_of_the_product(service: str) -> None:
    (command,) = SERVICES[service]["command"]
    assert command in get_command(app).commands  # type: ignore[attr-defined]


def test_services_say_how_to_tell_that_they_are_well() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == WITHOUT_HEALTHCHECK


def test_passwords_must_be_chosen_by_whoever_starts_it() -> None:
    secret = re.compile(r"\$\{(\w*(?:PASSWORD|SECRET)\w*)([^}]*)\}")
    found = secret.findall(TEXT)
    assert {name for name, _ in found} == {
        "DATABASE_PASSWORD",
        "REDIS_PASSWORD",
        "AMI_SECRET",
        "ARI_PASSWORD",
    }
    assert all(rest.startswith(":?") for _, rest in found)


def test_what_services_wait_for_can_tell_that_it_is_ready() -> None:
    for service in SERVICES.values():
        for name, wait in service.get("depends_on", {}).items():
            finished = wait["condition"] == "service_completed_successfully"
            assert SERVICES[name].get("restart") == "no" if finished else "healthcheck" in SERVICES[name]
