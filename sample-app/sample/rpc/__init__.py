"""Mathesar's JSON-RPC interface, as far as a launcher uses it."""

from sample.rpc import analytics, databases, records, tables, users

__all__ = ["analytics", "databases", "records", "tables", "users"]
