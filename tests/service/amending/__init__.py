"""Amending acts in the service."""
