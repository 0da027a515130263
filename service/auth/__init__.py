"""Access: who asks, and what they may do.

In: a request's cookie or key. Out: an `Actor`, or a problem.
"""
