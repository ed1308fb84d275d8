"""The administrative regions of China by their codes (GB/T 2260); where the table comes from is told in ORIGIN.md."""

from knowledge.regions.regions import (
    BadRegionTable,
    Region,
    RegionLevel,
    all_regions,
    ancestors,
    load_regions,
    region,
)

__all__ = ["BadRegionTable", "Region", "RegionLevel", "all_regions", "ancestors", "load_regions", "region"]
