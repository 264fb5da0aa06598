# Prices: what a service costs, and why (V08, V11, V13, V45).

# In place of an amount: the tariff asks something first (V08, V11).
fee-depends = Depends on the facts
