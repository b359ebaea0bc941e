"""Is there a screen? Asked before Qt is loaded, because Qt would abort and blame the wrong thing."""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

NO_SCREEN: Final = 3  # the exit status
_PATIENCE: Final = 3.0  # seconds; a display over the network may be slow, a dead one must not hold the person up

_WITHOUT: Final = "The commands verify, balances, ledger, export and import need no screen."

# Shared libraries and the Debian packages that bring them.
_BASE: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_XCB: Final = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_WAYLAND: Final = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

Address: TypeAlias = str | tuple[str, int]


def _connects(address: Address) -> bool:
    """Does anybody listen at this path, or at this host and port?"""
    try:
        if isinstance(address, tuple):
            socket.create_connection(address, timeout=_PATIENCE).close()
            return True
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as local:
            local.settimeout(_PATIENCE)
            local.connect(address)
    except OSError:
        return False
    return True


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _admits() -> bool:
    """Does the X server let this person in? It listens, but may refuse without the right cookie."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


@dataclass(frozen=True)
class Probe:
    """How the computer is asked."""

    connects: Callable[[Address], bool] = _connects
    loads: Callable[[str], bool] = _loads
    admits: Callable[[], bool] = _admits


def problem(environ: Mapping[str, str] = os.environ, platform: str = sys.platform, probe: Probe | None = None) -> str:
    """Why no window can be shown here and what to do about it, in one line; empty when one can."""
    if platform != "linux":
        return ""
    probe = probe or Probe()
    missing = _missing(_BASE, probe)
    if missing:
        return missing
    chosen = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen and not chosen.startswith("xcb"):
        return ""
    if chosen or not environ.get("WAYLAND_DISPLAY"):
        return _x11_problem(environ.get("DISPLAY", ""), probe)
    wayland = _wayland_problem(environ, probe)
    # Qt falls back from Wayland to X, so either will do.
    if wayland and environ.get("DISPLAY"):
        return _x11_problem(environ["DISPLAY"], probe)
    return wayland


def _missing(libraries: Mapping[str, str], probe: Probe) -> str:
    missing = [library for library in libraries if not probe.loads(library)]
    if not missing:
        return ""
    packages = " ".join(libraries[library] for library in missing)
    names = ", ".join(missing)
    return (
        f"The window needs shared libraries that are missing ({names}). Install them: sudo apt-get install {packages}"
    )


def _x11_problem(display: str, probe: Probe) -> str:
    if not display:
        return (
            "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set. "
            f"Start WalletDesk in a desktop session or through ssh -X. {_WITHOUT}"
        )
    if not any(probe.connects(address) for address in x11_addresses(display)):
        return (
            f"No screen answers at DISPLAY={display}. "
            f"Start WalletDesk in a desktop session, or set DISPLAY to one that runs. {_WITHOUT}"
        )
    missing = _missing(_XCB, probe)
    if missing:
        return missing
    if not probe.admits():
        return (
            f"The screen at DISPLAY={display} does not let this user in. "
            f"Start WalletDesk as the user who is logged in there, or set XAUTHORITY. {_WITHOUT}"
        )
    return ""


def _wayland_problem(environ: Mapping[str, str], probe: Probe) -> str:
    name = environ["WAYLAND_DISPLAY"]
    if not probe.connects(os.path.join(environ.get("XDG_RUNTIME_DIR", ""), name)):  # noqa: PTH118 (an address)
        return (
            f"No screen answers at WAYLAND_DISPLAY={name}. "
            f"Start WalletDesk in a desktop session, or set WAYLAND_DISPLAY to one that runs. {_WITHOUT}"
        )
    return _missing(_WAYLAND, probe)


def x11_addresses(display: str) -> tuple[Address, ...]:
    """Where an X server named like this may listen: `:0`, `:0.1`, `unix:0`, `host:10.0` or a socket's path."""
    host, colon, number = display.rpartition(":")
    digits = number.partition(".")[0]
    if not colon or not digits.isascii() or not digits.isdigit():
        return (display,) if display.startswith("/") else ()
    if host.startswith("/"):
        return (display, host)
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{digits}"  # noqa: S108 (X's own place, fixed)
        # The abstract one is there where /tmp is not shared with the X server, as in a container.
        return (path, f"\0{path}")
    port = 6000 + int(digits)
    return ((host.strip("[]"), port),) if port < 65536 else ()
