"""Maps drawn on the server as SVG, without tiles, scripts or third parties."""
