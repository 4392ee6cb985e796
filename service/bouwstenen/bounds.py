"""The settings of what a request may bring: how large, how slowly, how often; and whom a proxy asks for."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_network
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, Field, field_validator
from pydantic_settings import NoDecode

if TYPE_CHECKING:
    from limits import RateLimitItem

__all__ = ["EVERYTHING", "Bounds", "rates_in"]

#: The name of the rate for all requests together, whatever they ask.
EVERYTHING = "everything"


def rates_in(text: str) -> "list[RateLimitItem]":
    """Return the rates that a setting names: `10/minute`, `5 per 10 minutes`, `10/minute;100/day`, or `none`.

    Raises:
        ValueError: it names none.
    """
    from limits import parse_many  # some milliseconds, which no command but `serve` needs

    if text.strip().lower() in ("none", "0"):
        return []
    try:
        found = parse_many(text)
    except ValueError as error:
        raise ValueError("it is no rate as 10/minute, nor “none”") from error
    if any(item.amount < 1 or item.multiples < 1 for item in found):
        raise ValueError("a rate of nothing is no rate; “none” sets no limit")
    return list(found)


def _checked_rate(text: str) -> str:
    rates_in(text)
    return text


#: A rate by client: what it bounds is told in its description.
Rate = Annotated[str, AfterValidator(_checked_rate)]


class Bounds(BaseModel):
    """A part of the settings."""

    proxies: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="Reverse proxies that are believed when they tell (X-Forwarded-For, X-Forwarded-Proto) "
        "whom they ask for: addresses or networks, with spaces between.",
    )
    body_size: int = Field(
        default=25, ge=1, le=1024, description="MiB the body of a request may have; some addresses read less."
    )
    body_time: float = Field(
        default=60.0, gt=0, le=3600, description="Seconds in which the body of a request must have arrived."
    )
    head_size: int = Field(
        default=128,
        ge=4,
        le=1024,
        description="KiB the head of a request may have: its address, 64 KiB at most, and its headers.",
    )
    head_lines: int = Field(default=100, ge=10, le=1000, description="Headers a request may have.")
    head_time: float = Field(
        default=15.0,
        gt=0,
        le=600,
        description="Seconds in which the head of a request must have arrived, from the connection on or "
        "from the answer before.",
    )
    rate: Rate = Field(
        default="none",
        description="Requests of any kind that one client may send: `600/minute`, several with `;` between, "
        "or `none`.",
    )
    rate_packages: Rate = Field(
        default="60/minute", description="Packages that are worked out for one client: a rate, or `none`."
    )
    rate_differences: Rate = Field(
        default="60/minute", description="Releases that are compared for one client: a rate, or `none`."
    )
    rate_validate: Rate = Field(
        default="30/minute", description="Times that one client may have files checked: a rate, or `none`."
    )
    rate_proposals: Rate = Field(
        default="60/hour", description="Proposals that one client may make: a rate, or `none`."
    )
    rate_reports: Rate = Field(
        default="10/hour;30/day",
        description="Errors that one client may report, which needs no account: a rate, or `none`.",
    )
    rate_sign_in: Rate = Field(
        default="10/minute;60/hour",
        description="Times that one client may try to sign in: a rate, or `none`.",
    )

    @property
    def rates(self) -> Mapping[str, str]:
        """Each rate by its name: `rate` itself is that on everything."""
        names = (name for name in type(self).model_fields if name.startswith("rate_"))
        return {EVERYTHING: self.rate, **{name.removeprefix("rate_"): getattr(self, name) for name in names}}

    @field_validator("proxies", mode="before")
    @classmethod
    def _are_networks(cls, given: object) -> object:
        networks = given.split() if isinstance(given, str) else given
        if isinstance(networks, Iterable):
            networks = frozenset(str(network) for network in networks)
            for network in networks:
                ip_network(network)
        return networks
