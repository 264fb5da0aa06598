"""Forms made for one figure each, as ready XForm XML."""

from __future__ import annotations

from collections.abc import Iterable

QUESTIONS = 1_000
STATES = 100


def form(
    name: str, nodes: str, binds: str, body: str, lists: str = "", namespaces: str = ""
) -> bytes:
    """Return a form of those parts."""
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"'
        f"{namespaces}><h:head><h:title>{name}</h:title><model>"
        f'<instance><data id="{name}" version="1">{nodes}'
        "<orx:meta><orx:instanceID/></orx:meta></data></instance>"
        f'{lists}{binds}<bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid"/>'
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def _input(path: str) -> str:
    return f'<input ref="{path}"><label>{path.rpartition("/")[2]}</label></input>'


def questions(count: int = QUESTIONS, expressions: bool = True, choices: int = 0) -> bytes:
    """Return *count* whole numbers in groups of 20, each with a calculate beside it.

    With *expressions* every question has a relevant and a required: three per question in all.
    choices: rows of a list that one more question filters by what another says.
    """
    groups = [range(start, min(start + 20, count)) for start in range(0, count, 20)]
    nodes = "".join(
        f"<g{place}>{''.join(f'<q{one}/><c{one}/>' for one in group)}</g{place}>"
        for place, group in enumerate(groups)
    )
    place_of = {one: f"/data/g{place}/" for place, group in enumerate(groups) for one in group}
    binds = "".join(_question_binds(one, place_of, expressions) for one in range(count))
    body = "".join(
        f'<group ref="/data/g{place}"><label>g{place}</label>'
        f"{''.join(_input(f'/data/g{place}/q{one}') for one in group)}</group>"
        for place, group in enumerate(groups)
    )
    if not choices:
        return form("questions", nodes, binds, body)
    return form(
        "choices",
        "<state/><town/>" + nodes,
        binds + '<bind nodeset="/data/state" type="string"/>'
        '<bind nodeset="/data/town" type="string"/>',
        _input("/data/state") + _town() + body,
        towns(choices),
    )


def _question_binds(one: int, place_of: dict[int, str], expressions: bool) -> str:
    own = f"{place_of[one]}q{one}"
    before = f"{place_of[one // 2]}q{one // 2}"
    flags = (
        f' relevant="not({before} = {one + 5_000})" required="{before} &gt; {one}"'
        if expressions and one
        else ""
    )
    return (
        f'<bind nodeset="{own}" type="int"{flags}/>'
        f'<bind nodeset="{place_of[one]}c{one}" type="int" calculate="{own} + {before} + 1"/>'
    )


def _town() -> str:
    return (
        '<select1 ref="/data/town"><label>town</label>'
        "<itemset nodeset=\"instance('towns')/root/item[state = /data/state]\">"
        '<value ref="name"/><label ref="label"/></itemset></select1>'
    )


def towns(count: int) -> str:
    """Return a list of towns in 100 states."""
    items = "".join(
        f"<item><name>t{one}</name><label>Town {one}</label><state>s{one % STATES}</state></item>"
        for one in range(count)
    )
    return f'<instance id="towns"><root>{items}</root></instance>'


def choices(count: int) -> bytes:
    """Return a form that asks for a state and one of its towns, *count* in all, and counts them."""
    found = "count(instance('towns')/root/item[state = /data/state])"
    return form(
        "towns",
        "<state/><town/><found/>",
        '<bind nodeset="/data/state" type="string"/><bind nodeset="/data/town" type="string"/>'
        f'<bind nodeset="/data/found" type="int" calculate="{found}"/>',
        _input("/data/state") + _town(),
        towns(count),
    )


def people() -> bytes:
    """Return a repeat whose instances each use the sum over all and look at the one before."""
    before = "/data/kid[position() = position(current()/..) - 1]/age"
    share = "../age * 100 div /data/total"
    return form(
        "people",
        "<total/><kid><age/><share/><before/></kid>",
        '<bind nodeset="/data/total" type="int" calculate="sum(/data/kid/age)"/>'
        '<bind nodeset="/data/kid/age" type="int"/>'
        f'<bind nodeset="/data/kid/share" type="decimal" calculate="{share}"/>'
        f'<bind nodeset="/data/kid/before" type="int" calculate="{before}"/>',
        '<group ref="/data/kid"><label>kid</label><repeat nodeset="/data/kid">'
        + _input("/data/kid/age")
        + "</repeat></group>",
    )


def household(count: int = 20) -> bytes:
    """Return a repeat of *count* questions, each relevant by the one before it."""
    names = [f"q{one}" for one in range(count)]
    return form(
        "household",
        f"<member>{''.join(f'<{name}/>' for name in names)}</member>",
        "".join(_household_binds(names)),
        '<group ref="/data/member"><label>member</label><repeat nodeset="/data/member">'
        + "".join(_input(f"/data/member/{name}") for name in names)
        + "</repeat></group>",
    )


def _household_binds(names: list[str]) -> Iterable[str]:
    for place, name in enumerate(names):
        relevant = f' relevant="not(../{names[place - 1]} = 0)"' if place else ""
        yield f'<bind nodeset="/data/member/{name}" type="int"{relevant}/>'
