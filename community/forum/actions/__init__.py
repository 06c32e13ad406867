"""Changes of topics, posts, attachments, drafts and read marks.

Every action that changes the posts of a topic first locks the row of the topic (`locking`), so that positions and
counters are exact.
"""
