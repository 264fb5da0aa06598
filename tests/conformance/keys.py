"""The public test keys of the protocol vectors, in the shapes our functions take."""

from __future__ import annotations

from typing import Any

from sync import cose

Vectors = dict[str, Any]


class VectorKeys:
    """Keys, roots and dictionaries of one vector file."""

    def __init__(self, vectors: Vectors) -> None:
        keys = vectors["keys"]
        self.points = {
            name: bytes.fromhex(key["point"]) for name, key in keys.items() if "point" in key
        }
        self.signers = {
            name: cose.SoftwareSigner.from_private(bytes.fromhex(keys[name]["private"]))
            for name in self.points
        }
        self.seal_private = {
            name: bytes.fromhex(key["private"]) for name, key in keys.items() if "public" in key
        }
        self.seal_public = {
            name: bytes.fromhex(key["public"]) for name, key in keys.items() if "public" in key
        }
        self.seal_kids = {name: bytes.fromhex(keys[name]["kid"]) for name in self.seal_public}
        self.roots = (self.points["root"], self.points["root-next"])
        self.dictionaries = {
            int(number): bytes.fromhex(data) for number, data in vectors["dictionaries"].items()
        }

    @property
    def centrals(self) -> dict[bytes, bytes]:
        """Point of the central by kid."""
        return {self.signers["central"].kid: self.points["central"]}

    @property
    def central_seal_keys(self) -> dict[bytes, bytes]:
        """Private sealing key of the central by kid."""
        return {self.seal_kids["central-seal"]: self.seal_private["central-seal"]}

    @property
    def device_seal_keys(self) -> dict[bytes, bytes]:
        """Private sealing key of the device by kid."""
        return {self.seal_kids["device-seal"]: self.seal_private["device-seal"]}

    @property
    def device_id(self) -> bytes:
        """The first device."""
        return self.signers["device"].kid

    def device_point(self, device_id: bytes) -> bytes | None:
        """Full key of one of the two enrolled devices."""
        enrolled = {self.signers[name].kid: self.points[name] for name in ("device", "device-2")}
        return enrolled.get(device_id)

    def signer_of(self, root: bytes) -> cose.SoftwareSigner:
        """The key whose point this is; KeyError if it is none of the file's."""
        return {self.points[name]: signer for name, signer in self.signers.items()}[root]

    def signer_of_device(self, device_id: bytes) -> cose.SoftwareSigner:
        """The key of an enrolled device; KeyError if it is none of the file's."""
        return {signer.kid: signer for signer in self.signers.values()}[device_id]
