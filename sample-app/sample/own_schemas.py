"""What we put into a database that people work in: three schemas that look like Mathesar's from outside.

They hold a table, types, domains and functions, so that they can be owned, used, depended on and removed.
"""

import psycopg

from sample.database import Connection

OUR_SCHEMAS = ("msar", "__msar", "mathesar_types")

# Every statement may be repeated by the role that owns the schemas, and by no other.
CONTENT = r"""
CREATE SCHEMA IF NOT EXISTS msar;
CREATE SCHEMA IF NOT EXISTS __msar;
CREATE SCHEMA IF NOT EXISTS mathesar_types;
DROP TABLE IF EXISTS msar.known_objects;
CREATE TABLE msar.known_objects (kind text, name text, PRIMARY KEY (kind, name));
DO $$ BEGIN
    CREATE DOMAIN mathesar_types.email AS text CHECK (value ~ '^[^@[:space:]]+@[^@[:space:]]+$');
    CREATE DOMAIN mathesar_types.uri AS text CHECK (value ~ '^[a-zA-Z][a-zA-Z0-9+.-]*:');
    CREATE DOMAIN mathesar_types.mathesar_money AS numeric;
    CREATE DOMAIN mathesar_types.mathesar_json_array AS jsonb CHECK (jsonb_typeof(value) = 'array');
    CREATE DOMAIN mathesar_types.mathesar_json_object AS jsonb CHECK (jsonb_typeof(value) = 'object');
    CREATE TYPE mathesar_types.multicurrency_money AS (value numeric, currency char(3));
    CREATE TYPE __msar.named_number AS (name text, number integer);
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
CREATE OR REPLACE FUNCTION __msar.quoted(name text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT quote_ident(name) $$;
CREATE OR REPLACE FUNCTION msar.uri_scheme(address text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT substring(address FROM '^([^:]+):') $$;
CREATE OR REPLACE FUNCTION msar.table_count() RETURNS bigint LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (SELECT count(*) FROM pg_class WHERE relkind = 'r'); END $$;
CREATE OR REPLACE FUNCTION mathesar_types.cast_to_email(address text) RETURNS mathesar_types.email
    LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN address::mathesar_types.email; END $$;
GRANT USAGE ON SCHEMA __msar, msar, mathesar_types TO PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA msar, __msar, mathesar_types TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA msar TO PUBLIC
"""

OBJECTS = """
SELECT format('DROP %%s IF EXISTS %%s', kind, name) AS statement FROM (
    SELECT 'ROUTINE' AS kind, oid::regprocedure::text AS name FROM pg_proc
    WHERE pronamespace::regnamespace::text = ANY (%(schemas)s)
    UNION ALL
    SELECT CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype::text FROM pg_type t
    LEFT JOIN pg_class c ON c.oid = typrelid
    WHERE typnamespace::regnamespace::text = ANY (%(schemas)s)
    AND (typtype IN ('d', 'e') OR typtype = 'c' AND relkind = 'c')
    UNION ALL
    SELECT 'TABLE', oid::regclass::text FROM pg_class
    WHERE relnamespace::regnamespace::text = ANY (%(schemas)s) AND relkind = 'r') AS ours
"""


def install(connection: Connection) -> None:
    connection.execute(CONTENT)


def remove(connection: Connection, names: list[str]) -> None:
    """Never CASCADE: what still depends on something of ours keeps all of it here, as in the real one."""
    known = [name for name in names if name in OUR_SCHEMAS]
    statements = [row["statement"] for row in connection.execute(OBJECTS, {"schemas": known})]
    for last_round in (False, False, True):
        for statement in statements:
            drop(connection, statement, last_round)
    for name in known:
        drop(connection, f"DROP SCHEMA IF EXISTS {name}", True)


def drop(connection: Connection, statement: str, must_succeed: bool) -> None:
    """Objects depend on each other, so that some can go only after others."""
    try:
        with connection.transaction():
            connection.execute(statement)
    except psycopg.errors.DependentObjectsStillExist:
        if must_succeed:
            raise


def owner(connection: Connection) -> str | None:
    found = connection.execute(
        "SELECT pg_get_userbyid(nspowner) AS name FROM pg_namespace WHERE nspname = 'msar'"
    ).fetchone()
    return found["name"] if found else None
