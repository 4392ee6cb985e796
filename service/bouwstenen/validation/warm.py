"""What every check of a change reads first, read on import: processes that are forked afterwards have it.

rdflib's parser of SPARQL takes seconds for all the rules; they are a part of the software, so that whoever
forks a process to check in can know them beforehand.
"""

from bouwstenen.graph.derivation import declared
from bouwstenen.graph.touching import matcher

__all__ = ["RULES_READ"]

#: How many rules are ready.
RULES_READ = len([matcher(rule.text) for rule in declared()])
