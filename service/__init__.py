"""The service around the extractor: uploads, durable processing, API (see the README for what exists today)."""
