"""Mathesar's JSON-RPC interface, as far as a launcher uses it."""

from sample.rpc import databases, records, tables, users

__all__ = ["databases", "records", "tables", "users"]
