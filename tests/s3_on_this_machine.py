"""An S3-compatible store on this machine, for tests: what pyarrow's client asks of Amazon's, kept in memory.

It speaks the REST protocol of Amazon S3 (path style): list (version 2), head, get with ranges, put, multipart, delete.
Signatures are not checked.
"""

import hashlib
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

_SPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class Store:
    """The objects by bucket and key, and what was asked.

    Attributes
    ----------
    url : str
        The endpoint, `http://127.0.0.1:port`.
    objects : dict
        `(bucket, key)` to bytes; may be changed by a test.
    reads : list of (key, int)
        Each object read, with the number of bytes given.
    """

    def __init__(self) -> None:
        self.url = ""
        self.buckets: set[str] = set()
        self.objects: dict[tuple[str, str], bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.reads: list[tuple[str, int]] = []
        self.lock = threading.Lock()


@contextmanager
def s3(*buckets: str):
    """Yield a store that answers while the context lasts; its buckets are there already."""
    store = Store()
    store.buckets.update(buckets)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"store": store}))
    server.daemon_threads = True
    store.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def environment(store: Store) -> dict[str, str]:
    """Return the variables by which Amazon's own clients find a store."""
    return {
        "AWS_ENDPOINT_URL": store.url,
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


class _Handler(BaseHTTPRequestHandler):
    store: Store
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def _target(self):
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        return bucket, key, {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _xml(self, body: str, status: int = 200) -> None:
        content = f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode()
        self._answer(status, content, Content_Type="application/xml")

    def _missing(self, code: str) -> None:
        self._xml(f"<Error><Code>{code}</Code><Message>{code}</Message></Error>", 404)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "aws-chunked" in self.headers.get("Content-Encoding", "") or "STREAMING" in self.headers.get(
            "x-amz-content-sha256", ""
        ):
            return _unchunked(body)
        return body

    def do_HEAD(self):
        bucket, key, _ = self._target()
        if bucket not in self.store.buckets:
            return self._answer(404)
        if not key:
            return self._answer(200)
        content = self.store.objects.get((bucket, key))
        if content is None:
            return self._answer(404)
        return self._answer(200, Content_Length=str(len(content)), ETag=_tag(content), Last_Modified=_DATE)

    def do_GET(self):
        bucket, key, query = self._target()
        if bucket not in self.store.buckets:
            return self._missing("NoSuchBucket")
        if not key:
            return self._list(bucket, query)
        content = self.store.objects.get((bucket, key))
        if content is None:
            return self._missing("NoSuchKey")
        headers = {"ETag": _tag(content), "Last_Modified": _DATE, "Accept_Ranges": "bytes"}
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        status, part = 200, content
        if found:
            first = int(found[1])
            last = min(int(found[2]) if found[2] else len(content) - 1, len(content) - 1)
            status, part = 206, content[first : last + 1]
            headers["Content_Range"] = f"bytes {first}-{last}/{len(content)}"
        with self.store.lock:
            self.store.reads.append((key, len(part)))
        return self._answer(status, part, **headers)

    def _list(self, bucket: str, query: dict[str, str]) -> None:
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        keys, folders = [], set()
        for owner, key in sorted(self.store.objects):
            if owner != bucket or not key.startswith(prefix):
                continue
            inner, found, _ = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
            if found:
                folders.add(prefix + inner + delimiter)
            else:
                keys.append(key)
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
            f"<ETag>{escape(_tag(self.store.objects[bucket, key]))}</ETag>"
            f"<Size>{len(self.store.objects[bucket, key])}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for key in keys
        )
        common = "".join(f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in sorted(folders))
        self._xml(
            f"<ListBucketResult {_SPACE}><Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix>"
            f"<KeyCount>{len(keys) + len(folders)}</KeyCount><MaxKeys>1000000</MaxKeys><IsTruncated>false</IsTruncated>"
            f"{contents}{common}</ListBucketResult>"
        )

    def do_PUT(self):
        bucket, key, query = self._target()
        body = self._body()
        with self.store.lock:
            if not key:
                self.store.buckets.add(bucket)
            elif "uploadId" in query:
                self.store.uploads[query["uploadId"]][int(query["partNumber"])] = body
            else:
                self.store.objects[bucket, key] = body
        self._answer(200, ETag=_tag(body))

    def do_POST(self):
        bucket, key, query = self._target()
        body = self._body()
        if "delete" in query:
            nodes = ET.fromstring(body).iter()  # noqa: S314 - a test's own client
            names = [node.text or "" for node in nodes if node.tag.endswith("Key")]
            for name in names:
                self.store.objects.pop((bucket, name), None)
            return self._xml(f"<DeleteResult {_SPACE}></DeleteResult>")
        if "uploads" in query:
            with self.store.lock:
                number = f"upload-{len(self.store.uploads)}"
                self.store.uploads[number] = {}
            return self._xml(
                f"<InitiateMultipartUploadResult {_SPACE}><Bucket>{bucket}</Bucket><Key>{escape(key)}</Key>"
                f"<UploadId>{number}</UploadId></InitiateMultipartUploadResult>"
            )
        with self.store.lock:
            parts = self.store.uploads[query["uploadId"]]
            content = self.store.objects[bucket, key] = b"".join(parts[number] for number in sorted(parts))
        return self._xml(
            f"<CompleteMultipartUploadResult {_SPACE}><Bucket>{bucket}</Bucket><Key>{escape(key)}</Key>"
            f"<ETag>{escape(_tag(content))}</ETag></CompleteMultipartUploadResult>"
        )

    def do_DELETE(self):
        bucket, key, query = self._target()
        with self.store.lock:
            if "uploadId" in query:
                self.store.uploads.pop(query["uploadId"], None)
            else:
                self.store.objects.pop((bucket, key), None)
        self._answer(204)


_DATE = "Thu, 01 Jan 2026 00:00:00 GMT"


def _tag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


def _unchunked(body: bytes) -> bytes:
    """Return the content of a body in Amazon's signed chunks."""
    content = b""
    while body:
        head, _, body = body.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if size == 0:
            break
        content, body = content + body[:size], body[size + 2 :]
    return content
