"""Bad input and bad luck, end to end: a clear message for a person, and nothing lost."""
