"""Send hostile requests to every address, form and filter of the site; none may be answered with a 500."""
