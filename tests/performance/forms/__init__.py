"""What forms cost: our engine against FORMS §15, and beside ODK Web Forms' where Node is there."""
