/** What people are called, and one's own place among them, in words. */
import type { Kind, Person } from "./events";
import type { VideoText } from "./picker";
import type { VIDEO_TEXTS } from "./texts";
import type { TileView } from "./tiles";
import type { Visit } from "./visit";

type Key = keyof typeof VIDEO_TEXTS;

const KINDS: Readonly<Record<Kind, Key>> = {
  patient: "kindPatient",
  relative: "kindRelative",
  guardian: "kindGuardian",
  interpreter: "kindInterpreter",
  professional: "kindProfessional",
  staff: "kindStaff",
  guest: "kindGuest",
  room: "kindRoom",
  called: "kindCalled",
  second: "kindSecond",
  unknown: "kindUnknown",
};

export function kindText(kind: Kind, text: VideoText): string {
  return text(KINDS[kind]);
}

/**
 * The name, or the kind of participant for one whose name nobody has told. Whoever is second by a link bears the name
 * of the first, and may be somebody else: nobody is to take the one for the other.
 */
export function nameOf(person: Pick<Person, "name" | "kind">, text: VideoText): string {
  if (person.kind === "second" && person.name) return text("secondBy", { name: person.name });
  return person.name || kindText(person.kind, text);
}

/** Those who are in, as tiles: oneself from one's own devices, the others as they have told. */
export function tileViews(
  people: readonly Person[],
  me: string | null,
  visit: Visit,
  text: VideoText,
): TileView[] {
  const { camera, microphone } = visit.media.state;
  return people
    .filter((person) => person.state === "in")
    .map((person) => {
      const self = person.id === me;
      return {
        id: person.id,
        name: nameOf(person, text),
        self,
        camera: self ? camera : person.camera,
        microphone: self ? microphone : person.microphone,
        muted: person.muted,
        hand: person.hand_since !== null,
        link: self ? null : (visit.room?.links.get(person.id) ?? "connecting"),
        stream: self ? ownStream(visit.media.tracks.video) : (visit.room?.streams.get(person.id) ?? null),
      };
    });
}

const own = new WeakMap<MediaStreamTrack, MediaStream>();

/** One's own picture as a stream, the same one every time: a new one would blink. */
function ownStream(video: MediaStreamTrack | null): MediaStream | null {
  if (!video) return null;
  const stream = own.get(video) ?? new MediaStream([video]);
  own.set(video, stream);
  return stream;
}
