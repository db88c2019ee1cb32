"""Giấy in ra: the letter of introduction and the timeline as PDF, and the signed code by which a letter is verified."""
