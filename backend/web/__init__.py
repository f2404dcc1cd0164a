"""Web: what every HTTP surface shares. JSON operations with schemas, problem answers, pages, streams, safe headers, logs."""
