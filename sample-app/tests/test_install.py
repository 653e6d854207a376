import json
import unittest

from postgres import postgres
from release import Release, add_administrator

COMMAND = ("-m", "mathesar.install")


class InstallTest(unittest.TestCase):
    def release(self, database: str, **environment: str) -> Release:
        release = Release({**postgres().new_database(database), "SAMPLE_APP_MIGRATION_SECONDS": "0", **environment})
        self.addCleanup(release.remove)
        return release

    def test_of_three_installers_at_once_on_an_empty_database_exactly_one_succeeds(self):
        release = self.release("at_once", SAMPLE_APP_MIGRATION_SECONDS="0.2", SKIP_STATIC_COLLECTION="true")
        processes = [release.start(*COMMAND) for _ in range(3)]
        for process in processes:
            process.communicate(timeout=30)
        self.assertEqual([0, 1, 1], sorted(process.returncode for process in processes))
        self.assertEqual(0, release.run("manage.py", "migrate", "--check")[0])

    def test_repeating_it_changes_nothing_and_succeeds(self):
        release = self.release("repeated")
        self.assertEqual(1, release.run("manage.py", "migrate", "--check")[0])
        status, output = release.install()
        self.assertEqual(0, status)
        self.assertIn("Applying sample.0001_initial... OK", output)
        status, output = release.install()
        self.assertEqual(0, status)
        self.assertIn("No migrations to apply", output)

    def test_the_static_directory_is_emptied_and_filled_again(self):
        release = self.release("emptied")
        static = release.directory / "static"
        static.mkdir()
        (static / "old.css").write_text("gone soon")
        release.install()
        self.assertFalse((static / "old.css").exists())
        names = json.loads((static / "staticfiles.json").read_text())["paths"]
        self.assertTrue((static / names["style.css"]).exists())
        self.assertTrue((static / (names["style.css"] + ".gz")).exists())

    def test_static_collection_can_be_skipped(self):
        release = self.release("skipped", SKIP_STATIC_COLLECTION="true")
        self.assertEqual(0, release.install()[0])
        self.assertFalse((release.directory / "static").exists())

    def test_without_database_variables_it_fails(self):
        release = self.release("unnamed", POSTGRES_HOST="")
        status, output = release.install()
        self.assertEqual(1, status)
        self.assertIn("Set POSTGRES_DB, POSTGRES_USER and POSTGRES_HOST.", output)

    def test_a_secret_key_is_made_once_when_none_is_given(self):
        release = self.release("keyless", SECRET_KEY="")
        release.install()
        file = release.directory / ".secrets/secret_key.txt"
        first = file.read_text()
        release.install()
        self.assertEqual(50, len(first))
        self.assertEqual(first, file.read_text())

    def test_the_same_superuser_cannot_be_created_twice(self):
        release = self.release("twice")
        release.install()
        add_administrator(release)
        with self.assertRaises(AssertionError):
            add_administrator(release)

    def test_a_superuser_needs_an_email(self):
        release = self.release("mailless")
        release.install()
        status, output = release.run("manage.py", "createsuperuser", "--noinput", DJANGO_SUPERUSER_USERNAME="ann")
        self.assertEqual(1, status)
        self.assertIn("DJANGO_SUPERUSER_EMAIL", output)
