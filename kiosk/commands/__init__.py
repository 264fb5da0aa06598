"""The sub-commands of `ventanilla`, one module each.

A module has one public name, `COMMAND`: how its arguments are read and what it does. A new
sub-command is a new module and one line in `kiosk.__main__`.
"""
