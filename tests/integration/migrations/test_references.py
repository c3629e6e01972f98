"""Undoing an import removes clients and leads by the thousand: what refers to them is found at once."""

import pytest
from sqlalchemy import Connection, inspect

from core.db import Database


@pytest.mark.parametrize("removed", ["client", "lead"])
async def test_whatever_refers_to_what_is_removed_has_an_index_for_it(
    database: Database, removed: str
) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_without_index, removed) == []


def _without_index(connection: Connection, removed: str) -> list[str]:
    inspector = inspect(connection)
    missing = []
    for table in inspector.get_table_names():
        firsts = {index["column_names"][0] for index in inspector.get_indexes(table)}
        firsts |= {unique["column_names"][0] for unique in inspector.get_unique_constraints(table)}
        firsts |= set(inspector.get_pk_constraint(table)["constrained_columns"][:1])
        missing += [
            f"{table}.{reference['constrained_columns'][0]}"
            for reference in inspector.get_foreign_keys(table)
            if reference["referred_table"] == removed and reference["constrained_columns"][0] not in firsts
        ]
    return missing
