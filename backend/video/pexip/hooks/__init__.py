"""What Pexip's nodes tell: taken at once, worked afterwards, and told on as the live state (decision 47)."""
