"""Giữ hồ sơ niêm phong - the sealed file from hand to hand: always exactly one custodian."""
