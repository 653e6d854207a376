import unittest

from release import ADMIN_PASSWORD, USERNAME, ServedTestCase

HOST = "books.example.org"
HTTPS = {"X-Forwarded-Proto": "https"}


class LoginTest(ServedTestCase):
    environment = {"ALLOWED_HOSTS": "127.0.0.1, .example.org"}

    def test_what_a_proxy_must_send_for_the_login_to_succeed(self):
        cases = [
            (302, {}),
            (302, {**HTTPS, "Origin": f"https://{HOST}"}),
            (302, {**HTTPS, "Referer": f"https://{HOST}/auth/login/"}),
            (302, {**HTTPS, "Host": f"{HOST}:8443", "Origin": f"https://{HOST}:8443"}),
            (302, {"X-Forwarded-Proto": "https,http", "Origin": f"https://{HOST}"}),
            (403, HTTPS),
            (403, {"Origin": f"https://{HOST}"}),
            (403, {**HTTPS, "Referer": f"http://{HOST}/auth/login/"}),
            (403, {**HTTPS, "Host": "127.0.0.1", "Origin": f"https://{HOST}", "X-Forwarded-Host": HOST}),
            (403, {**HTTPS, "Origin": f"https://{HOST}:8443"}),
            (403, {"X-Forwarded-Proto": "http,https", "Origin": f"https://{HOST}"}),
            (403, {"Origin": "null"}),
        ]
        for status, headers in cases:
            with self.subTest(headers=headers):
                answer = self.visitor().log_in(USERNAME, ADMIN_PASSWORD, {"Host": HOST, **headers})
                self.assertEqual(status, answer.status)

    def test_only_allowed_hosts_are_answered_except_for_static_files(self):
        for status, host in [(302, HOST), (302, "127.0.0.1"), (400, "elsewhere.org"), (400, "under_score.example.org")]:
            with self.subTest(host):
                self.assertEqual(status, self.visitor().get("/", {"Host": host}).status)
                self.assertEqual(200, self.visitor().get("/static/staticfiles.json", {"Host": host}).status)

    def test_neither_cookie_is_secure(self):
        answer = self.visitor().log_in(USERNAME, ADMIN_PASSWORD, {"Host": HOST, **HTTPS, "Origin": f"https://{HOST}"})
        session, csrf = sorted(answer.headers.get_all("Set-Cookie"), reverse=True)
        self.assertRegex(session, r"^sessionid=.*Max-Age=1209600; Path=/; SameSite=Lax; HttpOnly$")
        self.assertRegex(csrf, r"^csrftoken=.*Max-Age=31449600; Path=/; SameSite=Lax$")

    def test_a_form_without_token_is_refused(self):
        visitor = self.visitor()
        visitor.get("/auth/login/")
        self.assertEqual(403, visitor.post("/auth/login/", {"username": USERNAME, "password": ADMIN_PASSWORD}).status)

    def test_a_wrong_password_leads_back_to_the_form(self):
        answer = self.visitor().log_in(USERNAME, "wrong")
        self.assertEqual(200, answer.status)
        self.assertIn("do not match", answer.text)

    def test_the_login_never_leads_to_another_site(self):
        for target, location in [("/profile/", "/profile/"), ("//evil.test/", "/"), ("https://evil.test", "/")]:
            fields = {"username": USERNAME, "password": ADMIN_PASSWORD, "next": target}
            self.assertEqual(location, self.visitor().send_form("/auth/login/", fields).location)

    def test_logging_out_ends_the_session_on_the_server(self):
        visitor = self.administrator()
        stolen = visitor.cookies["sessionid"]
        self.assertEqual("/auth/login/", visitor.send_form("/", {}, to="/auth/logout/").location)
        self.assertNotIn("sessionid", visitor.cookies)
        self.assertEqual(302, self.visitor().get("/", {"Cookie": f"sessionid={stolen}"}).status)

    def test_a_password_set_by_somebody_else_must_be_replaced_first(self):
        new_user = {"username": "bob", "password": "1", "is_superuser": False}
        self.administrator().result("users.add", {"user_def": new_user})
        bob = self.visitor()
        bob.log_in("bob", "1")
        page = bob.get("/").location
        self.assertEqual("/auth/password_reset_confirm/", page)
        chosen = "a-much-better-one"
        self.assertEqual(302, bob.send_form(page, {"new_password1": chosen, "new_password2": chosen}).status)
        bob.log_in("bob", chosen)
        self.assertIn("Signed in as", bob.get("/").text)


if __name__ == "__main__":
    unittest.main()
