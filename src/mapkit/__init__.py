"""News text in, a map you can trust out."""
