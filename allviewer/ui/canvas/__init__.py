"""The widget that paints a picture with all that lies on it, and lets a person look and draw."""
