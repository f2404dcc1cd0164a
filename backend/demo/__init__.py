"""The demo: the whole product on one machine, with stand-ins for Outlook and the inbox. Never in production."""
