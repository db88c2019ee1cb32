"""Hồ sơ đánh giá của một đối tượng - its facts, where it stands, and the steps from self-review to revision."""
