"""Planovik's extractor: bytes of a Russian official plan text in, structured records out."""
