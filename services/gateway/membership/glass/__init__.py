"""Breaking the glass: one record, for three hours, with a reason that the member reads."""
