"""A return report after it was filed (clause 3.2): arrival, the measure confirmed by a named person, release, withdrawal.

The resident says 到家了 or 不回来了; the grid worker or the community's lead says 确认, 改措施, 到达, 解除 with the
report's number, and finds only reports of their own places. Every step is by a person and is told to the other side.
"""

from handlers.returns import arrival, measure, release

commands = (*measure.commands, *arrival.commands, *release.commands)
