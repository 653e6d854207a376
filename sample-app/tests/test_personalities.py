from postgres import postgres
from release import ServedTestCase

REACHABLE = ["/media/ann/file.csv", "/auth/signup/", "/auth/password_reset/", "/auth/password/change/"]


class AnyVersion:
    def test_addresses_that_a_door_should_refuse_say_that_they_are_reachable(self):
        for path in REACHABLE:
            answer = self.visitor().get(path)
            self.assertEqual(200, answer.status)
            self.assertIn("reachable", answer.text)

    def test_an_unknown_path_is_not_found_by_somebody_signed_in(self):
        self.assertEqual(404, self.administrator().get("/nothing/").status)

    def test_without_database_only_pages_that_need_none_are_there(self):
        name = self.release.environment["POSTGRES_DB"]
        visitor = self.administrator()
        self.addCleanup(postgres().execute, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        postgres().execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.assertEqual(302, self.visitor().get("/").status)
        self.assertEqual(200, self.visitor().get("/static/staticfiles.json").status)
        self.assertEqual(500, self.visitor().get("/auth/login/").status)
        self.assertEqual(500, visitor.get("/").status)
        self.assertIn("users.list", self.visitor().result("system.listMethods"))

    def test_every_page_carries_the_protective_headers(self):
        headers = self.visitor().get("/auth/login/").headers
        self.assertEqual("DENY", headers["X-Frame-Options"])
        self.assertEqual("nosniff", headers["X-Content-Type-Options"])
        self.assertEqual("same-origin", headers["Referrer-Policy"])

    def test_hashed_files_are_immutable_and_compressed(self):
        names = self.visitor().get("/static/staticfiles.json").text
        path = "/static/" + names.split('"style.css": "')[1].split('"')[0]
        answer = self.visitor().get(path, {"Accept-Encoding": "gzip"})
        self.assertIn("immutable", answer.headers["Cache-Control"])
        self.assertEqual("gzip", answer.headers["Content-Encoding"])
        self.assertEqual(304, self.visitor().get(path, {"If-None-Match": answer.headers["ETag"]}).status)
        self.assertNotEqual(200, self.visitor().get("/static/../manage.py").status)


class Version011Test(AnyVersion, ServedTestCase):
    def test_an_unknown_path_fails_for_strangers(self):
        self.assertEqual(500, self.visitor().get("/nothing/").status)
        self.assertEqual(500, self.visitor().get("/auth/login").status)

    def test_there_is_no_health_page_but_the_admin(self):
        self.assertEqual(500, self.visitor().get("/healthz/live").status)
        self.assertIn("reachable", self.visitor().get("/admin/").text)


class Version012Test(AnyVersion, ServedTestCase):
    environment = {"SAMPLE_APP_VERSION": "0.12"}

    def test_the_version_says_so(self):
        code = "import mathesar; print(mathesar.__version__)"
        self.assertEqual((0, "0.12.0\n"), self.release.run("-c", code))

    def test_an_unknown_path_is_not_found_by_strangers_either(self):
        self.assertEqual(404, self.visitor().get("/nothing/").status)
        self.assertEqual(301, self.visitor().get("/auth/login").status)
        self.assertEqual(404, self.visitor().get("/admin/").status)

    def test_health_is_told_to_any_host_and_readiness_needs_the_database(self):
        self.assertEqual(200, self.visitor().get("/healthz/live", {"Host": "probe"}).status)
        self.assertEqual(200, self.visitor().get("/healthz/ready/", {"Host": "probe"}).status)
        with self.release.serve(POSTGRES_PORT="1") as server:
            self.assertEqual(200, server.visitor().get("/healthz/live/").status)
            self.assertEqual(503, server.visitor().get("/healthz/ready").status)
