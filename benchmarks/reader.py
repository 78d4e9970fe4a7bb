"""A reader of the dashboard without a browser: Streamlit's own messages over its web socket.

Fifty Chromiums would measure themselves; fifty of these measure the server.
"""

import asyncio
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

#: A run that takes longer has failed.
PATIENCE_S = 60


class Reader:
    """One session: `async with Reader(url) as reader: page = await reader.visit(event=...)`.

    Parameters
    ----------
    url : str
        The dashboard's address, `http://host:port`.
    cookie : str, optional
        Sent with the connection, as a proxy had set it.
    origin : str, optional
        The page's origin where that is not the address, as behind a proxy.

    Attributes
    ----------
    received : int
        Bytes of all messages, before the connection's compression.
    """

    def __init__(self, url: str, cookie: str = "", origin: str = "") -> None:
        self._url = url
        self._origin = origin or url
        self._headers = {"Cookie": cookie} if cookie else {}
        self._socket: websockets.ClientConnection | None = None
        self.received = 0

    async def __aenter__(self) -> Self:
        address = self._url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await websockets.connect(
            address,
            subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(self._origin),
            additional_headers=self._headers,
            max_size=None,
            proxy=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket:
            await self._socket.close()

    async def visit(self, **query: str | list[str]) -> str:
        """Go to a state of the page by its address, as back and forward do, and return all that the page was sent.

        Raises
        ------
        RuntimeError
            Where the run ended with an error, or the server hung up.
        """
        message = BackMsg()
        message.rerun_script.query_string = urlencode(query, doseq=True)
        message.rerun_script.is_history_navigation = True
        assert self._socket  # noqa: S101 - inside the context
        await self._socket.send(message.SerializeToString())
        return await asyncio.wait_for(self._page(), PATIENCE_S)

    async def _page(self) -> str:
        parts = []
        assert self._socket  # noqa: S101
        while True:
            data = await self._socket.recv()
            content = data.encode() if isinstance(data, str) else data
            self.received += len(content)
            message = ForwardMsg.FromString(content)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)
            if kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("the page's script does not compile")
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                return "\n".join(parts)
            parts.append(content.decode("utf-8", "ignore"))
