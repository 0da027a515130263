"""Tests in a real browser against one real installation that all of them share."""
