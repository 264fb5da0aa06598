"""The encrypted file: key slots, one writer, migrations, witness. Knows no domain."""
