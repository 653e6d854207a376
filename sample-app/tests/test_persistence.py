import socket
import time

from release import ServedTestCase


class PersistenceTest(ServedTestCase):
    def test_a_table_made_on_the_home_page_is_there_after_a_restart(self):
        visitor = self.administrator()
        self.assertEqual(302, visitor.send_form("/", {"name": "Birds & bees"}, to="/sheets/").status)
        self.assertEqual(302, visitor.send_form("/", {"content": "Robin <3"}, to="/sheets/2/").status)
        with self.release.serve() as restarted:
            again = restarted.visitor()
            again.cookies = visitor.cookies
            page = again.get("/").text
        self.assertIn("<h2>Birds &amp; bees</h2>", page)
        self.assertIn("<td>Robin &lt;3</td>", page)

    def test_a_silent_connection_stalls_a_sync_worker_until_its_time_out(self):
        with self.release.serve("--worker-class", "sync", "--timeout", "2") as server:
            with socket.create_connection(("127.0.0.1", server.port)):
                time.sleep(0.1)
                started = time.monotonic()
                server.visitor().get("/static/staticfiles.json")
                self.assertGreater(time.monotonic() - started, 1)
