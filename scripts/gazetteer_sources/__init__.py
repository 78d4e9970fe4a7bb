"""The sources of data/gazetteer.csv, one module each."""
