"""Plans are stored, written, handed back and taken back."""
