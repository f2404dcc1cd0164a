"""Reading the access log: the unit head's review, the auditor's, and one patient's request."""
