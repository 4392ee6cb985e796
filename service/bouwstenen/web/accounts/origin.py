"""Whether a request comes from a page of ours: no cookie counts for one that another website makes."""

from urllib.parse import urlsplit

from fastapi import Request

__all__ = ["is_foreign", "is_secure"]


def is_secure(request: Request) -> bool:
    """Return whether readers reach the service by https: by the setting `address`, else by this request."""
    address: str | None = request.app.state.settings.address
    return (urlsplit(address).scheme if address else request.url.scheme) == "https"


def is_foreign(request: Request) -> bool:
    """Return whether a page of another website made a browser send this request.

    Browsers tell (Fetch Metadata; before it, Origin), and pages cannot lie for them. Following a link is no
    such thing: nothing changes by it, and who follows it reads the answer. What is no browser tells nothing.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        followed = request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
        return site not in ("same-origin", "none") and not (
            followed and request.headers.get("sec-fetch-dest") == "document"
        )
    origin = request.headers.get("origin")
    return origin is not None and origin.lower() not in _ours(request)


def _ours(request: Request) -> set[str]:
    address: str | None = request.app.state.settings.address
    parts = urlsplit(address) if address else None
    public = f"{parts.scheme}://{parts.netloc}" if parts else f"{request.url.scheme}://{request.url.netloc}"
    return {public.lower()}
