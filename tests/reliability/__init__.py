"""Rungs of the fault ladder beside the simulation: cuts at every byte, kills, full disks."""
