"""From the official files of France's territories to rows of the site.

`decoupage` reads the files, `places` finds points, `forms` checks the rows, `actions` writes them.
"""
