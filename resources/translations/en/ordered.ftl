# Card of V39: what the central office ordered to erase or block.
ordered-title = Erasures the central office ordered
# Empty.
ordered-none = The central office has ordered none.
# Line: $record = folio, or the beginning of its key once it is gone.
ordered-erase = Erase record { $record }
# Line: $record = folio, or the beginning of its key.
ordered-block = Block record { $record }
# Line: $record = folio, or the beginning of its key.
ordered-unblock = Unblock record { $record }
# What became of it: not yet.
ordered-waiting = Waiting until the central office holds it safely.
# What became of it: done.
ordered-carried-out = Carried out.
# What became of it: money, the law keeps it.
ordered-blocked-instead = Blocked instead of erased: the law asks to keep payments.
