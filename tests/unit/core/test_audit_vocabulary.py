"""What is recorded of a thing is what can be set of it, and each has its word in the vocabulary."""

import pytest
from pydantic import BaseModel

from core.audit.vocabulary import ENTITIES
from core.caller_ids.service import CallerIdWanted
from core.campaigns.settings import NewCampaign
from core.clients.correction import ClientCorrection
from core.law.policy import Policy
from core.trunks.service import TrunkWanted
from core.users.service import NewUser

# By their names and not by their ids, so that a reader knows them.
_READABLE = {"policy_id": "policy", "voice_message_id": "voice_message"}


@pytest.mark.parametrize(
    ("entity", "form"),
    [
        ("campaign", NewCampaign),
        ("client", ClientCorrection),
        ("dialling_policy", Policy),
        ("trunk", TrunkWanted),
        ("caller_id", CallerIdWanted),
        ("user", NewUser),
    ],
)
def test_every_field_that_can_be_set_is_in_the_vocabulary(entity: str, form: type[BaseModel]) -> None:
    fields = {_READABLE.get(field, field) for field in form.model_fields}
    assert fields <= ENTITIES[entity]
