"""Pure logic on numpy arrays and frozen records: no Qt, no torch."""
