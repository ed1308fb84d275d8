"""Rules of the plan as data (STYLE 4): a YAML file each, dated, cited, with the examples that are its tests.

rulebook = load_rules()
decision = decide(rulebook, "health_alert", on=day, facts={"fever": True, ...})
"""

from knowledge.rules.cells import Fact
from knowledge.rules.deciding import NoRuleApplies, decide
from knowledge.rules.loading import BadRulebook, load_rule, load_rules, rules_folder
from knowledge.rules.model import BadFacts, Decision, Rule, Rulebook, UnknownRule

__all__ = [
    "BadFacts",
    "BadRulebook",
    "Decision",
    "Fact",
    "NoRuleApplies",
    "Rule",
    "Rulebook",
    "UnknownRule",
    "decide",
    "load_rule",
    "load_rules",
    "rules_folder",
]
