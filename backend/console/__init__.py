"""The pages of administrators, unit heads and auditors."""
