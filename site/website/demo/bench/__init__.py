"""The benchmark of `make bench`: fill a site, serve it next to a bare view, and compare both."""
