"""Plans and reports with gold links: what measures `extractor.fulfilment`."""
