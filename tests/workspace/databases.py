"""What the tests do to a database behind the workspace's back."""

from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool

from mapkit.workspace.database import resolve


def execute(url, *statements):
    engine = create_engine(resolve(url), poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def tables(url):
    return sorted(inspect(create_engine(resolve(url), poolclass=NullPool)).get_table_names())
