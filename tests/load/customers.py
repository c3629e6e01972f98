"""The people who are called while something is measured: quick ones, so that many fit in a minute."""

from random import Random
from uuid import UUID

from sqlalchemy import bindparam, select, update

from core.db import Database
from core.leads.models import Lead
from pbx.simulated import Fate, number_with_fate


async def answer_quickly(
    database_url: str, *, ring_seconds: tuple[float, float], talk_seconds: tuple[float, float]
) -> None:
    """Give every lead a number that answers after so long and hangs up after so long; between two bounds."""
    random = Random(1)
    database = Database(database_url)
    async with database.transaction() as session:
        ids = (await session.scalars(select(Lead.id))).all()
        numbers = [
            number_with_fate(
                Fate.PERSON,
                ring_seconds=random.uniform(*ring_seconds),
                talk_seconds=random.uniform(*talk_seconds),
                serial=serial,
            )
            for serial in range(len(ids))
        ]
        connection = await session.connection()
        await connection.execute(
            update(Lead.__table__)  # type: ignore[arg-type]
            .where(Lead.__table__.c.id == bindparam("id_"))
            .values(phone_number=bindparam("number_")),
            [{"id_": lead_id, "number_": number} for lead_id, number in zip(ids, numbers, strict=True)],
        )
    await database.close()


def busy_and_brief(count: int, batch: int) -> list[str]:
    """Different numbers: two in three are busy after a moment, the third answers and hangs up soon.

    `batch`: no two of these have a number in common, as long as none has more than 2,000.
    """
    return [
        number_with_fate(
            Fate.PERSON if index % 3 == 0 else Fate.BUSY,
            ring_seconds=0.1 * (index % 4),
            talk_seconds=0.2,
            serial=2_000 * batch + index,
        )
        for index in range(count)
    ]


def call_id_of(channel_id: str) -> UUID | None:
    """The call a channel belongs to, if it is the customer's own."""
    try:
        return UUID(channel_id)
    except ValueError:
        return None
