"""Every change of the conversation. Whoever writes in a topic holds its row, so that order and counts are exact."""
