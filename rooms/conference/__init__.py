"""The multidisciplinary conference: rooms that are brought together by one press, and left as they were found."""
