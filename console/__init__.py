"""The office's pages at /console/: who may see what, and what waits to be done; loaded when first asked for."""
