"""What a person can do in the window: one table of actions, with their keys."""
