"""Serves the collected files, without database, and whatever the Host header says."""

import json
import mimetypes
import re
from functools import lru_cache
from pathlib import Path

from sample.request import Request
from sample.response import Response

PREFIX = "/static/"
MANIFEST = "staticfiles.json"
HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


def answer(request: Request) -> Response | None:
    if not request.path.startswith(PREFIX) or request.method not in ("GET", "HEAD"):
        return None
    file = collected_file(request.settings.static_root, request.path.removeprefix(PREFIX))
    if file is None:
        return None
    details = file.stat()
    etag = f'"{details.st_mtime_ns:x}-{details.st_size:x}"'
    headers = [("Cache-Control", cache_control(file)), ("ETag", etag), ("Access-Control-Allow-Origin", "*")]
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    compressed = file.with_name(file.name + ".gz")
    if compressed.exists():
        headers.append(("Vary", "Accept-Encoding"))
    if request.header("If-None-Match") == etag:
        return Response(status=304, content_type=content_type, headers=headers)
    if compressed.exists() and "gzip" in (request.header("Accept-Encoding") or ""):
        headers.append(("Content-Encoding", "gzip"))
        file = compressed
    return Response(file.read_bytes(), content_type=content_type, headers=headers)


def collected_file(root: Path, name: str) -> Path | None:
    file = (root / name).resolve()
    return file if file.is_file() and file.is_relative_to(root.resolve()) else None


def cache_control(file: Path) -> str:
    return "max-age=315360000, public, immutable" if HASHED.search(file.name) else "max-age=60, public"


def address(root: Path, name: str) -> str:
    """The hashed address if the files were collected, else the plain one."""
    manifest = root / MANIFEST
    changed_at = manifest.stat().st_mtime_ns if manifest.exists() else None
    return PREFIX + hashed_names(manifest, changed_at).get(name, name)


@lru_cache(maxsize=1)
def hashed_names(manifest: Path, changed_at: int | None) -> dict[str, str]:
    return json.loads(manifest.read_text())["paths"] if changed_at else {}
