"""A strict stand-in for Outlook on the web: hosts Microsoft's own office.js and answers its postMessage protocol.

The protocol is described in docs/simulators.md; nothing of office.js is in this folder.
"""
