"""Accounts that are made and taken away over the xAPI (roomos 2, UserManagement)."""

from simulators.roomos.order import Handlers, Order
from simulators.roomos.sessions import Account, Sessions
from simulators.roomos.tree import Branch


class Accounts:
    """The accounts of one endpoint. They survive a restart."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self.handlers: Handlers = {
            "UserManagement User Add": self._add,
            "UserManagement User Delete": self._delete,
            "UserManagement User List": self._list,
            "UserManagement User Unblock": self._unblock,
            "UserManagement User Passphrase Set": self._set,
        }

    def _add(self, order: Order) -> Branch:
        name = order.text("Username")
        if name in self._sessions.accounts:
            raise order.failed("The user exists")
        roles = frozenset(str(role) for role in order.values["Role"])
        active = order.text("Active", "True") == "True"
        self._sessions.accounts[name] = Account(order.text("Passphrase"), roles, active=active)
        return {}

    def _delete(self, order: Order) -> Branch:
        self._wanted(order)
        del self._sessions.accounts[order.text("Username")]
        return {}

    def _list(self, order: Order) -> Branch:
        del order
        rows: list[Branch] = [
            {
                "id": number,
                "Username": name,
                "Active": str(account.active),
                "Roles": {"Role": [{"id": place, "Role": role} for place, role in enumerate(sorted(account.roles), 1)]},
            }
            for number, (name, account) in enumerate(self._sessions.accounts.items(), 1)
        ]
        return {"User": list(rows)}

    def _unblock(self, order: Order) -> Branch:
        account = self._wanted(order)
        account.locked_until, account.failures = 0.0, 0
        return {}

    def _set(self, order: Order) -> Branch:
        self._wanted(order).password = order.text("NewPassphrase")
        return {}

    def _wanted(self, order: Order) -> Account:
        found = self._sessions.accounts.get(order.text("Username"))
        if found is None:
            raise order.failed("No such user")
        return found
