"""Listings: one declaration per list of the site, from which its page and all its feeds are made.

An app calls `listings.register(Listing(...))` in its `listings.py`. The page binds the listing to a request
(`Listing.bind`), and `core.views.feed` renders the same bound listing in the requested format.
"""

from website.core.listings.addresses import pages
from website.core.listings.bound import BoundListing, Reader
from website.core.listings.declaration import Column, Enclosure, Listing
from website.core.listings.registry import every, get, register, searched

__all__ = ["BoundListing", "Column", "Enclosure", "Listing", "Reader", "every", "get", "pages", "register", "searched"]
