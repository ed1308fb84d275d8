"""The tests: conversations through real pushes, rules by their examples, servers that really run."""
