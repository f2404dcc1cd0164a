"""Mode `management`: rooms that are made at the region's Management Node beforehand, their pools and host PINs."""
