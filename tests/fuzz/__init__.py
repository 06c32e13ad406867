"""Hostile requests to every address, form and filter of the site, each of which must get an answer that is no 500."""
