"""Who is to be evaluated after a change: what reads it, in the instances it concerns (FORMS §7).

A change stays inside the instance of a repeat as far as the readers' paths do; what crosses a
repeat is evaluated for all. Who looked at a sibling instance is found through that instance.
"""

from __future__ import annotations

from collections.abc import Mapping

from forms.model.changes import ChangeCollector
from forms.model.graph import Aim, Graph, Reach, Vertex
from forms.model.pending import Pending
from forms.model.tree import Range, Tree, everything, is_gone
from forms.xform.definition import FormDefinition, Role
from forms.xpath.nodes import Node


class Marks:
    """Queues the expressions of one instance that a change concerns.

    versions: path -> how often something at it changed; missing: readers that looked for an
    instance which is not there. Both are shared with the scopes of evaluation.
    """

    def __init__(self, definition: FormDefinition, graph: Graph, tree: Tree) -> None:
        self._definition = definition
        self._graph = graph
        self._tree = tree
        self.versions: dict[str, int] = {}
        self.missing: dict[object, None] = {}
        self._siblings = frozenset(path for one in graph.vertices for path in one.siblings)
        self.pending = Pending(graph, self.nodes_of)

    def nodes_of(self, vertex: Vertex) -> list[Node]:
        """Return every node a vertex stands at now."""
        path = vertex.path
        if path not in self._definition.repeats:
            return self._tree.nodes(path)
        if vertex.role is Role.REPEAT_COUNT:
            return [one.stand_in for one in self._tree.ranges_of(path)]
        if vertex.role is not Role.RELEVANT:
            return self._tree.nodes(path)
        found: list[Node] = []
        for one in self._tree.ranges_of(path):
            found += one.instances
            found.append(one.stand_in)
        return found

    def mark_all(self, held: Mapping[Node, None]) -> None:
        """Queue every expression; what an action set (*held*) is left as it is."""
        for vertex in self._graph.vertices:
            if vertex.role is Role.CALCULATE and held:
                for node in self._tree.nodes(vertex.path):
                    if node not in held:
                        self.pending.add(vertex.rank, node)
            else:
                self.pending.add_all(vertex.rank)

    def mark_new(self, instance: Node) -> None:
        """Queue what stands in a new instance of a repeat."""
        own = self._graph.own
        for node in everything(instance):
            for rank in own.get(node.path, ()):
                if self._graph.vertices[rank].role is not Role.REPEAT_COUNT:
                    self.pending.add(rank, node)
            for within in self._tree.ranges.get(node, {}).values():
                for rank in own.get(within.path, ()):
                    if self._graph.vertices[rank].role in (Role.REPEAT_COUNT, Role.RELEVANT):
                        self.pending.add(rank, within.stand_in)

    def value_changed(self, node: Node, changes: ChangeCollector) -> None:
        """Queue what reads *node*, and note the questions whose texts show it."""
        path = node.path
        self.versions[path] = self.versions.get(path, 0) + 1
        readers = self._graph.readers.get(path)
        if readers is not None:
            for reader in readers:
                if reader.sibling:
                    continue
                self._mark(reader.rank, reader.aim, node)
        if node.holder is not None and path in self._siblings:
            self._watchers(node)
        for aim in self._graph.shown.get(path, ()):
            for question in self._aimed(aim, node):
                changes.labels[question] = None

    def _mark(self, rank: int, aim: Aim, node: Node) -> None:
        if aim.reach is Reach.WITHIN:
            for one in self._vertex_nodes(self._graph.vertices[rank], aim, node):
                self.pending.add(rank, one)
        else:
            self.pending.add_all(rank)

    def _watchers(self, node: Node) -> None:
        """Queue what looked at this instance from a sibling."""
        holder = node.holder
        while holder is not None:
            if holder.watchers:
                self._alert(holder.watchers, node.path)
            holder = holder.parent.holder if holder.parent is not None else None

    def alert(self, instance: Node) -> None:
        """Queue what looked at *instance* from a sibling: it is gone."""
        if instance.watchers:
            self._alert(instance.watchers)

    def _alert(self, watchers: dict[object, None], path: str = "") -> None:
        for watcher in list(watchers):
            if isinstance(watcher, tuple):
                rank, reader = watcher
                if is_gone(reader):
                    del watchers[watcher]
                    continue
                if path == "" or path in self._graph.vertices[rank].siblings:
                    self.pending.add(rank, reader)

    def _vertex_nodes(self, vertex: Vertex, aim: Aim, node: Node) -> list[Node]:
        """Return what a vertex stands at where a change of *node* concerns it."""
        nodes = self._aimed(aim, node)
        path = vertex.path
        if path not in self._definition.repeats:
            return nodes
        if vertex.role not in (Role.REPEAT_COUNT, Role.RELEVANT):
            return nodes
        if aim.keys:  # from the nodes around it: a repeat may have no instance to reach it from
            above = Aim(
                path=path.rpartition("/")[0], reach=aim.reach, up=aim.up, keys=aim.keys[:-1]
            )
            parents = self._aimed(above, node)
        else:
            parents = list(dict.fromkeys(one.parent for one in nodes if one.parent is not None))
        stand_ins = [self._tree.ranges[parent][path].stand_in for parent in parents]
        return stand_ins if vertex.role is Role.REPEAT_COUNT else [*nodes, *stand_ins]

    def _aimed(self, aim: Aim, node: Node) -> list[Node]:
        """Return the nodes of the aim's path that a change of *node* concerns."""
        if aim.reach is not Reach.WITHIN:
            return self._tree.nodes(aim.path)
        shared: Node | None = node
        for _ in range(aim.up):
            shared = shared.parent if shared is not None else None
        if shared is None:
            return []
        return self._tree.below(shared, aim.keys, aim.path)

    # --- instances that come and go

    def instances_changed(
        self, within: Range, subject: Node, first: int, changes: ChangeCollector, *, shifted: bool
    ) -> None:
        """Queue what crosses a repeat of which instances came or went.

        subject: one of them, for the paths below. first: the place (0-based) from which on indexes
        are others; shifted: an instance that was there before has another index now.
        """
        for node in everything(subject):
            self._crossed(node.path, within, changes)
        self._alert(self.missing)
        self.missing.clear()
        if subject.watchers:
            self._alert(subject.watchers)
        if not shifted:
            return
        for instance in within.instances[first:]:
            self._looked(instance, changes)
        for vertex in self._graph.vertices:
            if any(path.startswith(within.path) for path in vertex.siblings):
                self.pending.add_all(vertex.rank)

    def _crossed(self, path: str, within: Range, changes: ChangeCollector) -> None:
        """Queue what reads *path* from outside the repeat."""
        self.versions[path] = self.versions.get(path, 0) + 1
        up = path.count("/") - within.path.count("/") + 1
        for reader in self._graph.readers.get(path, ()):
            if reader.sibling:
                continue
            if reader.aim.reach is not Reach.WITHIN:
                self.pending.add_all(reader.rank)
            elif reader.aim.up >= up:
                self._mark(reader.rank, _raised(reader.aim, up), within.parent)
        for aim in self._graph.shown.get(path, ()):
            if aim.reach is not Reach.WITHIN:
                changes.labels.update(dict.fromkeys(self._aimed(aim, within.parent)))
            elif aim.up >= up:
                found = self._aimed(_raised(aim, up), within.parent)
                changes.labels.update(dict.fromkeys(found))

    def _looked(self, instance: Node, changes: ChangeCollector) -> None:
        """Queue what looks at an instance whose index is another now."""
        for reader in self._graph.readers.get(instance.path, ()):
            if not reader.sibling:
                self._mark(reader.rank, reader.aim, instance)
        for aim in self._graph.shown.get(instance.path, ()):
            changes.labels.update(dict.fromkeys(self._aimed(aim, instance)))

    def revived(self, node: Node) -> None:
        """Queue what need not run while a node is not relevant."""
        for role in (Role.CALCULATE, Role.CHOICE_FILTER):
            rank = self._graph.at.get((node.path, role))
            if rank is not None:
                self.pending.add(rank, node)


def _raised(aim: Aim, up: int) -> Aim:
    """Return the aim as seen from *up* levels higher."""
    return Aim(path=aim.path, reach=aim.reach, up=aim.up - up, keys=aim.keys)
