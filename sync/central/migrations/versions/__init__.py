"""One file per revision, `r` and its number."""
