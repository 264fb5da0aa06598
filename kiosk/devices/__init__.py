"""Ports to hardware and their adapters."""
