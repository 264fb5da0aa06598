"""An answer is sent at once: its body does not wait until its head was confirmed."""

from __future__ import annotations

import asyncio
import socket

from sync.central.server import bind


def test_accepted_connections_do_not_wait_for_acknowledgements() -> None:
    """asyncio turns Nagle off only where the listener names TCP; ours does."""
    seen: list[int] = []

    async def serve() -> None:
        def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            line = writer.get_extra_info("socket")
            seen.append(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = bind("127.0.0.1", 0)
        server = await asyncio.start_server(connected, sock=listener)
        async with server:
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            await reader.read()
            writer.close()
            await writer.wait_closed()

    asyncio.run(serve())

    assert seen == [1]
