"""Leaving a sealed place: asked for, signed, put on record, out and back (clause 3.4.1)."""
