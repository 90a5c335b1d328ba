import hashlib
import json

import rfc8785

from firsthand.archive.verify import verify_export
from firsthand.custody.tiles import TileLog, export
from tests.archive.world import PAGES, told
from tests.custody.test_tiles import read_alone

KNOWN = {"v", "act", "at", "by", "subjects", "blobs", "tools", "seen", "entry", "key", "erased"}


def test_an_archive_s_exported_log_is_read_by_others_and_holds_no_words(archive, tmp_path):
    """With nothing of ours but the entries' bytes: root, signature, canonical JSON; ids, digests, numbers alone."""
    told(archive, tmp_path)
    out = tmp_path / "out"
    export(archive, out)
    assert read_alone(out) == archive.size()
    entries = list(TileLog(out).entries())
    assert entries == list(archive.entries())
    for data in entries:
        record = json.loads(data)
        assert rfc8785.dumps(record) == data
        assert set(record) <= KNOWN
        assert set(record["tools"]) <= {"firsthand", "reader", "extractor", "linker", "rule"}
    assert not [finding for finding in verify_export(out) if finding.result == "failed"]
    assert not [finding for finding in verify_export(out, key=str(archive.keys.vkey())) if finding.result != "ok"]
    whole = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    for word in ("Kolvin", "bridge", "puente", "Оксана", "nurse", "dayline", "river", "marta", "mistake", "pages"):
        assert word.encode() not in whole.lower() + whole
    for name, data in PAGES.items():
        if len(data) < 128:
            assert hashlib.sha256(data).hexdigest().encode() not in whole, name
