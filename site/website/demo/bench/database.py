"""A database of the bench's own, made on the first run and kept."""

import psycopg
from django.conf import settings
from psycopg import sql

MAINTENANCE = "postgres"
SECONDS_TO_CONNECT = 5


class NoServer(Exception):
    """Nobody answers there, or not to us."""


def make_database() -> None:
    """Create the database of the settings where the server does not have it. Raises `NoServer`."""
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
