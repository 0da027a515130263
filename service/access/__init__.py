"""Access: who asks, how people sign in, and whether the log of it all is whole.

In: requests and connections. Out: an `Actor`, a signed-in person, or a problem. What these are made of stands in `service.auth`.
"""
