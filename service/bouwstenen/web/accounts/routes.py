"""The routes about who asks, together."""

from fastapi import APIRouter

from bouwstenen.web.accounts import audit, managing, own, signing

__all__ = ["SCHEMES", "router"]

router = APIRouter()
for _module in (signing, own, managing, audit):
    router.include_router(_module.router)

#: How somebody shows who they are, as OpenAPI describes it.
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "bst_ and 64 hexadecimal digits"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "bouwstenen",
        "description": "Set by /sign-in; by https __Host-bouwstenen, or below a path __Secure-bouwstenen.",
    },
}
