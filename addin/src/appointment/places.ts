import { call } from "./office";

/** The places of an appointment: ours beside any room, and only ours taken away again. */
export interface Places {
  names(): Promise<readonly string[]>;
  add(name: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** What both kinds of item have of places, as far as the host has it at all. */
interface PlacedItem {
  readonly enhancedLocation?: Office.EnhancedLocation;
  readonly location?: Office.Location | string;
}

/** Takes the list of places where the host has one (Mailbox 1.8), else the one line of text. */
export function placesOf(item: unknown): Places {
  const { enhancedLocation, location } = item as PlacedItem;
  return enhancedLocation ? listed(enhancedLocation) : line(location ?? "");
}

function listed(places: Office.EnhancedLocation): Places {
  const all = (): Promise<Office.LocationDetails[]> =>
    call("enhancedLocation.getAsync", (done) => places.getAsync(done));
  const custom = (name: string): Office.LocationIdentifier => ({
    id: name,
    type: Office.MailboxEnums.LocationType.Custom,
  });
  const isOurs = (place: Office.LocationDetails, name: string): boolean =>
    place.locationIdentifier.type === Office.MailboxEnums.LocationType.Custom && place.displayName === name;
  return {
    names: async () => (await all()).map((place) => place.displayName),
    add: async (name) => {
      if (!(await all()).some((place) => isOurs(place, name))) {
        await call<void>("enhancedLocation.addAsync", (done) => places.addAsync([custom(name)], done));
      }
    },
    remove: async (name) => {
      const ours = (await all()).filter((place) => isOurs(place, name));
      if (ours.length > 0) {
        const ids = ours.map((place) => place.locationIdentifier);
        await call<void>("enhancedLocation.removeAsync", (done) => places.removeAsync(ids, done));
      }
    },
  };
}

/** Outlook writes several places in one line with this between them. */
const BETWEEN = "; ";
const LINE_LIMIT = 255;

function line(location: Office.Location | string): Places {
  const parts = async (): Promise<string[]> => {
    const text =
      typeof location === "string"
        ? location
        : await call<string>("location.getAsync", (done) => location.getAsync(done));
    return text
      .split(";")
      .map((part) => part.trim())
      .filter(Boolean);
  };
  const write = async (names: readonly string[]): Promise<void> => {
    if (typeof location !== "string") {
      const text = names.join(BETWEEN).slice(0, LINE_LIMIT);
      await call<void>("location.setAsync", (done) => location.setAsync(text, done));
    }
  };
  return {
    names: parts,
    add: async (name) => {
      const names = await parts();
      if (!names.includes(name)) {
        await write([...names, name]);
      }
    },
    remove: async (name) => {
      const names = await parts();
      if (names.includes(name)) {
        await write(names.filter((other) => other !== name));
      }
    },
  };
}
