"""No screen is said in one line, before Qt could abort."""

import socket
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from walletdesk import __main__, screen


@dataclass
class Computer:
    """A pretended computer: who listens where, what is missing, and whom it asked."""

    listening: set[screen.Address] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    admitting: bool = True
    asked: list[screen.Address] = field(default_factory=list)

    def problem(self, platform: str = "linux", **environ: str) -> str:
        probe = screen.Probe(self._connects, lambda library: library not in self.missing, lambda: self.admitting)
        return screen.problem(environ, platform, probe)

    def _connects(self, address: screen.Address) -> bool:
        self.asked.append(address)
        return address in self.listening


X0 = "/tmp/.X11-unix/X0"


def test_no_display_at_all() -> None:
    said = Computer().problem()
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in said
    assert "need no screen" in said
    assert "\n" not in said


def test_a_display_that_answers() -> None:
    assert Computer(listening={X0}).problem(DISPLAY=":0") == ""


def test_a_display_that_is_dead() -> None:
    said = Computer().problem(DISPLAY=":7")
    assert "No screen answers at DISPLAY=:7" in said


def test_a_display_that_keeps_this_user_out() -> None:
    said = Computer(listening={X0}, admitting=False).problem(DISPLAY=":0")
    assert "does not let this user in" in said
    assert "XAUTHORITY" in said


def test_a_missing_library_names_its_package() -> None:
    said = Computer(listening={X0}, missing={"libxcb-cursor.so.0", "libxcb-icccm.so.4"}).problem(DISPLAY=":0")
    assert said.endswith("sudo apt-get install libxcb-cursor0 libxcb-icccm4")


def test_a_library_of_qt_itself_is_missed_on_any_platform() -> None:
    said = Computer(missing={"libEGL.so.1"}).problem(QT_QPA_PLATFORM="offscreen")
    assert said.endswith("sudo apt-get install libegl1")


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_a_platform_without_a_display_is_taken_as_told(platform: str) -> None:
    assert Computer().problem(QT_QPA_PLATFORM=platform) == ""


def test_xcb_asked_for_needs_its_display_even_beside_wayland() -> None:
    computer = Computer(listening={"/run/user/1/wayland-0"})
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/1"}
    assert computer.problem(**environ) == ""
    assert "neither DISPLAY" in computer.problem(QT_QPA_PLATFORM="xcb", **environ)


def test_dead_wayland_falls_back_to_x() -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/1"}
    assert "WAYLAND_DISPLAY=wayland-0" in Computer().problem(**environ)
    assert Computer(listening={X0}).problem(DISPLAY=":0", **environ) == ""
    assert "DISPLAY=:0" in Computer().problem(DISPLAY=":0", **environ)


def test_wayland_libraries_are_named() -> None:
    computer = Computer(listening={"/run/w"}, missing={"libwayland-cursor.so.0"})
    assert computer.problem(WAYLAND_DISPLAY="/run/w").endswith("sudo apt-get install libwayland-cursor0")


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_always_have_a_screen(platform: str) -> None:
    assert Computer(missing={"libEGL.so.1"}).problem(platform) == ""


@pytest.mark.parametrize(
    ("display", "addresses"),
    [
        (":0", (X0, f"\0{X0}")),
        (":0.1", (X0, f"\0{X0}")),
        ("unix:0", (X0, f"\0{X0}")),
        ("localhost:10.0", (("localhost", 6010),)),
        ("[::1]:2", (("::1", 6002),)),
        ("/private/tmp/xquartz:0", ("/private/tmp/xquartz:0", "/private/tmp/xquartz")),
        ("nonsense", ()),
        (":", ()),
        (":x", ()),
        ("far:99999", ()),
    ],
)
def test_where_a_display_listens(display: str, addresses: tuple[screen.Address, ...]) -> None:
    assert screen.x11_addresses(display) == addresses


def test_a_real_socket_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path has to be short
    with socket.socket(socket.AF_UNIX) as server, socket.create_server(("127.0.0.1", 0)) as far:
        server.bind("here")
        server.listen()
        probe = screen.Probe()
        assert probe.connects("here")
        assert not probe.connects("elsewhere")
        assert probe.connects(("127.0.0.1", far.getsockname()[1]))
    assert not probe.connects("here")


def test_a_real_library_is_found() -> None:
    probe = screen.Probe()
    assert probe.loads("libc.so.6")
    assert not probe.loads("libnobody.so.0")


def test_the_program_leaves_with_three(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "problem", lambda: "There is no screen.")
    assert __main__.main([]) == 3
    assert capsys.readouterr().err == "walletdesk: There is no screen.\n"
