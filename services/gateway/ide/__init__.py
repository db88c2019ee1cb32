"""GraphiQL with its assets kept here: no page asks another host for anything."""
