"""What access is made of: actors and their scopes, passwords, tokens, rates; it knows nothing of the store.

In: values. Out: what they may do, whether they fit, or a problem. Who asks is found in `service.access`.
"""
