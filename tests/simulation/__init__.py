"""Deterministic simulation of offices, their machines, a bad wire and one central (PROTOCOL §25).

Everything that decides is the product's own: journal, outbox, engine and lanes of the device;
token gate, ingest, pages, probe and read tables of the central. Clock, randomness, wire and disk
are given, and one seed draws all of their faults.

world     the days: who does what, which fault happens, and the good link at the end
machine   one computer of an office: disk, witness, clock, program
disk      SQLite in memory that loses power between two statements and can be put back
office    what people record in a day, one per cent of it poison
central   the central on SQLite in memory, asked below HTTP; crashes, backups, restores
wire      loses, repeats, reorders, delays, lies and cuts
sticks    carried between machines and central: late, cut, altered, lost
checks    what must hold at the end
story     which faults happened, and how to repeat them
"""
