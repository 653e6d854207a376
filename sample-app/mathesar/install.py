"""`python -m mathesar.install`: creates what is missing in the database, then collects the static files."""

import os

from sample import schema, static_collection
from sample.database import connect
from sample.settings import Settings, switched_on


def main() -> None:
    settings = Settings.from_environment(os.environ)
    with connect(settings) as connection:
        schema.migrate(connection)
    if not switched_on(os.environ.get("SKIP_STATIC_COLLECTION")):
        static_collection.collect(settings.static_root)


if __name__ == "__main__":
    main()
