"""A form shown to its author: both modes on the left, the import report on the right."""
