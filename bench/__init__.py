"""Figures: the assistant beside a bare echo, and what is left after it is killed again and again.

Everything here stands outside: it talks HTTP and starts commands, as docs and interfaces name them
(bench/README.md). Only `bench.timed_serve` looks inside, to say where the time goes.
"""
