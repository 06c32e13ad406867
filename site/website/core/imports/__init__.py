"""What every import of a file shares: reading it safely, tidying its texts, saying what was done and refused."""
