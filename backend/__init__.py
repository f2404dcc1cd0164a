"""Skyddat vårdmöte: the backend. Packages are features; arrows of import point down (see pyproject, import-linter)."""
