"""The bouwstenenmodel as a linked-data knowledge graph, with a service to query it."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("bouwstenen")
