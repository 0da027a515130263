"""Amending acts in the service: which act changes which document (`joining`), and what of them is to be applied (`reading`).

In: a connection, documents and their records. Out: rows of `service.store.amending`, and what the job that computes versions works on.
"""
