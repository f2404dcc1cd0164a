import "@fluentui/web-components/button.js";
import "../shared/tokens.css";
import "../shared/controls.css";
import "./pane.css";
import { AppointmentFault } from "../appointment/appointment";
import { Api } from "../shared/api";
import { Booking } from "../shared/booking";
import { focusOn, notice, progress } from "../shared/controls";
import { byId, el, fill } from "../shared/dom";
import { languageOf, translator } from "../shared/i18n";
import { Meetings } from "../shared/meetings";
import { asBearer } from "../shared/signin";
import { followDeviceTheme, setAccent, setThemeMode } from "../shared/theme";
import type { Context } from "./context";
import { enter } from "./enter";
import { Pane } from "./pane";
import { keepTab } from "./tabKey";
import { TEXTS } from "./texts";
import { explain } from "./trouble";

async function run(main: HTMLElement): Promise<void> {
  const { appointment, signIn } = await enter();
  const { language } = appointment;
  const text = translator(TEXTS, language);
  document.documentElement.lang = language;
  document.title = text("title");
  setThemeMode(appointment.theme());
  fill(main, progress(text("loading")));
  try {
    const meetings = new Meetings(new Api(asBearer(signIn)));
    const [profile, me, owner] = await Promise.all([meetings.profile(), meetings.me(), appointment.owner()]);
    setAccent(profile.region.accent);
    const booking = new Booking(meetings, appointment);
    const context: Context = { appointment, booking, meetings, profile, me, text, language };
    const place = el("div", { class: "place" });
    const name = me.mailboxes.find((mailbox) => mailbox.address === owner.owner)?.name ?? owner.owner;
    const title = el("h1", { class: "visually-hidden" }, text("title"));
    fill(main, title, owner.shared ? el("p", { class: "for" }, text("bookingFor", { name })) : null, place);
    fill(place, progress(text("loading")));
    await new Pane(context, place).open();
  } catch (fault) {
    fail(main, explain(fault, text));
  }
}

function fail(main: HTMLElement, words: string): void {
  const trouble = notice("bad", words);
  fill(main, trouble);
  focusOn(trouble);
}

followDeviceTheme();
keepTab(document);
const main = byId("taskpane");
run(main).catch((fault: unknown) => {
  const text = translator(TEXTS, languageOf(navigator.language));
  const isOther = fault instanceof AppointmentFault && fault.kind === "unsupported";
  fail(main, text(isOther ? "faultNoAppointment" : "faultStart"));
});
