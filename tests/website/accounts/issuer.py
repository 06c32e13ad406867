"""A local OpenID Connect issuer that asserts the claims it is given."""

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

KEY = generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "1", "alg": "RS256"}


class Issuer:
    """`person`: the claims of the next sign-in. `signs_userinfo`: return them as a signed token, as ProConnect does."""

    def __init__(self, url: str):
        self.url = url
        self.person: dict = {}
        self.signs_userinfo = False
        self.is_broken = False
        self.asked: list[dict] = []

    def token(self, **claims) -> str:
        moment = int(time.time())
        base = {"iss": self.url, "aud": "client", "iat": moment, "exp": moment + 60}
        return jwt.encode({**base, **claims}, KEY, algorithm="RS256", headers={"kid": "1"})

    def answer(self, path: str, body: str) -> tuple[str, str]:
        """Return content type and body."""
        if path.endswith("/.well-known/openid-configuration"):
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            places["userinfo_endpoint"] = "userinfo"
            found = {name: f"{self.url}/{place}" for name, place in places.items()}
            return "application/json", json.dumps({"issuer": self.url, **found})
        if path.endswith("/token"):
            self.asked.append(parse_qs(body))
            answer = {"access_token": "a", "token_type": "Bearer", "id_token": self.token(sub=self.person["sub"])}
            return "application/json", json.dumps(answer)
        if path.endswith("/keys"):
            return "application/json", json.dumps({"keys": [PUBLIC]})
        if self.signs_userinfo:
            return "application/jwt", self.token(**self.person)
        return "application/json", json.dumps(self.person)


@contextmanager
def run_issuer():
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    issuer = Issuer(f"http://127.0.0.1:{server.server_port}/realm")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            if issuer.is_broken:
                self.send_error(503)
                return
            kind, text = issuer.answer(self.path, body)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def do_POST(self):
            self.do_GET()

        def log_message(self, *args):
            pass

    server.RequestHandlerClass = Handler
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield issuer
    server.shutdown()
    server.server_close()
    thread.join()
