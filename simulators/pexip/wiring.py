"""How the parts of a simulator are put together: who is asked, who is told, and where it listens."""

import ssl
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from simulators import certificate
from simulators.pexip import orders
from simulators.pexip.asker import Asker, FirstOf, OneConference
from simulators.pexip.management.attached import Attached
from simulators.pexip.management.directory import DirectoryAsker
from simulators.pexip.management.server import Account, Management
from simulators.pexip.policy import PolicyAsker, PolicyServer
from simulators.pexip.policy_answer import Known
from simulators.pexip.publisher import Receiver
from simulators.pexip.sink import Sink
from simulators.pexip.site import Site
from simulators.pexip.wanted import Wanted
from simulators.pexip.web.routes import routes


def start(wanted: Wanted) -> tuple[Site, dict[str, Any]]:
    """Start what is wanted; return it and what the ready line says. Raises OSError when a port is taken."""
    site = Site(wanted.timer_scale)
    try:
        told = _start(site, wanted)
    except BaseException:
        site.close()
        raise
    return site, told


def _start(site: Site, wanted: Wanted) -> dict[str, Any]:
    context, pem = _tls(wanted.tls)
    told: dict[str, Any] = {"ready": True}
    askers: list[Asker] = [OneConference(wanted.alias, wanted.configuration())] if wanted.alias else []
    management = None
    if wanted.management_port is not None:
        management = _manage(site, wanted)
        askers.append(DirectoryAsker(management.replica))
        told["management"] = management.url
    ask: Asker = FirstOf(*askers)
    asker = _asking(site, wanted, ask, management) if wanted.policy_url else None
    ask = asker or ask
    for number in range(wanted.nodes):
        port = wanted.port + number if wanted.port else 0
        site.add(ask, port, location=wanted.location, context=context, routes=routes)
    if management is not None:
        switchboards = {front.node.ip: front.ground.switchboard for front in site.fronts}
        management.attach(site.cluster, switchboards)
    sink = _tell(site, wanted) if wanted.event_url else None
    site.control.take("sign_in", partial(orders.sign_in, [side for side in (asker, sink) if side is not None]))
    if management is not None:
        _attach(site, management, wanted.location, sink)
    return told | {
        "base_url": site.url,
        "alias": wanted.alias,
        "nodes": [{"ip": front.node.ip, "url": front.url} for front in site.fronts],
        "control": f"{site.url}/_control",
        "certificate": pem,
    }


def _manage(site: Site, wanted: Wanted) -> Management:
    account = Account(wanted.management_user, wanted.management_password)
    management = Management(account, replication=wanted.replication_seconds, clock=site.clock.seconds)
    management.let_call_without_rules()
    site.wait(management.open(wanted.management_port or 0))
    site.ending.append(management.close)
    return management


def _asking(site: Site, wanted: Wanted, then: Asker, management: Management | None) -> PolicyAsker:
    server = PolicyServer(wanted.policy_url, wanted.policy_user, wanted.policy_password)
    groups = frozenset({wanted.host_idp, wanted.guest_idp} - {""})
    known = Known(frozenset(wanted.theme), groups, frozenset({wanted.location}))
    if management is not None:
        known = replace(known, least_pin=management.store.least_pin)
    asker = PolicyAsker(server, then, clock=site.clock, known=known)
    site.ending.append(asker.close)
    site.control.take("policy", partial(orders.policy, asker))
    return asker


def _tell(site: Site, wanted: Wanted) -> Sink:
    receiver = Receiver(
        wanted.event_url, wanted.event_user, wanted.event_password, wanted.event_version, wanted.event_bulk
    )
    sink = Sink(receiver, site.clock)

    def begin() -> None:
        for front in site.fronts:
            sink.follow(front.node)
        site.cluster.watchers.append(sink.hear)

    site.call(begin)
    site.ending.append(sink.close)
    site.control.take("events", partial(orders.events, sink))
    site.control.take("rooms", partial(orders.rooms, sink))
    return sink


def _attach(site: Site, management: Management, location: str, sink: Sink | None) -> None:
    def begin() -> Attached:
        attached = Attached(management.store, site.cluster, [front.node for front in site.fronts])
        attached.adopt(location, sink)
        return attached

    site.ending.append(site.call(begin).close)


def _tls(wanted: bool) -> tuple[ssl.SSLContext | None, str]:  # noqa: FBT001  what was wanted
    """Return a context with a certificate for this machine, and the certificate as PEM; None and "" for plain HTTP."""
    if not wanted:
        return None, ""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        made = certificate.make(Path(folder), ("localhost",), ("127.0.0.1",))
        context.load_cert_chain(made.certificate, made.key)
        return context, made.certificate.read_text("ascii")
