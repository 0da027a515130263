"""Webhooks: changes are told to other systems by HTTP (Standard Webhooks 1.0.0).

In: deliveries from the store. Out: signed requests to addresses that may be reached, and what became of each.
"""
