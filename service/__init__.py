"""The service around the extractor (uploads, durable processing, API): nothing of it exists yet."""
