"""The two manifests of the add-in, built from one description and checked without Microsoft's servers (ADR 0020)."""
