"""A copy of the application in a directory of its own, installed and served as a launcher would."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from postgres import free_port, postgres
from visitor import Visitor

SOURCE = Path(__file__).resolve().parent.parent
THREADED = ("--preload", "--worker-class", "gthread", "--threads", "4")
USERNAME, ADMIN_PASSWORD = "ann", "correct-horse-7"


class Release:
    def __init__(self, environment: dict[str, str]):
        self.directory = Path(tempfile.mkdtemp(prefix="sample-app-release-"))
        self.media = self.directory / "media"
        shutil.copytree(
            SOURCE,
            self.directory,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("static", ".media", ".secrets", "__pycache__", "tests"),
        )
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "SECRET_KEY": "a key for tests",
            "MEDIA_ROOT": str(self.media),
            **environment,
        }

    def remove(self) -> None:
        shutil.rmtree(self.directory)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.directory,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        process = self.start(*arguments, **environment)
        output, _ = process.communicate(timeout=30)
        return process.returncode, output

    def install(self, **environment: str) -> tuple[int, str]:
        return self.run("-m", "mathesar.install", **environment)

    def serve(self, *options: str, **environment: str) -> "Server":
        return Server(self, options or THREADED, environment)


class Server:
    def __init__(self, release: Release, options: tuple[str, ...], environment: dict[str, str]):
        self.port = free_port()
        self._log = (release.directory / f"gunicorn-{self.port}.log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{self.port}", *options],
            cwd=release.directory,
            env={**release.environment, **environment},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                self.visitor().get("/static/staticfiles.json")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("gunicorn does not answer:\n" + Path(self._log.name).read_text())

    def visitor(self) -> Visitor:
        return Visitor(self.port)

    def largest_memory(self) -> int:
        """In bytes, the most that any worker ever had."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        status = [Path(f"/proc/{child}/status").read_text() for child in children]
        return max(int(re.search(r"VmHWM:\s+(\d+) kB", text)[1]) for text in status) * 1024

    def stop(self) -> None:
        """At once: how well gunicorn says goodbye is not what these tests are about."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class ServedTestCase(unittest.TestCase):
    """One installed release with an administrator, served for all tests of the class."""

    environment: dict[str, str] = {}

    @classmethod
    def setUpClass(cls) -> None:
        database = postgres().new_database(cls.__name__.lower())
        cls.release = Release({**database, **cls.environment})
        cls.addClassCleanup(cls.release.remove)
        status, output = cls.release.install(SAMPLE_APP_MIGRATION_SECONDS="0")
        assert status == 0, output
        add_administrator(cls.release)
        cls.server = cls.release.serve()
        cls.addClassCleanup(cls.server.stop)

    def visitor(self) -> Visitor:
        return self.server.visitor()

    def administrator(self) -> Visitor:
        visitor = self.server.visitor()
        self.assertEqual(302, visitor.log_in(USERNAME, ADMIN_PASSWORD).status)
        return visitor


def add_administrator(release: Release) -> None:
    status, output = release.run(
        "manage.py",
        "createsuperuser",
        "--noinput",
        DJANGO_SUPERUSER_USERNAME=USERNAME,
        DJANGO_SUPERUSER_EMAIL="ann@example.org",
        DJANGO_SUPERUSER_PASSWORD=ADMIN_PASSWORD,
    )
    assert status == 0, output
