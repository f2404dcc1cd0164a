"""The tenant over TLS on loopback, with faults on order: `POST /_control {"fault", "count"?, "seconds"?}`."""

import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.serving import make_server

from simulators.certificate import make
from simulators.entra.tenant import Refused, Tenant

# What can be ordered: the provider is away, slow, or has nothing but nonsense to say.
FAULTS = ("away", "slow", "nonsense", "rotate")
_SLOW_SECONDS = 3.0


class Faults:
    """What has been ordered, for so many requests or so long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, tuple[int, float]] = {}

    def order(self, fault: str, count: int, seconds: float) -> None:
        """Order a fault for the next `count` requests, within `seconds`."""
        with self._lock:
            self._left[fault] = (count, time.monotonic() + seconds)

    def due(self, fault: str) -> bool:
        """Tell whether the fault hits this request, which then counts."""
        with self._lock:
            count, until = self._left.get(fault, (0, 0.0))
            hit = count > 0 and time.monotonic() < until
            if hit:
                self._left[fault] = (count - 1, until)
            return hit


class Entra:
    """A running simulator. `base` is https; `ca_file` is what its clients must trust."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        certificate = make(folder, ("localhost",))
        self.ca_file = certificate.certificate
        app = Flask(__name__)
        self._server = make_server(
            "127.0.0.1", port, app, threaded=True, ssl_context=(str(certificate.certificate), str(certificate.key))
        )
        self.port: int = self._server.server_port
        self.base = f"https://localhost:{self.port}"
        self.tenant = Tenant(self.base)
        self.faults = Faults()
        _register_faults(app, self.tenant, self.faults)
        _register_tenant(app, self.tenant)
        self._thread = threading.Thread(target=self._server.serve_forever, name="entra", daemon=True)
        self._thread.start()

    def ready(self) -> dict[str, Any]:
        """Return what the ready line says."""
        return {
            "ready": True,
            "authority": self.tenant.authority,
            "tenant": self.tenant.id,
            "client_id": self.tenant.client_id,
            "client_secret": self.tenant.secret,
            "ca_file": str(self.ca_file),
        }

    def close(self) -> None:
        """End it and let the port go."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _register_tenant(app: Flask, tenant: Tenant) -> None:
    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[Response, int]:
        told = {"error": error.code, "error_description": f"AADSTS{error.number}: {error.text}"}
        return jsonify(told | {"error_codes": [error.number]}), 401 if error.code == "invalid_client" else 400

    @app.get(f"/{tenant.id}/v2.0/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(tenant.discovery())

    @app.get(f"/{tenant.id}/discovery/v2.0/keys")
    def keys() -> Response:
        return jsonify(tenant.signer.document(tenant.issuer))

    @app.get(f"/{tenant.id}/oauth2/v2.0/authorize")
    def authorize() -> Any:  # noqa: ANN401 - Flask's redirect is Werkzeug's own kind of response
        return redirect(tenant.authorize(request.args))

    @app.post(f"/{tenant.id}/oauth2/v2.0/token")
    def token() -> Response:
        return jsonify(tenant.token(request.form))


def _register_faults(app: Flask, tenant: Tenant, faults: Faults) -> None:
    @app.before_request
    def hit() -> Response | None:
        if request.path == "/_control":
            return None
        if faults.due("slow"):
            threading.Event().wait(_SLOW_SECONDS)
        if faults.due("away"):
            return Response(status=503)
        return Response("<html>", content_type="text/html") if faults.due("nonsense") else None

    @app.post("/_control")
    def control() -> tuple[str, int]:
        order = request.get_json()
        fault = order.get("fault") if isinstance(order, dict) else None
        if fault not in FAULTS or not order.keys() <= {"fault", "count", "seconds"}:
            return f"fault is one of {', '.join(FAULTS)}", 400
        if fault == "rotate":
            tenant.signer.rotate()
        else:
            faults.order(fault, int(order.get("count", 1)), float(order.get("seconds", 3600)))
        return "", 204
