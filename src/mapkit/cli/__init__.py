"""The command line: `mapkit geoparse | extract | ingest | corrections | export | gazetteer | serve` and others.

Exit status 0, or 2 for a user's mistake, with one clear line on stderr. What is rejected is said on stderr and the
rest goes on.
"""

from mapkit.cli import coding, corrections, events, feed, gazetteer, ingest, serve, stats
from mapkit.cli.group import commands, main

__all__ = ["coding", "commands", "corrections", "events", "feed", "gazetteer", "ingest", "main", "serve", "stats"]
