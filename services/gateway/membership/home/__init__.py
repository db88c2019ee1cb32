"""Phục vụ tại nhà: what the gateway shows of service at home, and how officers work offline."""
