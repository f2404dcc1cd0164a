"""The region's Management Node: what is made there beforehand, and what is done to running conferences."""
