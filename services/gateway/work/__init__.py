"""Work: what waits for the viewer, by role and jurisdiction; counted exactly, found where the things themselves are."""
