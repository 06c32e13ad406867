"""Maps drawn on the server: places in, numbers for an SVG out. No tiles, no script, no third party."""
