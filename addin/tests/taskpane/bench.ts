/** A pane over a simulated appointment and service, and the hands and eyes of somebody who uses it. */
import { vi } from "vitest";
import { Booking } from "../../src/shared/booking";
import { el } from "../../src/shared/dom";
import { type Language, translator } from "../../src/shared/i18n";
import type { Me } from "../../src/shared/meetings";
import type { Context } from "../../src/taskpane/context";
import { Pane } from "../../src/taskpane/pane";
import { TEXTS } from "../../src/taskpane/texts";
import { type Form, type Hosted, outlookHosted } from "../appointment/hosts";
import { PROFILE } from "../shared/profile";
import { Service } from "../shared/service";

const ME: Me = {
  user: "personal",
  name: "Disa Ekmark",
  mailbox: "personal@demo.example",
  unit: { id: "medicin", name: { sv: "Ekbacken", en: "Ekbacken" } },
  roles: ["care_staff"],
  mailboxes: [],
};

export interface Bench {
  readonly service: Service;
  readonly main: HTMLElement;
  readonly pane: Pane;
  readonly host: Hosted;
  readonly context: Context;
}

export async function bench(state: Form, prepare?: (service: Service) => void): Promise<Bench> {
  const service = new Service();
  prepare?.(service);
  const host = await outlookHosted(state);
  const { appointment } = host;
  const language: Language = appointment.language;
  const context: Context = {
    appointment,
    booking: new Booking(service.client, appointment),
    meetings: service.client,
    profile: PROFILE,
    me: ME,
    text: translator(TEXTS, language),
    language,
  };
  const main = document.body.appendChild(el("main"));
  const pane = new Pane(context, main);
  await pane.open();
  return { service, main, pane, host, context };
}

export const words = (main: HTMLElement): string => main.textContent ?? "";

export function button(main: HTMLElement, name: string): HTMLElement {
  const found = [...main.querySelectorAll<HTMLElement>("[role=button]")].find(
    (node) => node.textContent === name,
  );
  if (!found) {
    throw new Error(`no button "${name}" among ${words(main)}`);
  }
  return found;
}

export const has = (main: HTMLElement, name: string): boolean =>
  [...main.querySelectorAll("[role=button]")].some((node) => node.textContent === name);

export function choose(main: HTMLElement, code: string): void {
  const radio = main.querySelector<HTMLInputElement>(`input[value=${code}]`);
  if (!radio) {
    throw new Error(`no card ${code}`);
  }
  radio.click();
}

export const seen = (main: HTMLElement, text: string): Promise<void> =>
  vi.waitFor(() => {
    if (!words(main).includes(text)) {
      throw new Error(`"${text}" is not among: ${words(main)}`);
    }
  });

export async function opened(main: HTMLElement, heading: string): Promise<HTMLElement> {
  const part = [...main.querySelectorAll("details")].find((node) => node.textContent?.includes(heading));
  if (!part) {
    throw new Error(`no part "${heading}"`);
  }
  part.open = true;
  part.dispatchEvent(new Event("toggle"));
  await vi.waitUntil(() => part.querySelector("input"));
  return part;
}

export function write(part: HTMLElement, value: string): void {
  const [input] = part.querySelectorAll<HTMLInputElement>("input");
  if (!input) {
    throw new Error("no field to write in");
  }
  input.value = value;
}

/** An empty page, in a browser that prefers nothing; before each test of the pane. */
export function emptyPage(): void {
  document.body.replaceChildren();
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
}
