/** The check before a meeting: one's own picture and three lines that tick themselves. */
import { el, fill, setAttribute } from "../shared/dom";
import type { Trouble } from "./devices";
import { type IconName, icon } from "./icons";
import type { LocalMedia, MediaState } from "./media";
import { devicePicker, type VideoText } from "./picker";
import { canRecord, HEARD, playBack, playMelody, record, watchLoudness } from "./sound";
import { deviceSwitches } from "./switches";
import type { VIDEO_TEXTS } from "./texts";

type Key = keyof typeof VIDEO_TEXTS;
/** `done` has its tick; `wait` asks for something; `off` is one's own choice; `bad` needs help. */
export type LineState = "done" | "wait" | "off" | "bad";

export interface Line {
  readonly state: LineState;
  readonly text: Key;
}

export interface Heard {
  readonly voice: boolean;
  readonly speaker: "untried" | "playing" | "played" | "failed";
}

const RECORD_MS = 4000;

const TROUBLES: Readonly<Record<"camera" | "microphone", Readonly<Record<Trouble, Key>>>> = {
  camera: {
    denied: "cameraDenied",
    missing: "cameraMissing",
    busy: "cameraBusy",
    unsupported: "unsupported",
  },
  microphone: {
    denied: "microphoneDenied",
    missing: "microphoneMissing",
    busy: "microphoneBusy",
    unsupported: "unsupported",
  },
};

/** What the camera line says. */
export function cameraLine(state: MediaState): Line {
  if (state.asking) return { state: "wait", text: "waiting" };
  if (state.camera) return { state: "done", text: "cameraReady" };
  const trouble = state.trouble.camera;
  return trouble ? { state: "bad", text: TROUBLES.camera[trouble] } : { state: "off", text: "cameraOff" };
}

/** What the microphone line says. */
export function microphoneLine(state: MediaState, heard: Heard): Line {
  if (state.asking) return { state: "wait", text: "waiting" };
  if (state.microphone) {
    return heard.voice
      ? { state: "done", text: "microphoneHeard" }
      : { state: "wait", text: "microphoneSpeak" };
  }
  const trouble = state.trouble.microphone;
  return trouble
    ? { state: "bad", text: TROUBLES.microphone[trouble] }
    : { state: "off", text: "microphoneOff" };
}

const SPEAKER: Readonly<Record<Heard["speaker"], Line>> = {
  untried: { state: "wait", text: "speakerUntried" },
  playing: { state: "wait", text: "speakerPlaying" },
  played: { state: "done", text: "speakerPlayed" },
  failed: { state: "bad", text: "speakerFailed" },
};

export interface Check {
  readonly root: HTMLElement;
  stop(): void;
}

export interface CheckOptions {
  /** Leaves out the record-and-listen test: staff do it once, not before every meeting. */
  readonly brief: boolean;
  /** The one thing to do next; it stands right below the three lines. */
  readonly next: HTMLElement;
  /** Lets camera and microphone be switched off here, where one goes on to another system. */
  readonly switches?: boolean;
}

