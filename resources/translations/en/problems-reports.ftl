### Problems of reports.

# The folder did not take the file.
problem-reports-not_written = The report was not saved
    .happened = The folder did not take the file.
    .safe = Payments and closings are still on this device.
    .todo = Choose another folder, or check that the USB drive has room.
