"""The database of the benchmark, which is created on the first run and reused."""

import psycopg
from django.conf import settings
from psycopg import sql

MAINTENANCE = "postgres"
SECONDS_TO_CONNECT = 5


class NoServer(Exception):
    """PostgreSQL does not accept the connection."""


def make_database() -> None:
    """Create the configured database if it does not exist. Raise `NoServer` if there is no connection."""
    config = settings.DATABASES["default"]
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    address = {name: config[key] for key, name in names.items() if config[key]}
    try:
        with psycopg.connect(
            dbname=MAINTENANCE, autocommit=True, connect_timeout=SECONDS_TO_CONNECT, **address
        ) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [config["NAME"]]).fetchone()
            if not found:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(config["NAME"])))
    except psycopg.OperationalError as error:
        raise NoServer(str(error).splitlines()[0]) from error
