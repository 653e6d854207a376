import json
import zlib
from collections.abc import Iterator

from release import ServedTestCase
from visitor import Answer, Visitor

BOUNDARY = "a-boundary"
START = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="trees.csv"\r\n\r\n'.encode()
END = f"\r\n--{BOUNDARY}--\r\n".encode()
MIB = 1024 * 1024
BLOCK = b"oak,tall\r\n--a-bound" * 3449


def upload(visitor: Visitor, content: Iterator[bytes], size: int, query: str = "", token: str | None = None) -> Answer:
    def body() -> Iterator[bytes]:
        yield START
        yield from content
        yield END

    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(START) + size + len(END)),
        "X-CSRFToken": visitor.cookies.get("csrftoken", "") if token is None else token,
    }
    return visitor.request("POST", "/api/db/v0/data_files/" + query, body(), headers)


class UploadsTest(ServedTestCase):
    def stored(self) -> list[str]:
        return sorted(file.name for file in self.release.media.glob("*/*"))

    def test_a_large_file_arrives_whole_once_and_without_filling_the_memory(self):
        count = 256 * MIB // len(BLOCK)
        visitor = self.administrator()
        before = self.server.largest_memory()
        answer = upload(visitor, (BLOCK for _ in range(count)), count * len(BLOCK))
        self.assertEqual(201, answer.status, answer.text)
        self.assertLess(self.server.largest_memory() - before, 16 * MIB)
        file = self.release.media / "ann/trees.csv"
        self.assertEqual(count * len(BLOCK), file.stat().st_size)
        self.assertEqual(f"{checksum(count):08x}", json.loads(answer.body)["crc32"])
        self.assertEqual(["trees.csv"], self.stored())
        file.unlink()

    def test_a_discarded_file_is_counted_and_not_stored(self):
        answer = upload(self.administrator(), iter([BLOCK]), len(BLOCK), "?discard=1")
        self.assertEqual((200, len(BLOCK)), (answer.status, json.loads(answer.body)["bytes"]))
        self.assertEqual([], self.stored())

    def test_an_upload_without_login_or_token_is_refused_and_not_stored(self):
        stranger = self.visitor()
        self.assertEqual(403, upload(stranger, iter([BLOCK]), len(BLOCK)).status)
        stranger.get("/auth/login/")
        self.assertEqual(302, upload(stranger, iter([BLOCK]), len(BLOCK)).status)
        self.assertEqual(403, upload(self.administrator(), iter([BLOCK]), len(BLOCK), token="").status)
        self.assertEqual([], self.stored())

    def test_a_file_beside_a_pasted_text_is_refused_and_not_stored(self):
        pasted = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="paste"\r\n\r\na,b'.encode()
        answer = upload(self.administrator(), iter([BLOCK, pasted]), len(BLOCK) + len(pasted))
        self.assertEqual(400, answer.status)
        self.assertEqual([], self.stored())

    def test_an_upload_that_ends_early_leaves_nothing_behind(self):
        visitor = self.administrator()
        body = START + BLOCK
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "X-CSRFToken": visitor.cookies["csrftoken"],
        }
        self.assertEqual(400, visitor.request("POST", "/api/db/v0/data_files/", body, headers).status)
        self.assertEqual([], self.stored())

    def test_a_body_without_length_counts_as_empty_as_with_django(self):
        visitor = self.administrator()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "X-CSRFToken": visitor.cookies["csrftoken"],
        }
        answer = visitor.request("POST", "/api/db/v0/data_files/", iter([START, BLOCK, END]), headers)
        self.assertEqual(400, answer.status)
        self.assertIn("errors", json.loads(answer.body))


def checksum(count: int) -> int:
    total = 0
    for _ in range(count):
        total = zlib.crc32(BLOCK, total)
    return total
