"""Shared code of file imports: reading a file safely, counting what was done, reporting refused rows."""
