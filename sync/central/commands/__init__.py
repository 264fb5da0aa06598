"""The commands of `ventanilla-central`, each module adding its own to the command line."""
