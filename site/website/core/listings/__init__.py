"""One declaration per list of the site; from it come the page and every feed.

A room declares `listings.register(Listing(...))` in its `listings.py`. The page binds it to a request
(`Listing.bind`), `core.views.feed` renders the same bound listing in the format asked for.
"""

from website.core.listings.addresses import pages
from website.core.listings.bound import BoundListing, Reader
from website.core.listings.declaration import Column, Enclosure, Listing
from website.core.listings.registry import every, get, register, searched

__all__ = ["BoundListing", "Column", "Enclosure", "Listing", "Reader", "every", "get", "pages", "register", "searched"]
