"""analytics.*"""

from sample.rpc.registry import Call, method


@method("analytics.get_state")
def get_state(call: Call) -> dict:
    """Whether the administrator agreed, in the first form, to send usage data."""
    row = call.connection.execute("SELECT EXISTS (SELECT FROM sample_consent) AS enabled").fetchone()
    return {"enabled": row["enabled"]}
