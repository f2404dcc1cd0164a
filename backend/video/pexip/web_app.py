"""What addresses of Pexip's web app say beside the alias (Pexip: Creating preconfigured links)."""

# By which parameter, with the value "true", somebody comes in with the device off.
OFF = {"camera": "muteCamera", "microphone": "muteMicrophone"}
