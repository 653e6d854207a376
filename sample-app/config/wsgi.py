"""What gunicorn imports: `python -m gunicorn config.wsgi` in the directory above."""

import os

from sample.application import Application
from sample.settings import Settings

application = Application(Settings.from_environment(os.environ))
