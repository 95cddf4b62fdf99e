"""Questions and sheets that open above the window."""
