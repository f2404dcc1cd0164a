"""Review of the access log and the extract for one patient."""
