"""What those who look after the rooms see: how each is now, alarms, and cases that were opened from a panel."""
