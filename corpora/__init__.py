"""Documents written for the project with gold records, and the tools that score the extractor on them."""
