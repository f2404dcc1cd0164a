"""Event sinks as they are configured: those that are attached to the location of a node are sent to from that node.

A changed `restart_date` begins a sink again that has stopped; any other change does so too (pexip 3). Unlike a room, a
sink is known to the nodes at once.
"""

from collections.abc import Sequence

from simulators.pexip.management.fields import Row, target, uri
from simulators.pexip.management.store import Store
from simulators.pexip.node import Cluster, Node
from simulators.pexip.publisher import Receiver
from simulators.pexip.sink import Sink


class Attached:
    """The sinks of the configuration. All nodes are at one location. In their loop."""

    def __init__(self, store: Store, cluster: Cluster, nodes: Sequence[Node]) -> None:
        self.sinks: dict[int, Sink] = {}
        self._store, self._cluster, self._nodes = store, cluster, nodes
        self._restarted: dict[int, str | None] = {}
        store.written.append(self._hear)

    def adopt(self, location: str, sink: Sink | None) -> None:
        """Write the nodes' location, and a sink that sends already, into the configuration."""
        with self._store.writing():
            links = []
            if sink is not None:
                told = sink.receiver
                fields = {
                    "name": "Command line",
                    "url": told.url,
                    "username": told.user,
                    "password": told.password,
                    "version": told.version,
                    "bulk_support": told.bulk,
                }
                number = self._store.create("event_sink", fields)
                links.append(uri("event_sink", number))
                self.sinks[number], self._restarted[number] = sink, None
                sink.receiver = self._receiver(self._store.rows["event_sink"][number])
            self._store.create("system_location", {"name": location, "event_sinks": links})

    async def close(self) -> None:
        """Send nothing more."""
        for sink in self.sinks.values():
            await sink.close()

    def _hear(self, resource: str, _: int) -> None:
        if resource not in {"event_sink", "system_location"}:
            return
        rows = self._wanted()
        for number in self.sinks.keys() - rows.keys():
            sink = self.sinks.pop(number)
            self._cluster.watchers.remove(sink.hear)
            sink.halt()
        for number, row in rows.items():
            self._keep(number, row)

    def _keep(self, number: int, row: Row) -> None:
        receiver = self._receiver(row)
        sink = self.sinks.get(number)
        if sink is None:
            sink = self.sinks[number] = Sink(receiver, self._cluster.clock)
            for node in self._nodes:
                sink.follow(node)
            self._cluster.watchers.append(sink.hear)
        elif sink.receiver != receiver or self._restarted[number] != row["restart_date"]:
            sink.renew(receiver)
        self._restarted[number] = row["restart_date"]

    def _wanted(self) -> dict[int, Row]:
        locations = {node.location for node in self._nodes}
        found = [
            target(link)
            for row in self._store.rows["system_location"].values()
            if row["name"] in locations
            for link in row["event_sinks"]
        ]
        sinks = self._store.rows["event_sink"]
        return {one.id: sinks[one.id] for one in found if one is not None and one.id in sinks}

    def _receiver(self, row: Row) -> Receiver:
        settings = self._store.rows["global"][1]
        return Receiver(
            row["url"],
            row["username"],
            row["password"],
            row["version"],
            row["bulk_support"],
            float(settings["es_connection_timeout"]),
            float(settings["es_maximum_retry_backoff"]),
            row["verify_tls_certificate"],
        )
