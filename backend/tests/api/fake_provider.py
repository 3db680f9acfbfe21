"""An OpenID Connect provider over HTTP, with real keys and signatures, that can be told to lie."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "masklet", "the client's secret"


class FakeProvider:
    """`claims` and `key` are what it signs with; `asked` what it was asked for with each code."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.claims, self.algorithm, self.signing_key = {}, "RS256", self.key
        self.asked, self.tokens = {}, 0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                """Nothing."""

            def do_GET(self):
                self.answer(*provider.get(urlsplit(self.path)))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.answer(*provider.token(self.headers, parse_qs(body)))

            def answer(self, status, body):
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/realm"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def get(self, path):
        if path.path == "/realm/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        if path.path == "/realm/keys":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        return 404, {}

    def signs_in(self, address, **claims):
        """A person at the provider: what it was asked for, and the address that it sends them back to."""
        wanted = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.asked)}"
        self.asked[code] = wanted | {"claims": claims}
        return wanted, f"{urlsplit(wanted['redirect_uri']).path}?{urlencode({'code': code, 'state': wanted['state']})}"

    def token(self, headers, form):
        """Checks what a provider checks: the client, the address, and that who comes with the code began it (PKCE)."""
        wanted = self.asked.pop(form["code"][0], None)
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if wanted is None or headers["Authorization"] != f"Basic {basic}":
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        if _base64(digest) != wanted["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if form["redirect_uri"] != [wanted["redirect_uri"]]:
            return 400, {"error": "invalid_grant"}
        self.tokens += 1
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "user-17",
            "iat": now,
            "exp": now + 300,
            "nonce": wanted["nonce"],
            "preferred_username": "ada",
        }
        claims = {name: value for name, value in (claims | wanted["claims"] | self.claims).items() if value is not None}
        signed = self._signed(claims)
        return 200, {"access_token": "at", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def _signed(self, claims):
        """By hand where the key is bytes: no library lends itself to the trick with the public key."""
        header = {"alg": self.algorithm, "kid": "one"}
        if not isinstance(self.signing_key, bytes):
            return jwt.encode(header, claims, self.signing_key, algorithms=[self.algorithm])
        text = ".".join(_base64(json.dumps(part).encode()) for part in (header, claims))
        return f"{text}.{_base64(hmac.digest(self.signing_key, text.encode(), 'sha256'))}"


def _base64(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
