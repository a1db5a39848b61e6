"""A client that asks an application without a port, and without scripts: httpx, over a loop in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from functools import cache
from typing import Any

import httpx
from starlette.types import ASGIApp


class InProcess(httpx.BaseTransport):
    """Carries requests to an application in this process. What the application raises, the test sees."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=body)
        return asyncio.run_coroutine_threadsafe(self._answer(sent), _loop()).result(120)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


def client_of(app: ASGIApp, **more: Any) -> httpx.Client:
    """Return a client of an application; redirects are for the test to follow."""
    return httpx.Client(transport=InProcess(app), base_url="http://testserver", **more)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop
