"""Connections to the application's own database."""

import psycopg
from psycopg.rows import dict_row

from sample.settings import Settings

Connection = psycopg.Connection


class NotConfigured(Exception):
    """POSTGRES_DB, POSTGRES_USER or POSTGRES_HOST is missing. As in the real thing, only the first query says so."""


def connect(settings: Settings) -> Connection:
    """TLS and time-outs are left to libpq's own variables (PGSSLMODE, PGSSLROOTCERT, PGCONNECT_TIMEOUT)."""
    if settings.database is None:
        raise NotConfigured("Set POSTGRES_DB, POSTGRES_USER and POSTGRES_HOST.")
    return psycopg.connect(
        **settings.database, autocommit=True, row_factory=dict_row, application_name="Mathesar sample application"
    )
