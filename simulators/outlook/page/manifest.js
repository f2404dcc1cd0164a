// What Outlook reads of an add-in-only XML manifest for the organiser's form: buttons, function page, events, permission.
const ORGANISER = "AppointmentOrganizerCommandSurface";
const ATTENDEE = "AppointmentAttendeeCommandSurface";

/** → {name, permission, functionFile, buttons:[{id, surface, label, url?|function?}], launch:[{type, function, mode}]}. Throws on a hole. */
export function readManifest(xml, locale) {
  const page = new DOMParser().parseFromString(xml, "application/xml");
  if (page.querySelector("parsererror")) throw new Error("the manifest is not well-formed XML");
  const overrides = all(page, "VersionOverrides").at(-1);
  if (!overrides) throw new Error("the manifest has no VersionOverrides");
  const resources = new Map();
  const folder = all(overrides, "Resources").at(-1);
  for (const entry of folder?.getElementsByTagName("*") ?? []) {
    if (entry.hasAttribute("id")) resources.set(entry.getAttribute("id"), valued(entry, locale));
  }
  const resolve = (element) => {
    const id = element?.getAttribute("resid");
    if (!resources.has(id)) throw new Error(`resid ${id} is not among the resources`);
    return resources.get(id);
  };
  const title = all(page, "DisplayName").at(0);
  const functionFile = all(overrides, "FunctionFile").at(-1);
  const runtime = all(overrides, "Runtime").at(-1);
  return {
    name: title && valued(title, locale),
    permission: all(page, "Permissions").at(0)?.textContent.trim() ?? "restricted",
    functionFile: resolve(functionFile ?? runtime),
    buttons: all(overrides, "ExtensionPoint").flatMap((point) => buttons(point, resolve)),
    launch: all(overrides, "LaunchEvent").map((event) => ({
      type: event.getAttribute("Type"),
      function: event.getAttribute("FunctionName"),
      mode: event.getAttribute("SendMode"),
      url: resolve(runtime),
    })),
  };
}

function buttons(point, resolve) {
  const surface = { [ORGANISER]: "compose", [ATTENDEE]: "read" }[kind(point)];
  if (!surface) return [];
  return all(point, "Control")
    .filter((control) => kind(control) === "Button")
    .map((control) => {
      const action = child(control, "Action");
      const button = { id: control.getAttribute("id"), surface, label: resolve(child(control, "Label")) };
      if (kind(action) === "ShowTaskpane")
        return { ...button, url: resolve(child(action, "SourceLocation")) };
      return { ...button, function: child(action, "FunctionName").textContent.trim() };
    });
}

function valued(entry, locale) {
  const override = all(entry, "Override").find(
    (other) => other.getAttribute("Locale")?.toLowerCase() === locale.toLowerCase(),
  );
  return (override ?? entry).getAttribute("DefaultValue") ?? override?.getAttribute("Value");
}

const all = (root, name) => [...root.getElementsByTagNameNS("*", name)];
const child = (element, name) => [...element.children].find((found) => found.localName === name);
const kind = (element) => element.getAttribute("xsi:type");
