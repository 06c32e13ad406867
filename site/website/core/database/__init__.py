"""Django's database backends, which also keep `core.ContentVersion`: a version of each table that readers see.

`statements` reads table names from SQL, `versions` raises and reads versions, `backends` calls it at each statement
and commit. `ENGINE` in the settings names `website.core.database.sqlite3` or `.postgresql`.
"""
