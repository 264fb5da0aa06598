"""The clerk as thief: one kind of fraud planted in a real day, and by what it is found."""
