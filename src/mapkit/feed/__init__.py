"""From a feed or page that the user names to its documents; nothing else is ever fetched.

collect    sources -> their pages -> documents, each with what came of it
entries    what a feed lists
fetching   polite and careful: robots.txt, one request at a time a host, redirects checked one by one
exchange   one request to one address, within limits of time and size
addresses  which addresses may be asked at all
links      which URLs are asked for
kept       answers kept for conditional requests
"""

from mapkit.feed.collect import Found, collect, listed
from mapkit.feed.fetching import Fetcher
from mapkit.feed.kept import Kept

__all__ = ["Fetcher", "Found", "Kept", "collect", "listed"]
