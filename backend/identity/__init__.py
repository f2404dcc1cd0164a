"""Identity: who is signed in, what they may do, and for whom they may book."""

from backend.identity.service import EVERYWHERE, WITH_MEETINGS, Actor, Directory, Person, Role, SignIn, Unit, Waiting

__all__ = [
    "EVERYWHERE",
    "WITH_MEETINGS",
    "Actor",
    "Directory",
    "Person",
    "Role",
    "SignIn",
    "Unit",
    "Waiting",
]
