"""From a network's spreadsheet to organisations and members.

`tables` reads the file, `words` knows the vocabularies, `forms` checks the lines, `doubles` brings together the
lines about one organisation or person, `actions` writes.
"""
