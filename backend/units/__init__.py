"""What one unit has recorded: rights, training, agreements, approvals, exceptions, contacts."""
