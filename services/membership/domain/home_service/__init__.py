"""Phục vụ tại nhà - the office comes to elderly and weak members: what is asked, planned, carried out and proven."""
