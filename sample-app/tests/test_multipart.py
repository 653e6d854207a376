import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sample.multipart import PartStart, parts  # noqa: E402
from sample.response import HttpError  # noqa: E402

CONTENT_TYPE = 'multipart/form-data; boundary="b"'
BODY = (
    b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nfirst\r\n'
    b'--b\r\ncontent-disposition: form-data; name="file"; filename="a b.csv"\r\nContent-Type: text/csv\r\n\r\n'
    b"1,2\r\n--not\r\n--\r\r\n\r\n--b--\r\n"
)


def read(body: bytes, size: int) -> list[tuple[PartStart, bytes]]:
    found: list[tuple[PartStart, bytes]] = []
    for item in parts(CONTENT_TYPE, (body[start : start + size] for start in range(0, len(body), size))):
        if isinstance(item, PartStart):
            found.append((item, b""))
        else:
            found[-1] = (found[-1][0], found[-1][1] + item)
    return found


class MultipartTest(unittest.TestCase):
    def test_the_parts_are_the_same_however_the_body_is_cut(self):
        expected = [(PartStart("note", None), b"first"), (PartStart("file", "a b.csv"), b"1,2\r\n--not\r\n--\r\r\n")]
        for size in range(1, len(BODY) + 1):
            with self.subTest(size=size):
                self.assertEqual(expected, read(BODY, size))

    def test_an_empty_part_is_empty(self):
        body = b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--\r\n'
        self.assertEqual([(PartStart("file", ""), b"")], read(body, 7))

    def test_a_body_that_ends_early_is_refused(self):
        for length in range(len(BODY) - 4):
            with self.subTest(length=length), self.assertRaises(HttpError):
                read(BODY[:length], 16)

    def test_only_multipart_is_accepted(self):
        for content_type in ["", "text/plain", "multipart/form-data"]:
            with self.assertRaises(HttpError):
                list(parts(content_type, iter([BODY])))
