"""What the planner answers: its keys, declared once for Python, JSON and the description of the API."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bouwstenen.planner.request import PackageRequest

__all__ = [
    "Because",
    "Excluded",
    "Factor",
    "Item",
    "Option",
    "Package",
    "Packaged",
    "Plan",
    "Proof",
    "Replacement",
    "Robustness",
    "Thing",
    "TradeOff",
    "Uncoverable",
]

Status = Literal["optimal", "infeasible", "limit"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Thing(_Part):
    """A thing and its name."""

    iri: str
    label: str


class Item(Thing):
    """An intervention and the trede it counts with."""

    trede: int | None = Field(description="The highest trede that counts; null where there is none.")


class Factor(Thing):
    """A factor that was asked for."""

    interventions: int = Field(description="How many interventions that fit the request cover it.")
    coverable: bool = Field(description="Whether those are enough.")


class Because(_Part):
    """Why an intervention counts for a factor."""

    factor: str = Field(description="IRI of the factor.")
    via: str = Field(description="“direct”, “type 4” or “editorial type 4”.")
    type: Thing | None = Field(description="The type it goes through; null where a table names it.")
    passages: list[Thing] = Field(
        description="The passages that say so; through a type, those that say what the type targets."
    )


class Option(_Part):
    """Interventions that together can take the place of one."""

    interventions: list[Item]


class Replacement(_Part):
    """What it takes to make good the loss of an intervention, the rest of the package staying as it is."""

    needed: int | None = Field(
        description="How many interventions; 0 where nothing is lost, null where none will do or time was up."
    )
    status: Status = Field(description="“infeasible”: none will do; “limit”: time was up.")
    options: list[Option] = Field(description="The best founded ways, three at most.")
    alternatives: int = Field(description="How many single interventions will do.")


class Packaged(Item):
    """An intervention in a package."""

    trede_lowest: int | None = Field(description="The lowest trede that a source names.")
    own_estimate: bool = Field(description="Whether its trede rests on own estimates only.")
    availability: list[Thing] = Field(description="All that sources say of it.")
    have: bool = Field(description="Whether it was there already.")
    part_of: Thing | None = Field(description="The intervention that it is a named part of.")
    covers: list[str] = Field(description="IRIs of the factors it covers.")
    only: list[str] = Field(description="Those that no other of the package covers.")
    loses: list[str] = Field(description="Those that would no longer be covered often enough without it.")
    replacement: Replacement
    why: list[Because]
    flags: list[str] = Field(description="What is open to doubt; docs/planner.md lists them.")


class Package(_Part):
    """Interventions that together do what was asked."""

    interventions: list[Packaged]
    covered: list[str] = Field(description="IRIs of the factors it covers often enough.")
    uncovered: list[str] = Field(
        description="IRIs of those that could be covered, and are not: the size is capped."
    )
    weakest_trede: int | None = Field(
        description="The lowest trede of what was added; null where one has none, or nothing was added."
    )


class Excluded(Item):
    """An intervention that would cover a factor, and why it does not count."""

    via: str
    fails: list[str] = Field(description="“via”, “trede”, “availability”, “age”, “setting”, “excluded”.")


class Uncoverable(_Part):
    """A factor that cannot be covered, and why."""

    factor: str
    label: str
    reason: str = Field(description="A code; docs/planner.md lists them.")
    explanation: str
    relax: list[str] = Field(
        description="What of the request to drop, one of these alone, for it to be covered once."
    )
    above: list[Thing] = Field(description="Factors above it where a table names interventions.")
    interventions: list[Excluded] = Field(
        description="Those that would cover it, the best founded first; ten at most."
    )


class TradeOff(_Part):
    """What is to be had at a lowest trede."""

    min_trede: int | None
    asked: bool = Field(description="Whether this is what was asked for.")
    status: Status
    size: int | None = Field(description="Interventions of the smallest package.")
    covered: int = Field(description="Factors it covers.")
    lost: list[str] = Field(description="Factors that can be covered without regard to treden, and not here.")


class Robustness(_Part):
    """The optimum again without own estimates."""

    status: Status
    size: int | None
    covered: int
    lost: list[str] = Field(description="Factors that then can no longer be covered.")
    own_estimates: list[Thing] = Field(description="Interventions shown here whose trede is an own estimate.")
    kept: int = Field(description="How many of the packages shown here are still among the best.")
    interventions: list[Item] = Field(description="One of the best packages then.")


class Proof(_Part):
    """What is proven."""

    size: bool = Field(description="That no package does more, or as much with fewer interventions.")
    foundation: bool = Field(description="That none of those is better founded.")
    bound: int = Field(
        description="No package has fewer interventions than this; with max_size: covers more factors."
    )


class Plan(_Part):
    """The answer of the planner."""

    status: Status
    size: int = Field(description="Interventions in each package, those that were there included.")
    complete: bool = Field(description="Whether these are all of the best packages.")
    total: int | None = Field(description="How many there are; null where that is not known, or over 10¹⁵.")
    covered: int = Field(description="How many factors each package covers.")
    packages: list[Package]
    uncoverable: list[Uncoverable]
    caveats: list[str]
    trade_off: list[TradeOff]
    robustness: Robustness | None = Field(description="null where only recognised treden were asked for.")
    factors: list[Factor]
    proof: Proof
    request: PackageRequest = Field(description="What was asked, with every thing as its IRI.")
    release: str | None = Field(description="The release that was asked.")
    seconds: float
