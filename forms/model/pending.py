"""What waits to be evaluated: by rank, then in document order (FORMS §7).

A vertex waits for single nodes or, cheaper than listing a thousand of them, for all its nodes. The
vertices of a chain look at sibling instances: they wait together, instance by instance.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

from forms.model.graph import Graph, Vertex
from forms.model.tree import order_of
from forms.xpath.nodes import Node


class Pending:
    """The queue of one instance. *nodes* gives all nodes of a vertex in document order."""

    def __init__(self, graph: Graph, nodes: Callable[[Vertex], list[Node]]) -> None:
        self._vertices = graph.vertices
        self._nodes = nodes
        self._ranks: list[int] = []
        self._waiting: dict[int, dict[Node, None] | None] = {}
        self._chains: list[list[tuple[tuple[int, ...], int, int, Node]]] = [
            [] for _ in range(graph.chains)
        ]
        self._chained: set[tuple[int, Node]] = set()
        self._open: set[int] = set()
        self._arrivals = 0

    def add(self, rank: int, node: Node) -> None:
        """Let a vertex wait for one node."""
        vertex = self._vertices[rank]
        if vertex.chain >= 0:
            self._chain(vertex, (node,))
            return
        waiting = self._waiting.get(rank, _NOTHING)
        if waiting is _NOTHING:
            self._waiting[rank] = {node: None}
            heapq.heappush(self._ranks, rank)
        elif waiting is not None:
            waiting[node] = None

    def add_all(self, rank: int) -> None:
        """Let a vertex wait for all its nodes, whichever they are then."""
        vertex = self._vertices[rank]
        if vertex.chain >= 0:
            self._chain(vertex, self._nodes(vertex))
            return
        if rank not in self._waiting:
            heapq.heappush(self._ranks, rank)
        self._waiting[rank] = None

    def _chain(self, vertex: Vertex, nodes: Iterable[Node]) -> None:
        queue = self._chains[vertex.chain]
        for node in nodes:
            entry = (vertex.rank, node)
            if entry not in self._chained:
                self._chained.add(entry)
                self._arrivals += 1  # nodes have no order of their own
                heapq.heappush(queue, (order_of(node), vertex.rank, self._arrivals, node))
        if queue and vertex.chain not in self._open:
            self._open.add(vertex.chain)
            heapq.heappush(self._ranks, vertex.rank)

    def take(self) -> tuple[Vertex, list[Node]] | None:
        """Return what comes first and forget it; None where nothing waits."""
        while self._ranks:
            rank = self._ranks[0]
            vertex = self._vertices[rank]
            if vertex.chain < 0:
                heapq.heappop(self._ranks)
                waiting = self._waiting.pop(rank)
                if waiting is None:
                    return vertex, self._nodes(vertex)
                if len(waiting) == 1:
                    return vertex, list(waiting)
                return vertex, sorted(waiting, key=order_of)
            queue = self._chains[vertex.chain]
            if queue:
                _, inner, _, node = heapq.heappop(queue)
                self._chained.discard((inner, node))
                return self._vertices[inner], [node]
            heapq.heappop(self._ranks)
            self._open.discard(vertex.chain)
        return None

    def clear(self) -> None:
        """Forget everything that waits."""
        self._ranks.clear()
        self._waiting.clear()
        self._chained.clear()
        self._open.clear()
        for queue in self._chains:
            queue.clear()


_NOTHING: dict[Node, None] = {}
