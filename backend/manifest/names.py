"""Microsoft's names for the same things in the two kinds of manifest.

Source: learn.microsoft.com/office/dev/add-ins/develop/event-based-activation (2026-03-16) and
learn.microsoft.com/javascript/api/manifest/extensionpoint. Neither schema catches a misspelt event name, so the checks
know the names themselves.
"""

from typing import NamedTuple


class EventName(NamedTuple):
    """An event of the unified manifest (None where it has none) and the Mailbox requirement set that brought it."""

    unified: str | None
    since: str


SEND_EVENTS = ("OnAppointmentSend", "OnMessageSend")
SEND_MODES = {"PromptUser": "promptUser", "SoftBlock": "softBlock", "Block": "block"}

EVENTS = {
    "OnNewMessageCompose": EventName("newMessageComposeCreated", "1.10"),
    "OnNewAppointmentOrganizer": EventName("newAppointmentOrganizerCreated", "1.10"),
    "OnMessageAttachmentsChanged": EventName("messageAttachmentsChanged", "1.11"),
    "OnAppointmentAttachmentsChanged": EventName("appointmentAttachmentsChanged", "1.11"),
    "OnMessageRecipientsChanged": EventName("messageRecipientsChanged", "1.11"),
    "OnAppointmentAttendeesChanged": EventName("appointmentAttendeesChanged", "1.11"),
    "OnAppointmentTimeChanged": EventName("appointmentTimeChanged", "1.11"),
    "OnAppointmentRecurrenceChanged": EventName("appointmentRecurrenceChanged", "1.11"),
    "OnInfoBarDismissClicked": EventName("infoBarDismissClicked", "1.11"),
    "OnMessageSend": EventName("messageSending", "1.12"),
    "OnAppointmentSend": EventName("appointmentSending", "1.12"),
    "OnMessageCompose": EventName("messageComposeOpened", "1.12"),
    "OnAppointmentOrganizer": EventName("appointmentOrganizerOpened", "1.12"),
    "OnMessageFromChanged": EventName("messageFromChanged", "1.13"),
    "OnAppointmentFromChanged": EventName("appointmentFromChanged", "1.13"),
    "OnSensitivityLabelChanged": EventName("sensitivityLabelChanged", "1.13"),
}
UNIFIED_EVENTS = {name.unified: event for event, name in EVENTS.items() if name.unified}


class Place(NamedTuple):
    """Where in Outlook a group of buttons stands, in the words of each manifest."""

    xml: str
    unified: str


PLACES = {
    "organizer": Place("AppointmentOrganizerCommandSurface", "meetingDetailsOrganizer"),
    "attendee": Place("AppointmentAttendeeCommandSurface", "meetingDetailsAttendee"),
    "compose": Place("MessageComposeCommandSurface", "mailCompose"),
    "read": Place("MessageReadCommandSurface", "mailRead"),
}


class Permission(NamedTuple):
    """What the add-in may do with a mailbox, in the words of each manifest."""

    xml: str
    unified: str


PERMISSIONS = {
    "restricted": Permission("Restricted", "MailboxItem.Restricted.User"),
    "read_item": Permission("ReadItem", "MailboxItem.Read.User"),
    "read_write_item": Permission("ReadWriteItem", "MailboxItem.ReadWrite.User"),
    "read_write_mailbox": Permission("ReadWriteMailbox", "Mailbox.ReadWrite.User"),
}
SHARED_FOLDERS = "Mailbox.SharedFolder"

RIBBON_ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 80)
REQUIRED_ICON_SIZES = (16, 32, 80)
MOBILE_ICON_SIZES = (25, 32, 48)
STORE_ICON_SIZES = {"IconUrl": 64, "HighResolutionIconUrl": 128}
