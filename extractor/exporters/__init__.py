"""Exporters: records out as JSON, NDJSON, CSV, XLSX or a terminal table; one module each."""
