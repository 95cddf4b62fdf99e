"""The pipeline, the session file, the worker: what the window and the command line share."""
