"""Web: what every HTTP surface shares: JSON operations, problem answers, pages, streams, safe headers, logs."""
