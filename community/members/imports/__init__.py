"""Import organisations and members from a spreadsheet.

`tables` reads the file, `lookups` finds values in the vocabularies, `lines` and `forms` validate the lines,
`duplicates` merges the lines about one organisation or person, `actions` writes the rows.
"""
