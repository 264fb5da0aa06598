"""Mutants of the rules that keep delivery honest (PROTOCOL §25): each must make a test fail.

A mutant is a small exact edit of one module of the product. A child process loads the edited source
in the module's place, nothing on the disk changes, and runs the quickest test that must notice.

catalogue   the mutants: what is broken, by which edit, and which test has to see it
child       one mutant in a process of its own
running     many children, two at a time
"""
