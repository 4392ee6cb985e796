"""What is measured of the quality of the data (DQV): the metrics, and the dimensions they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from bouwstenen.namespaces import ID
from bouwstenen.publishing.catalogue.facts import about, labels, term

__all__ = ["COMPLETENESS", "CONSISTENCY", "TRACEABILITY", "Dimension", "Metric", "describe_dimensions"]


@dataclass(frozen=True)
class Dimension:
    """A side of quality.

    Args:
        slug: its own name.
        label: in Dutch and English.
        definition: in Dutch and English.
    """

    slug: str
    label: tuple[str, str]
    definition: tuple[str, str]

    @property
    def iri(self) -> str:
        """Its IRI."""
        return f"{ID}quality-dimension/{self.slug}"


COMPLETENESS = Dimension(
    "completeness",
    ("Volledigheid", "Completeness"),
    ("In hoeverre bekend is wat bekend zou kunnen zijn.", "How much is known of what could be known."),
)
CONSISTENCY = Dimension(
    "consistency",
    ("Samenhang", "Consistency"),
    ("In hoeverre bronnen elkaar tegenspreken.", "How far sources contradict each other."),
)
TRACEABILITY = Dimension(
    "traceability",
    ("Herleidbaarheid", "Traceability"),
    ("Hoeveel er staat, en volgens wie.", "How much is said, and by whom."),
)
_CATEGORY = f"{ID}quality-category/content"


@dataclass(frozen=True)
class Metric:
    """Something that is measured.

    Args:
        slug: its own name.
        dimension: the side of quality that it tells something of.
        label: in Dutch and English.
        definition: how it is measured, in Dutch and English.
        is_share: whether it is a part of 1 (xsd:decimal); else it is a number (xsd:integer).
    """

    slug: str
    dimension: Dimension
    label: tuple[str, str]
    definition: tuple[str, str]
    is_share: bool = False

    @property
    def iri(self) -> str:
        """Its IRI."""
        return f"{ID}metric/{self.slug}"

    def describe(self) -> Iterator[Triple]:
        """Yield what there is to say of it."""
        yield from about(
            self.iri,
            {
                "rdf:type": term("dqv:Metric"),
                "rdfs:label": labels(*self.label),
                "skos:definition": labels(*self.definition),
                "dqv:inDimension": NamedNode(self.dimension.iri),
                "dqv:expectedDataType": term("xsd:decimal" if self.is_share else "xsd:integer"),
            },
        )


def describe_dimensions() -> Iterator[Triple]:
    """Yield the dimensions and the category they are in."""
    for dimension in (COMPLETENESS, CONSISTENCY, TRACEABILITY):
        yield from about(
            dimension.iri,
            {
                "rdf:type": term("dqv:Dimension"),
                "rdfs:label": labels(*dimension.label),
                "skos:definition": labels(*dimension.definition),
                "dqv:inCategory": NamedNode(_CATEGORY),
            },
        )
    yield from about(
        _CATEGORY,
        {
            "rdf:type": term("dqv:Category"),
            "rdfs:label": labels("Kwaliteit van de inhoud", "Quality of the content"),
        },
    )
