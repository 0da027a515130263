"""Pushing: files of a folder, or of many, brought into a service that runs here or elsewhere.

In: paths and a `Client`. Out: what became of each file. What the service has already is not sent again, so whatever was interrupted is
simply started once more. `sending` sends once, `watching` goes on.
"""
