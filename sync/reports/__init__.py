"""Reports of the cash desk: one model for device and central, rows in, tables out; pure."""
