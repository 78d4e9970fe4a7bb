"""What `scripts/build_layers.py` is made of: one module a layer, and the tables that mend the sources."""
