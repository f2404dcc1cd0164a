"""Built-in video: a mesh of at most four browsers, for trying out and training; never in production."""
