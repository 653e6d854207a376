"""Mathesar's JSON-RPC interface, as far as a launcher uses it."""

from sample.rpc import analytics, collaborators, databases, records, roles, servers, tables, users

__all__ = ["analytics", "collaborators", "databases", "records", "roles", "servers", "tables", "users"]
