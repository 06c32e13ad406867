"""Django's database backends, which also maintain `core.ContentVersion`: a version of each table that readers see.

`statements` finds the table names in SQL, `versions` raises and reads versions, and `backends` calls it at each
statement and commit. `ENGINE` in the settings is `website.core.database.sqlite3` or `.postgresql`.
"""
