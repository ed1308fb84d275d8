"""Questions that are answered from what is there: about the plan, about who is responsible, about testing (clause 4.4).

Nothing is invented: what neither the plan nor the records nor config.yaml say is said to be so, and a person is offered.
"""
