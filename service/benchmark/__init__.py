"""Benchmarks of the service: each prints a table of what it measured on the machine it runs on."""
