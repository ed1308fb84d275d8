"""Coming home: the report, its measure, the arrival and the end of observation (clause 3.2)."""
