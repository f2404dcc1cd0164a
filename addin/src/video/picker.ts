/** Lists to choose camera, microphone and loudspeaker from. */
import { el, fill } from "../shared/dom";
import type { Translator } from "../shared/i18n";
import { type Device, type Kind, speakerChoice } from "./devices";
import type { LocalMedia } from "./media";
import type { VIDEO_TEXTS } from "./texts";

export type VideoText = Translator<typeof VIDEO_TEXTS>;

const NUMBERED = {
  camera: "cameraNumber",
  microphone: "microphoneNumber",
  speaker: "speakerNumber",
} as const;

export interface Picker {
  readonly root: HTMLElement;
  update(): void;
}

export function devicePicker(media: LocalMedia, text: VideoText, prefix: string): Picker {
  const kinds: Kind[] = speakerChoice() ? ["camera", "microphone", "speaker"] : ["camera", "microphone"];
  const lists = kinds.map((kind) => deviceList(kind, media, text, prefix));
  return {
    root: el("div", { class: "picker" }, ...lists.map((list) => list.root)),
    update: () => {
      for (const list of lists) list.update();
    },
  };
}

function deviceList(kind: Kind, media: LocalMedia, text: VideoText, prefix: string): Picker {
  const id = `${prefix}-${kind}`;
  const select = el("select", {
    id,
    on: {
      change: () => {
        media.choose(kind, select.value);
      },
    },
  });
  let shown = "";
  return {
    root: el("div", { class: "field" }, el("label", { for: id }, text(kind)), select),
    update: () => {
      const { devices, choice } = media.state;
      // Rewriting an open list would close it under the finger.
      const now = JSON.stringify([devices[kind], choice[kind]]);
      if (now === shown) return;
      shown = now;
      const options = devices[kind].map((device, index) =>
        el("option", { value: device.id }, named(device, kind, index, text)),
      );
      fill(select, ...(options.length > 0 ? options : [el("option", { value: "" }, text("usual"))]));
      select.value = choice[kind] ?? devices[kind][0]?.id ?? "";
    },
  };
}

function named(device: Device, kind: Kind, index: number, text: VideoText): string {
  return device.label || text(NUMBERED[kind], { number: index + 1 });
}
