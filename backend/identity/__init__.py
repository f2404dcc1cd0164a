"""Identity: who is signed in, what they may do, and for whom they may book."""

from backend.identity.service import Actor, Directory, Person, Role, SignIn

__all__ = ["Actor", "Directory", "Person", "Role", "SignIn"]
