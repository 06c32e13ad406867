"""Run gunicorn with two sync workers on a free local port."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from socket import create_server

WORKERS = 2
SECONDS_TO_STOP = 10


@contextmanager
def served(application: str) -> Iterator[int]:
    """Serve a WSGI module during the block, and yield the port. Requests wait until the workers have started."""
    with create_server(("127.0.0.1", 0), backlog=64) as listener:
        port, descriptor = listener.getsockname()[1], listener.fileno()
        options = ["--workers", str(WORKERS), "--worker-class", "sync", "--no-control-socket", "--log-level", "warning"]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and constants
            [sys.executable, "-m", "gunicorn", application, "--bind", f"fd://{descriptor}", *options],
            pass_fds=[descriptor],
        )
    try:
        yield port
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
