"""The whole job, played through the real screens against a real central (`make demo`)."""
