"""Sign-in with Entra ID: the bearer is an access token for us, and a checked file says who it belongs to.

The file stands in for the directory until Graph is connected. How a browser gets its token is the client's own matter.
"""

from backend.identity.entra.keys import SigningKeys
from backend.identity.entra.people import PeopleFault, PeopleFile
from backend.identity.entra.sign_in import EntraSignIn, Expected

__all__ = ["EntraSignIn", "Expected", "PeopleFault", "PeopleFile", "SigningKeys"]
