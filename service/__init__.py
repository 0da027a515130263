"""The service around the extractor: uploads, durable processing, an API over the records.

In: files from people and systems. Out: their records, kept in PostgreSQL. It knows the extractor; the extractor does not know it.
"""
