/** The pictures of the meeting: one tile per person, with name and state in words. */
import { el, fill, setAttribute } from "../shared/dom";
import { playThrough } from "./devices";
import { type IconName, icon } from "./icons";
import type { LinkState } from "./peer";
import type { VideoText } from "./picker";
import type { VIDEO_TEXTS } from "./texts";

type Key = keyof typeof VIDEO_TEXTS;

export interface TileView {
  readonly id: string;
  readonly name: string;
  readonly self: boolean;
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly muted: boolean;
  readonly hand: boolean;
  readonly link: LinkState | null;
  readonly stream: MediaStream | null;
}

export interface Tiles {
  readonly root: HTMLElement;
  update(people: readonly TileView[], speaker: string | undefined): void;
}

/** The words under a picture, in the order they are read. */
export function stateWords(view: TileView): { icon: IconName; text: Key }[] {
  const words: { icon: IconName; text: Key }[] = [];
  if (view.hand) words.push({ icon: "hand", text: "handWord" });
  if (view.muted) words.push({ icon: "microphoneOff", text: "mutedWord" });
  else if (!view.microphone) words.push({ icon: "microphoneOff", text: "noMicrophoneWord" });
  if (!view.camera) words.push({ icon: "cameraOff", text: "noCameraWord" });
  return words;
}

export function tileGrid(text: VideoText, label: string): Tiles {
  const grid = el("ul", { class: "tiles", "aria-label": label });
  const blocked = el(
    "div",
    { class: "notice warn", hidden: true },
    el("p", {}, text("hearThemWhy")),
    el("button", { type: "button", class: "button primary" }, icon("speaker"), text("hearThem")),
  );
  const tiles = new Map<string, Tile>();
  const refused = (): void => {
    blocked.hidden = false;
  };
  blocked.querySelector("button")?.addEventListener("click", () => {
    blocked.hidden = true;
    for (const tile of tiles.values()) tile.play(refused);
  });
  return {
    root: el("div", { class: "stage" }, blocked, grid),
    update: (people, speaker) => {
      const ids = new Set(people.map((person) => person.id));
      for (const [id, tile] of tiles) {
        if (ids.has(id)) continue;
        tile.root.remove();
        tiles.delete(id);
      }
      for (const person of people) {
        const tile = tiles.get(person.id) ?? new Tile(text);
        if (!tiles.has(person.id)) {
          tiles.set(person.id, tile);
          grid.append(tile.root);
        }
        tile.show(person, speaker, refused);
      }
      grid.dataset["count"] = String(people.length);
    },
  };
}

class Tile {
  readonly root: HTMLLIElement;
  private readonly video = el("video", { autoplay: true, playsinline: true });
  private readonly letter = el("span", { class: "tile-letter", "aria-hidden": "true" });
  private readonly name = el("span", { class: "tile-name" });
  private readonly words = el("span", { class: "tile-words" });
  private readonly link = el("span", { class: "tile-link" });
  private readonly text: VideoText;
  private shown = "";

  constructor(text: VideoText) {
    this.text = text;
    this.root = el(
      "li",
      { class: "tile" },
      this.video,
      this.letter,
      this.link,
      el("span", { class: "tile-foot" }, this.name, this.words),
    );
  }

  show(person: TileView, speaker: string | undefined, refused: () => void): void {
    this.video.muted = person.self;
    this.root.dataset["participant"] = person.id;
    setAttribute(this.root, "data-self", person.self);
    if (this.video.srcObject !== person.stream) {
      this.video.srcObject = person.stream;
      if (person.stream) this.play(refused);
    }
    if (!person.self) playThrough(this.video, speaker);
    // A hidden picture still sounds: only the picture goes when the camera is off.
    this.video.classList.toggle("unseen", !(person.camera && person.stream));
    this.write(person);
  }

  play(refused: () => void): void {
    this.video.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") refused();
    });
  }

  private write(person: TileView): void {
    const states = stateWords(person);
    const link = linkText(person.link);
    const now = JSON.stringify([person.name, person.self, states, link]);
    if (now === this.shown) return;
    this.shown = now;
    const name = person.self ? this.text("you") : person.name;
    this.name.textContent = name;
    this.video.setAttribute("aria-label", name);
    this.letter.textContent = person.name.trim().charAt(0).toLocaleUpperCase();
    this.link.textContent = link ? this.text(link) : "";
    fill(
      this.words,
      ...states.map((state) => el("span", { class: "word" }, icon(state.icon), this.text(state.text))),
    );
  }
}

function linkText(link: LinkState | null): Key | null {
  if (link === "connecting") return "connecting";
  return link === "failed" ? "linkFailed" : null;
}
