"""Goods, medicine, water and power: asked for, bought, disinfected, delivered (clause 3.4.5)."""