export function deviceCheck(media: LocalMedia, text: VideoText, options: CheckOptions): Check {
  let heard: Heard = { voice: false, speaker: "untried" };
  const self = selfView(text);
  const meter = el("meter", { min: 0, max: 100, value: 0, class: "level", "aria-label": text("level") });
  const camera = checkLine("camera", text("camera"));
  const microphone = checkLine("microphone", text("microphone"), meter);
  const retry = el(
    "button",
    { type: "button", class: "button", on: { click: () => media.retry() } },
    text("tryAgain"),
  );
  const play = el("button", { type: "button", class: "button" }, icon("speaker"), text("playSound"));
  const speaker = checkLine("speaker", text("speaker"), null, play);
  const voice = el("button", { type: "button", class: "button" }, icon("microphone"), text("recordVoice"));
  const told = el("p", { class: "hint", role: "status" });
  const picker = devicePicker(media, text, "check");
  const switches = options.switches ? deviceSwitches(media, text) : null;

  const show = (): void => {
    const { state } = media;
    self.update(media);
    camera.show(cameraLine(state), text);
    microphone.show(microphoneLine(state, heard), text);
    speaker.show(SPEAKER[heard.speaker], text);
    setAttribute(meter, "hidden", !state.microphone);
    setAttribute(retry, "hidden", !(state.trouble.camera || state.trouble.microphone) || state.asking);
    voice.disabled = !state.microphone;
    picker.update();
    switches?.update();
    listen();
  };

  let listening: MediaStreamTrack | null = null;
  let deaf: () => void = () => undefined;
  const listen = (): void => {
    const track = media.state.microphone ? media.tracks.audio : null;
    if (track === listening) return;
    deaf();
    listening = track;
    deaf = track
      ? watchLoudness(track, (level) => {
          meter.value = level;
          if (level < HEARD || heard.voice) return;
          heard = { ...heard, voice: true };
          show();
        })
      : () => undefined;
  };

  play.addEventListener("click", () => {
    heard = { ...heard, speaker: "playing" };
    show();
    playMelody(media.state.choice.speaker)
      .then(
        () => "played" as const,
        () => "failed" as const,
      )
      .then((result) => {
        heard = { ...heard, speaker: result };
        told.textContent = result === "played" ? text("speakerHelp") : "";
        show();
      });
  });
  voice.addEventListener("click", () => {
    listenToSelf(media, told, text);
  });

  const forget = media.onChange(show);
  const root = el(
    "section",
    { class: "check", "aria-label": text("checks") },
    self.root,
    el(
      "div",
      { class: "check-side" },
      el("ul", { class: "checks" }, camera.root, microphone.root, speaker.root),
      retry,
      options.next,
      switches?.root,
      !options.brief && canRecord() && el("div", { class: "row" }, voice),
      told,
      el("details", { class: "more" }, el("summary", {}, text("changeDevices")), picker.root),
    ),
  );
  show();
  media.open();
  return {
    root,
    stop: () => {
      forget();
      deaf();
    },
  };
}

async function listenToSelf(media: LocalMedia, told: HTMLElement, text: VideoText): Promise<void> {
  const track = media.tracks.audio;
  if (!track) return;
  try {
    told.textContent = text("recording");
    const recording = await record(track, RECORD_MS);
    told.textContent = text("playingBack");
    await playBack(recording, media.state.choice.speaker);
    told.textContent = text("recordPrivate");
  } catch {
    told.textContent = text("recordFailed");
  }
}

interface CheckLine {
  readonly root: HTMLElement;
  show(line: Line, text: VideoText): void;
}

const MARKS: Readonly<Record<LineState, IconName>> = {
  done: "tick",
  wait: "clock",
  off: "cross",
  bad: "warning",
};

function checkLine(
  kind: "camera" | "microphone" | "speaker",
  name: string,
  below: HTMLElement | null = null,
  beside: HTMLElement | null = null,
): CheckLine {
  const mark = el("span", { class: "mark" });
  const words = el("span", { class: "check-words" });
  const root = el(
    "li",
    { class: "check-line", "data-kind": kind },
    mark,
    el("span", { class: "check-text" }, el("strong", {}, name), words, below),
    beside,
  );
  return {
    root,
    show: (line, text) => {
      if (root.dataset["state"] !== line.state) fill(mark, icon(MARKS[line.state]));
      root.dataset["state"] = line.state;
      words.textContent = text(line.text);
    },
  };
}

export interface SelfView {
  readonly root: HTMLElement;
  update(media: LocalMedia): void;
}

/** One's own picture, mirrored as in a mirror at home. */
export function selfView(text: VideoText): SelfView {
  const video = el("video", {
    muted: true,
    autoplay: true,
    playsinline: true,
    "aria-label": text("selfView"),
  });
  video.muted = true;
  const note = el("p", { class: "self-note" });
  const root = el("div", { class: "self" }, video, note);
  let shown: MediaStreamTrack | null = null;
  return {
    root,
    update: (media) => {
      const track = media.tracks.video;
      if (track !== shown) video.srcObject = track ? new MediaStream([track]) : null;
      shown = track;
      video.hidden = track === null;
      note.hidden = track !== null;
      note.textContent = media.state.asking ? text("selfAsking") : text("selfOff");
    },
  };
}
