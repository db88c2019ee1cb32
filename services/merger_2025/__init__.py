"""Đợt sắp xếp 1-7-2025 - the merger of that day on the real commune map, with made-up cells and members."""
