import unittest
from concurrent.futures import ThreadPoolExecutor

from postgres import postgres
from release import Release, Server

PAGE = "/complete_installation/"
GOOD = {"username": "ann", "password1": "correct-horse-7", "password2": "correct-horse-7"}


class FirstUserTest(unittest.TestCase):
    def server(self, database: str) -> Server:
        release = Release(postgres().new_database(database))
        self.addCleanup(release.remove)
        release.install(SAMPLE_APP_MIGRATION_SECONDS="0")
        server = release.serve()
        self.addCleanup(server.stop)
        return server

    def test_everybody_is_led_to_the_form_until_it_was_sent(self):
        visitor = self.server("led").visitor()
        self.assertEqual("/auth/login/?next=/", visitor.get("/").location)
        self.assertEqual(PAGE, visitor.get("/auth/login/").location)
        answer = visitor.send_form(PAGE, GOOD)
        self.assertEqual((302, "/auth/login/"), (answer.status, answer.location))
        self.assertIn("sessionid", visitor.cookies)
        self.assertEqual("/", visitor.get("/auth/login/").location)
        self.assertIn('Signed in as <strong id="username">ann</strong>', visitor.get("/").text)
        self.assertEqual("/", visitor.get(PAGE).location)

    def test_bad_answers_are_named_in_the_visitors_language(self):
        server = self.server("named")
        cases = {
            "needs at least 8": {"password1": "xK9q", "password2": "xK9q"},
            "many people use": {"password1": "trustno1", "password2": "trustno1"},
            "digits only": {"password1": "9348756203", "password2": "9348756203"},
            "resembles": {"username": "josephine", "password1": "josephine7", "password2": "josephine7"},
            "not the same": {"password2": "other-horse"},
            "63 characters": {"username": "x" * 64},
        }
        for text, change in cases.items():
            with self.subTest(text):
                answer = server.visitor().send_form(PAGE, {**GOOD, **change})
                self.assertEqual(200, answer.status)
                self.assertRegex(answer.text, f'<div class="help error"><span[^>]*>[^<]*{text}')
        language = {"Accept-Language": "fr-CA, en;q=0.5"}
        french = server.visitor().send_form(PAGE, {**GOOD, "password2": ""}, headers=language)
        self.assertIn("Remplissez ce champ.", french.text)
        self.assertNotIn("correct-horse", french.text)

    def test_two_forms_at_the_same_moment_make_one_administrator_or_two(self):
        """The gap between looking and inserting is the real application's too; a door must let only one form through."""
        server = self.server("moment")
        visitors = {name: server.visitor() for name in ["ann", "bob"]}
        forms = [{**GOOD, "username": name, "csrfmiddlewaretoken": visitors[name].token(PAGE)} for name in visitors]
        with ThreadPoolExecutor() as pool:
            answers = list(pool.map(lambda form: visitors[form["username"]].post(PAGE, form), forms))
        self.assertEqual([302, 302], [answer.status for answer in answers])
        self.assertIn(postgres().execute("SELECT count(*) FROM sample_user", "moment"), ([(1,)], [(2,)]))
