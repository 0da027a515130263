"""The store's versions, one module each, in the order of their names."""
