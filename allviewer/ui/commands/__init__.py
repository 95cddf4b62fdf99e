"""What the menus and keys do, each kind of it by itself, and joined to the actions."""
