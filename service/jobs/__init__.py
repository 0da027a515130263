"""Jobs: documents that are processed in the background, each in a process of its own.

In: the id of a document that waits. Out: its records in the store, or the reason why there are none.
"""
