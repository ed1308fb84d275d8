"""The daily report of the sealed places 封控小区日报 (clause 3.4.2): its values, its file, frozen at its cut-off."""
