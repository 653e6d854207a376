"""Copies the assets to the static directory: under their own name, under a hashed one, and compressed."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path

from sample.static_files import MANIFEST

ASSETS = Path(__file__).parent / "assets"
COMPRESSIBLE = (".css", ".svg", ".js", ".json", ".txt")


def collect(target: Path) -> None:
    """Empties the directory first, as the real one does: whoever serves it meanwhile serves errors."""
    clear(target)
    names = {}
    for source in sorted(file for file in ASSETS.rglob("*") if file.is_file()):
        name = source.relative_to(ASSETS)
        content = source.read_bytes()
        hashed = name.with_name(f"{name.stem}.{hashlib.md5(content).hexdigest()[:12]}{name.suffix}")
        names[name.as_posix()] = hashed.as_posix()
        for destination in (name, hashed):
            write(target / destination, content)
    write(target / MANIFEST, json.dumps({"paths": names, "version": "1.1", "hash": ""}).encode())
    print(f"\n{len(names)} static files copied to '{target}'.", flush=True)


def clear(directory: Path) -> None:
    directory.mkdir(exist_ok=True)
    for entry in directory.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if file.suffix in COMPRESSIBLE and file.name != MANIFEST:
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
