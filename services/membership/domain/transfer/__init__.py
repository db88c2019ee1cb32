"""Chuyển sinh hoạt đảng - a member leaves one cell and is received by another, hop by hop.

`facts` has what happens, `state` what is remembered, `steps` the table of states and steps as data,
`request`, `forward`, `aside` and `lateness` one decision per command.
"""
