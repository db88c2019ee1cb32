"""Sắp xếp tổ chức đảng - restructuring: plans of operations, and the one pure function that says what they lead to."""
