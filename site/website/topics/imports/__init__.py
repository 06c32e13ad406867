"""Import of the official files of French territories.

`decoupage` reads the files, `forms` checks the entries, `places` finds their points, `actions` writes the rows.
"""
