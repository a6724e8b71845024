"""Plans: programs as typed trees of parts, and what turns one into the text of a program."""
