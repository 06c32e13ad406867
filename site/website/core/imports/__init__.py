"""What imports of files share: reading a file safely, counting what was done, reporting refused rows."""
