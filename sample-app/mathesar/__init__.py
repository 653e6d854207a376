"""The name under which the launcher looks for a release; the application itself is in the package `sample`."""

import os

__version__ = "0.11.0"

if os.environ.get("SAMPLE_APP_VERSION", "").startswith("0.12"):
    __version__ = "0.12.0"
