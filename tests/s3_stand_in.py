"""An S3 on this machine (moto's), which misbehaves when told to."""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "linli"
KEYS = {"access_key_id": "a", "secret_access_key": "b"}


class S3StandIn:
    """Answers as S3 does, unless a mood is due: `slow`, `drop`, `drop after` it was done, or a status."""

    def __init__(self) -> None:
        self.moods: list[str | int] = []
        self.slow_seconds = 1.6
        self.asked: list[str] = []
        self._s3 = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=_Quiet)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        mood = self.moods.pop(0) if self.moods else None
        if isinstance(mood, int):
            start(f"{mood} Unwell", [("Content-Length", "0")])
            return []
        if mood == "slow":
            time.sleep(self.slow_seconds)
        if mood == "drop":
            return _hang_up(environ)
        answer = self._s3(environ, start)
        return _hang_up(environ) if mood == "drop after" else answer

    @contextmanager
    def serving(self) -> Iterator["S3StandIn"]:
        """Serve for a while, with an empty bucket."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            make_bucket(self.url)
            self.asked.clear()
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Tests are quiet."""


def make_bucket(url: str) -> None:
    """Make the bucket anew, with nothing in it."""
    keys = {f"aws_{name}": value for name, value in KEYS.items()}
    client = boto3.client("s3", endpoint_url=url, region_name="us-east-1", **keys)
    client.create_bucket(Bucket=BUCKET)
    for each in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=each["Key"])
    client.close()


def _hang_up(environ: dict[str, Any]) -> Iterable[bytes]:
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    raise ConnectionResetError
