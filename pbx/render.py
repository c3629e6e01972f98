"""Asterisk's configuration, rendered from `asterisk_conf/`.

A template says `@{name}`, because `$` and `{` belong to the dialplan. A value that would break out of
its line is refused.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

_PLACE: Final = re.compile(r"@\{([a-z_]+)\}")
_LOADED_MODULE: Final = re.compile(r"^load = (\S+)$")
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f;\[\]{}\u0085\u2028\u2029]")
_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700


def render(template: str, values: Mapping[str, str]) -> str:
    """The template with its places filled.

    Raises:
        KeyError: the template asks for a value that is not there.
        ValueError: a value holds a line break or a sign that means something to Asterisk's reader.
    """

    def value(place: re.Match[str]) -> str:
        chosen = values[place[1]]
        if _UNSAFE.search(chosen):
            raise ValueError(f"{place[1]}: {chosen!r} cannot stand in Asterisk's configuration")
        return chosen

    return _PLACE.sub(value, template)


def only_modules_of(modules_dir: Path, rendered: str) -> str:
    """Leave out modules that this version of Asterisk does not have."""
    kept = []
    for line in rendered.splitlines():
        module = _LOADED_MODULE.match(line)
        if module is None or (modules_dir / module[1]).exists():
            kept.append(line)
    return "\n".join(kept) + "\n"


def write_configuration(etc_dir: Path, modules_dir: Path, values: Mapping[str, str]) -> None:
    """Fill a folder with every file of `asterisk_conf/`. Readable by its owner alone: it holds passwords."""
    etc_dir.mkdir(parents=True, exist_ok=True)
    etc_dir.chmod(_PRIVATE_FOLDER)
    for template in files("asterisk_conf").iterdir():
        if not template.name.endswith(".conf"):
            continue
        rendered = render(template.read_text(encoding="utf-8"), values)
        if template.name == "modules.conf":
            rendered = only_modules_of(modules_dir, rendered)
        target = etc_dir / template.name
        target.touch(mode=_PRIVATE_FILE)
        target.chmod(_PRIVATE_FILE)
        target.write_text(rendered, encoding="utf-8")
