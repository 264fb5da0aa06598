"""A USB bus in memory for pyusb, with one thermal printer plugged into it."""

from __future__ import annotations

import array
from types import SimpleNamespace
from typing import Any

import usb.backend  # type: ignore[import-untyped]  # it has no types
import usb.core  # type: ignore[import-untyped]  # it has no types

from tests.support.escpos import Interpreter

VENDOR, PRODUCT = 0x04B8, 0x0202
IN, OUT = 0x81, 0x02


class FakeBus(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """What pyusb asks of its backend; the printer answers from its interpreter."""

    def __init__(self, read: Interpreter) -> None:
        self._read = read
        self._answers = bytearray()
        self.plugged = True
        self.claimed = 0

    def enumerate_devices(self) -> Any:
        """Yield the one device, while it is plugged in."""
        if self.plugged:
            yield "printer"

    def get_device_descriptor(self, device: Any) -> Any:
        """Return maker, model and that there is one configuration."""
        del device
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, device: Any, config: int) -> Any:
        """Return the only configuration."""
        del device
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1,
            bConfigurationValue=1, iConfiguration=0, bmAttributes=0x80, bMaxPower=50,
            extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, device: Any, intf: int, alt: int, config: int) -> Any:
        """Return the printer's interface."""
        del device, config
        if intf or alt:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=2, bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2,
            iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, device: Any, ep: int, intf: int, alt: int, config: int
    ) -> Any:
        """Return the way in and the way out, at numbers that are not python-escpos' own."""
        del device, intf, alt, config
        address = (OUT, IN)[ep]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, device: Any) -> Any:
        """Open it."""
        self._check()
        return device

    def close_device(self, handle: Any) -> None:
        """Close it."""

    def set_configuration(self, handle: Any, value: int) -> None:
        """Take the only one."""

    def get_configuration(self, handle: Any) -> int:
        """Return the only one."""
        del handle
        return 1

    def claim_interface(self, handle: Any, intf: int) -> None:
        """Count who works with it."""
        del handle, intf
        self.claimed += 1

    def release_interface(self, handle: Any, intf: int) -> None:
        """Count them down."""
        del handle, intf
        self.claimed -= 1

    def reset_device(self, handle: Any) -> None:
        """Forget nothing."""

    def bulk_write(self, handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        """Print."""
        del handle, intf, timeout
        self._check()
        assert ep == OUT
        self._answers += self._read.feed(bytes(data)) + self._read.late()
        return len(data)

    def bulk_read(self, handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        """Answer, or say that the time is over as libusb does."""
        del handle, intf, timeout
        self._check()
        assert ep == IN
        if not self._answers:
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        count = min(len(buff), len(self._answers))
        buff[:count] = array.array("B", self._answers[:count])
        del self._answers[:count]
        return count

    def _check(self) -> None:
        if not self.plugged:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, 19)
