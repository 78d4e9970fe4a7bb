"""From a file to parsed sentences with exact offsets."""
