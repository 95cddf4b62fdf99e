"""All cells of a session side by side."""
