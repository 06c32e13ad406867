"""What `make bench` does: fills a site, serves it next to a bare view, asks both, compares."""
