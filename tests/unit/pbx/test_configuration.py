"""The rendered configuration: complete, private, and nothing that breaks out of its line."""

import re
import stat
from pathlib import Path

import pytest

from pbx.ami.translate import READ_EVENTS
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode, NodeAddress
from pbx.render import only_modules_of, render
from pbx.simulated import CustomerShares, Fate, number_with_fate


@pytest.fixture
def install(tmp_path: Path) -> AsteriskInstall:
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "pbx_config.so").touch()
    return AsteriskInstall(("asterisk",), "22.10.1", modules, tmp_path, tmp_path, tmp_path)


def prepared(install: AsteriskInstall, folder: Path) -> AsteriskNode:
    return AsteriskNode.prepare(install, folder / "node", recordings_dir=folder / "recordings")


def test_every_place_is_filled_and_only_the_owner_may_read(install: AsteriskInstall, tmp_path: Path) -> None:
    node = prepared(install, tmp_path)

    files = sorted(node.etc_dir.iterdir())
    assert {"extensions.conf", "manager.conf", "pjsip.conf", "simulated_customers.conf"} <= {
        file.name for file in files
    }
    for file in files:
        assert "@{" not in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((node.etc_dir.parent / "node.json").stat().st_mode) == 0o600


def test_ports_and_secrets_are_the_same_the_next_time(install: AsteriskInstall, tmp_path: Path) -> None:
    first, again = prepared(install, tmp_path), prepared(install, tmp_path)

    assert first.address == again.address


def test_two_nodes_share_no_port_and_no_secret(install: AsteriskInstall, tmp_path: Path) -> None:
    one, other = prepared(install, tmp_path / "one").address, prepared(install, tmp_path / "other").address

    ports = [(a.ami_port, a.http_port, a.agi_port) for a in (one, other)]
    assert not set(ports[0]) & set(ports[1])
    assert all(1024 < port < 32768 for pair in ports for port in pair)
    assert len({one.ami_secret, one.ari_secret, other.ami_secret, other.ari_secret}) == 4


def test_our_ami_user_may_neither_run_commands_nor_change_the_configuration(
    install: AsteriskInstall, tmp_path: Path
) -> None:
    manager = (prepared(install, tmp_path).etc_dir / "manager.conf").read_text()

    assert "write = originate,call,reporting\n" in manager
    assert "read = call,user,system\n" in manager


def test_a_long_path_still_leaves_room_for_the_sockets_address(
    install: AsteriskInstall, tmp_path: Path
) -> None:
    node = prepared(install, tmp_path / ("deep" * 20))

    asterisk_conf = (node.etc_dir / "asterisk.conf").read_text()
    run_dir = next(line for line in asterisk_conf.splitlines() if line.startswith("astrundir"))
    assert len(run_dir.partition("=> ")[2] + "/asterisk.ctl") < 108


@pytest.mark.parametrize("value", ["a\nb", "a;b", "a]b", "x\x00", "a\u2028b"])
def test_a_value_that_breaks_out_of_its_line_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="name"):
        render("x = @{name}", {"name": value})


def test_a_place_without_a_value_is_an_error_and_dialplan_signs_are_none() -> None:
    assert render("${EXTEN}@{name}@trunk{", {"name": "x"}) == "${EXTEN}x@trunk{"
    with pytest.raises(KeyError):
        render("@{missing}", {})


def test_modules_this_asterisk_does_not_have_are_left_out(install: AsteriskInstall) -> None:
    listed = "[modules]\nautoload = no\nload = pbx_config.so\nload = res_new.so\n"

    assert only_modules_of(install.modules_dir, listed) == "[modules]\nautoload = no\nload = pbx_config.so\n"


def test_shares_become_upper_bounds_of_one_throw() -> None:
    shares = CustomerShares(busy_percent=10, invalid_percent=5, no_answer_percent=30, machine_percent=10)

    bounds = shares.globals()

    names = ("busy", "invalid", "no_answer", "machine")
    assert [bounds[f"customers_{name}_upto"] for name in names] == ["10", "15", "45", "55"]
    lengths = [int(length) for length in bounds["customers_talk_seconds"].split("-")]
    assert lengths == sorted(lengths)
    assert sum(lengths) / len(lengths) == pytest.approx(45, rel=0.1)


def test_shares_beyond_a_hundred_are_refused() -> None:
    with pytest.raises(ValueError, match="hundred"):
        CustomerShares(busy_percent=60, no_answer_percent=60)


def test_a_number_says_its_fate() -> None:
    number = number_with_fate(Fate.PERSON, ring_seconds=0.5, talk_seconds=12.3, serial=42)

    assert number == "+700010512300" + "42"
    with pytest.raises(ValueError, match="serial"):
        number_with_fate(Fate.BUSY, serial=10_000)


def test_an_address_speaks_of_loopback_only() -> None:
    address = NodeAddress.chosen_now("node-1")

    assert address.ari_url == f"http://127.0.0.1:{address.http_port}"
    assert address.sip_websocket_url == f"ws://127.0.0.1:{address.http_port}/ws"


def test_the_exchange_tells_what_is_read_and_puts_together_nothing_else_of_a_call(
    install: AsteriskInstall, tmp_path: Path
) -> None:
    lines = (prepared(install, tmp_path).etc_dir / "manager.conf").read_text().splitlines()

    told = {name[1] for line in lines if (name := re.match(r"eventfilter\(name\((\w+)\)", line))}
    [disabled] = [line.partition("=")[2] for line in lines if line.startswith("disabledevents")]
    assert told == set(READ_EVENTS)
    assert not told & {name.strip() for name in disabled.split(",")}
