"""Which device it is, and what it says of itself from the start."""

from dataclasses import dataclass

from simulators.roomos.nodes import Profile
from simulators.roomos.tree import Branch

SOFTWARE: dict[Profile, tuple[str, str]] = {
    "9.15": ("ce9.15.17.4.9b3a3c6e1d2", "2023-03-14"),
    "11": ("RoomOS 11.27.2.0 5d41e8a92c1", "2025-05-20"),
    "26": ("RoomOS 26.4.1.2 c3f7a90b611", "2026-03-18"),
}


@dataclass(frozen=True)
class Identity:
    """One device. `address` is where it is called; `edge` tells whether it is linked to the maker's cloud.

    A `wordy` one writes an id on every level of an event over SSH, as some were seen to (roomos 3).
    """

    number: int
    name: str
    address: str
    profile: Profile = "26"
    edge: bool = False
    teams: bool = False
    wordy: bool = False

    @property
    def serial_number(self) -> str:
        """What is written on it."""
        return f"FOC{self.number:08d}"

    @property
    def software(self) -> str:
        """The software as the device writes it."""
        return SOFTWARE[self.profile][0]

    @property
    def released(self) -> str:
        """When the software was released."""
        return SOFTWARE[self.profile][1]

    def status_of_software(self) -> Branch:
        """Return what stands below SystemUnit Software."""
        return {
            "Version": self.software.removeprefix("RoomOS "),
            "DisplayName": self.software,
            "Name": "s53200",
            "ReleaseDate": self.released,
        }

    def _teams_parts(self) -> Branch:
        """Return what a device shows of Microsoft Teams Rooms: its parts have versions where it runs."""
        return {"Supported": "True", "Version": {"OEMAgent": "1.0.0"}} if self.teams else {"Supported": "False"}

    def status(self) -> Branch:
        """Return the status of a device that has just started."""
        tree: Branch = {
            "Audio": {"Volume": 50, "VolumeMute": "Off", "Microphones": {"Mute": "Off"}},
            "Bookings": {"Availability": {"Status": "Free", "TimeStamp": ""}},
            "Cameras": {
                "SpeakerTrack": {"Status": "Inactive"},
                "Camera": [
                    {"id": 1, "Connected": "True", "Model": "Stand-in", "Position": {"Pan": 0, "Tilt": 0, "Zoom": 0}}
                ],
            },
            "Conference": {"DoNotDisturb": "Inactive", "Presentation": {"Mode": "Off"}},
            "MicrosoftTeams": {"Calling": {"InCall": "False"}},
            "Network": [
                {
                    "id": 1,
                    "IPv4": {"Address": "127.0.0.1"},
                    "Ethernet": {"MacAddress": f"02:00:00:00:{self.number // 256:02X}:{self.number % 256:02X}"},
                }
            ],
            "Provisioning": {
                "Status": "Provisioned",
                "Software": {"UpgradeStatus": {"Phase": "None", "Status": "None"}},
            },
            "RoomAnalytics": {
                "PeopleCount": {"Current": -1},
                "PeoplePresence": "Unknown",
                "RoomInUse": "False",
                "AmbientNoise": {"Level": {"A": 31}},
                "T3Alarm": {"Detected": "False"},
            },
            "SIP": {
                "Registration": [{"id": 1, "Status": "Registered", "Reason": "", "URI": self.address}],
                "Proxy": [{"id": 1, "Status": "Active", "Address": "127.0.0.1"}],
            },
            "Standby": {"State": "Off"},
            "SystemUnit": {
                "Extensions": {"Microsoft": self._teams_parts()},
                "ProductId": "Cisco Codec Pro",
                "ProductPlatform": "Codec Pro",
                "ProductType": "Cisco Codec",
                "Software": self.status_of_software(),
                "Hardware": {
                    "Module": {"SerialNumber": self.serial_number},
                    "Monitoring": {"Temperature": {"Status": "Normal"}},
                },
                "State": {
                    "NumberOfActiveCalls": 0,
                    "NumberOfInProgressCalls": 0,
                    "NumberOfSuspendedCalls": 0,
                    "Subsystem": {"Application": "Initialized"},
                },
            },
            "UserInterface": {"ContactInfo": {"Name": self.name}},
            "Webex": {"Status": "Registered" if self.edge else "Inactive"},
            "Video": {
                "Layout": {"LayoutFamily": {"Local": "auto", "Remote": "auto"}},
                "Selfview": {
                    "Mode": "Off",
                    "FullscreenMode": "Off",
                    "OnMonitorRole": "First",
                    "PIPPosition": "UpperRight",
                },
                "Input": {
                    "MainVideoSource": 1,
                    "Source": [{"id": number, "ConnectorId": number} for number in (1, 2, 3)],
                },
                "Output": {"Monitor": [{"id": number, "MatrixSource": ""} for number in (1, 2)]},
            },
        }
        return tree
