"""A demo server like that of `make demo`, with its own data folder and port."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_binary_file, policy
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class DemoServer:
    url: str
    folder: Path

    def mails(self, to: str = "") -> list:
        """Return all sent mails, or those to one address, oldest first."""
        found = []
        for path in sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns):
            with path.open("rb") as file:
                found.append(message_from_binary_file(file, policy=policy.default))
        return [mail for mail in found if not to or mail["To"] == to]


@contextmanager
def demo_server(folder: Path):
    """Create a new demo in `folder` and serve it; stop the server at the end."""
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "website.settings.dev",
        "VAR_DIR": str(folder),
        "BASE_URL": f"http://localhost:{port}",
    }
    for command in (["migrate", "--verbosity", "0"], ["demo_content"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "website.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    process = subprocess.Popen([*gunicorn, "--log-level", "warning"], cwd=ROOT, env=environment)
    try:
        _wait(f"http://localhost:{port}/fr/", process)
        yield DemoServer(f"http://localhost:{port}", folder)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _wait(url: str, process) -> None:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url):  # noqa: S310 - a loopback address made above
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError("The demo server did not answer.")
