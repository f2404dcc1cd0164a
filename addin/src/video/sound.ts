/** Sound tests: how loud the microphone is, a tone in the loudspeaker, one's own voice played back. */
import { playThrough } from "./devices";

/** How loud a stretch of samples (0–255, 128 = silence) is, 0–100, so that ordinary speech fills half the bar. */
export function loudness(samples: Uint8Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += ((sample - 128) / 128) ** 2;
  return Math.min(100, Math.round(Math.sqrt(sum / samples.length) * 400));
}

/** From here up somebody speaks; below it is the noise of a quiet room. */
export const HEARD = 6;

const EVERY_MS = 100;

/** Report loudness ten times a second until stopped. */
export function watchLoudness(track: MediaStreamTrack, told: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  // A page may not use sound until it is touched: wake up at the first touch, if the browser has put us to sleep.
  const wake = (): void => {
    context.resume();
  };
  for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, wake);
  const timer = window.setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    told(loudness(samples));
  }, EVERY_MS);
  return () => {
    window.clearInterval(timer);
    for (const event of ["pointerdown", "keydown"]) document.removeEventListener(event, wake);
    context.close();
  };
}

/** Notes of the test melody: pitch in Hz, when it starts and how long it lasts in seconds. */
const MELODY = [
  [523.25, 0, 0.28],
  [659.25, 0.28, 0.28],
  [783.99, 0.56, 0.55],
] as const;
const CHIME = [
  [880, 0, 0.18],
  [1174.66, 0.16, 0.32],
] as const;

type Notes = readonly (readonly [number, number, number])[];

/** Play a short melody in the chosen loudspeaker; settles when it has been played. */
export function playMelody(speaker: string | undefined): Promise<void> {
  return playNotes(MELODY, speaker);
}

/** Two soft notes: somebody waits. */
export function playChime(speaker: string | undefined): Promise<void> {
  return playNotes(CHIME, speaker);
}

async function playNotes(notes: Notes, speaker: string | undefined): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  try {
    await context.resume();
    await playThrough(element, speaker);
    await element.play();
    await new Promise<void>((done) => {
      const now = context.currentTime;
      const voices = notes.map(([pitch, start, length]) => note(context, out, pitch, now + start, length));
      voices.at(-1)?.addEventListener("ended", () => done());
    });
  } finally {
    element.srcObject = null;
    await context.close();
  }
}

function note(
  context: AudioContext,
  out: AudioNode,
  pitch: number,
  start: number,
  length: number,
): OscillatorNode {
  const voice = context.createOscillator();
  const volume = context.createGain();
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.25, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
  voice.connect(volume).connect(out);
  voice.start(start);
  voice.stop(start + length);
  return voice;
}

/** True when one's voice can be recorded and played back here. */
export function canRecord(): boolean {
  return typeof MediaRecorder === "function";
}

/** Record the microphone for some milliseconds. The recording stays in this page and is never sent. */
export async function record(track: MediaStreamTrack, milliseconds: number): Promise<Blob> {
  const recorder = new MediaRecorder(new MediaStream([track]));
  const pieces: Blob[] = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const stopped = new Promise<void>((done) => {
    recorder.onstop = () => done();
  });
  recorder.start();
  window.setTimeout(() => recorder.stop(), milliseconds);
  await stopped;
  return new Blob(pieces, { type: recorder.mimeType });
}

/** Play a recording through the chosen loudspeaker; settles when it has ended. */
export async function playBack(recording: Blob, speaker: string | undefined): Promise<void> {
  const address = URL.createObjectURL(recording);
  try {
    const element = new Audio(address);
    await playThrough(element, speaker);
    const ended = new Promise<void>((done, failed) => {
      element.onended = () => done();
      element.onerror = () => failed(new Error("recording cannot be played"));
    });
    await element.play();
    await ended;
  } finally {
    URL.revokeObjectURL(address);
  }
}
