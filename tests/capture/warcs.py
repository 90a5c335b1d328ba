"""WARCs and WACZs of our own, record by record."""

import base64
import gzip
import hashlib
import io
import struct
import zipfile

from firsthand.capture.encodings import zstd

PAGE = (
    '<html lang="en"><title>The bridge at Olsk</title>'
    "<p>“The bridge was gone by the morning,” said Marta Kolvin, a nurse from the left bank.</p></html>"
).encode()
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(300)
BRIDGE = "https://dayline.example/bridge"


def record(kind, block, uri=None, content_type="application/http; msgtype=response", version="1.1", **fields):
    """Return a record; a field of None is left out."""
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:12345678-1234-4234-9234-123456789abc>",
        "WARC-Date": "2023-03-08T10:22:00Z",
        "WARC-Target-URI": uri,
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"WARC/{version}", *(f"{name}: {value}" for name, value in named.items() if value is not None)]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def answer(body, *headers, status="200 OK"):
    """Return the bytes of an HTTP answer."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def chunked(body, *sizes):
    """Return a body in chunks of given sizes, the rest in one more."""
    pieces = []
    for size in (*sizes, len(body)):
        piece, body = body[:size], body[size:]
        pieces += [b"%x;name=value\r\n%s\r\n" % (len(piece), piece)] if piece else []
    return b"".join(pieces) + b"0\r\n\r\n"


def sha1(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


CHECKED = {zstd.CompressionParameter.checksum_flag: 1}
HTML = "Content-Type: text/html; charset=utf-8"
PACKED_PAGE = chunked(gzip.compress(PAGE, mtime=0), 20, 30)
PAYLOAD = sha1(gzip.compress(PAGE, mtime=0))
INFO = record("warcinfo", b"software: browsertrix\r\n", content_type="application/warc-fields")
REQUEST = record("request", b"GET /bridge HTTP/1.1\r\n\r\n", BRIDGE, "application/http; msgtype=request")
RESPONSE = record(
    "response",
    answer(PACKED_PAGE, HTML, "Content-Encoding: gzip", "Transfer-Encoding: chunked"),
    BRIDGE,
    WARC_Payload_Digest=PAYLOAD,
)
PICTURE_RESPONSE = record(
    "response", answer(PICTURE, "Content-Type: image/png"), "<https://dayline.example/a.png>", version="1.0"
)
GONE = record(
    "response", answer(b"<p>It is not here.</p>", HTML, status="404 Not Found"), "https://dayline.example/gone"
)
REVISIT = record(
    "revisit",
    answer(b"", HTML, "Content-Encoding: gzip"),
    BRIDGE,
    WARC_Date="2023-03-09T08:00:00Z",
    WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    WARC_Refers_To_Target_URI=BRIDGE,
    WARC_Refers_To_Date="2023-03-08T10:22:00Z",
    WARC_Payload_Digest=PAYLOAD,
)
PAGEINFO = record("resource", b'{"pageid": "1"}', f"urn:pageinfo:{BRIDGE}", "application/json")
RESOURCE = record("resource", PAGE, "https://dayline.example/bridge?copy", "text/html")
LOOKED_UP = record(
    "response", b"20230308102200\ndayline.example. 1 IN A 192.0.2.1\n", "dns:dayline.example", "text/dns"
)
NOTES = record("metadata", b"outlink: https://x.example/ L a/@href\r\n", BRIDGE, "application/warc-fields")
RECORDS = [INFO, REQUEST, RESPONSE, PICTURE_RESPONSE, GONE, REVISIT, PAGEINFO, RESOURCE, LOOKED_UP, NOTES]


def packed(records=RECORDS):
    """Return a WARC with a gzip member for each record."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def zipped(records=RECORDS, dictionary=None):
    """Return a WARC with a zstd frame for each record, behind that of the dictionary if there is one."""
    frames = b"".join(zstd.compress(each, options=CHECKED, zstd_dict=dictionary) for each in records)
    return frames if dictionary is None else skipped(0x184D2A5D, dictionary.dict_content) + frames


def skipped(sign, data):
    """Return a frame that others than its readers skip."""
    return struct.pack("<II", sign, len(data)) + data


def wacz(warcs, compression=zipfile.ZIP_STORED):
    """Return a WACZ with the given files under archive/."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", compression) as package:
        package.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1", "resources": []}')
        package.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n')
        for name, data in warcs.items():
            package.writestr(f"archive/{name}", data)
    return into.getvalue()
