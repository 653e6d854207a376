import http.client
import time

from release import ServedTestCase


class ExportsTest(ServedTestCase):
    def test_the_bytes_are_spread_over_the_seconds(self):
        visitor = self.administrator()
        started = time.monotonic()
        answer = visitor.get("/api/export/v0/tables/?bytes=64000&seconds=2")
        self.assertAlmostEqual(2, time.monotonic() - started, delta=0.5)
        self.assertEqual(64000, len(answer.body))
        self.assertIsNone(answer.headers["Content-Length"])
        self.assertEqual("chunked", answer.headers["Transfer-Encoding"])
        self.assertTrue(answer.text.splitlines()[-1].startswith("000000000999,"))

    def test_it_needs_a_login(self):
        location = self.visitor().get("/api/export/v0/tables/?bytes=1").location
        self.assertEqual("/auth/login/?next=/api/export/v0/tables/%3Fbytes%3D1", location)

    def test_a_slow_export_does_not_hold_up_others(self):
        cookie = "; ".join(f"{name}={value}" for name, value in self.administrator().cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/export/v0/tables/?forever=1", headers={"Cookie": cookie})
        self.assertEqual(1000, len(connection.getresponse().read(1000)))
        self.assertEqual(200, self.visitor().get("/auth/login/").status)
