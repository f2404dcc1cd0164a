import "@fluentui/web-components/button.js";
import "../shared/tokens.css";
import "../shared/controls.css";
import "./teams.css";
import { Api, ApiProblem } from "../shared/api";
import { focusOn, notice } from "../shared/controls";
import { byId, fill } from "../shared/dom";
import { languageOf, translator } from "../shared/i18n";
import { Meetings } from "../shared/meetings";
import { asBearer, signInFor, signInMode } from "../shared/signin";
import { followDeviceTheme, setAccent } from "../shared/theme";
import { guideWay } from "./guideWay";
import type { TeamsHost } from "./host";
import { TEXTS } from "./texts";
import { Today } from "./today";

const REFRESH = 60_000;

/** Outside Teams the page can be shown to a demo person: teams.html?demo=personal. The server decides whether it may. */
function demoHost(): TeamsHost | null {
  const query = new URLSearchParams(location.search);
  const user = query.get("demo");
  return user ? { user, language: languageOf(query.get("language") ?? "sv"), ready: () => undefined } : null;
}

/** Microsoft's library reaches out to its own domains when it is loaded, so it is loaded in Teams only. */
async function teamsHost(): Promise<TeamsHost> {
  const { enterTeams } = await import("./host");
  return enterTeams();
}

async function run(main: HTMLElement): Promise<void> {
  const host = demoHost() ?? (await teamsHost());
  const text = translator(TEXTS, host.language);
  document.documentElement.lang = host.language;
  document.title = text("title");
  const signIn = signInFor(await signInMode(new Api()), host.user);
  const meetings = new Meetings(new Api(asBearer(signIn)));
  const [profile, me] = await Promise.all([meetings.profile(), meetings.me()]);
  setAccent(profile.region.accent);
  const today = new Today(meetings, me.user, text);
  const way = guideWay(main, text, { api: meetings.api, language: host.language, profile });
  fill(main, today.node, way);
  host.ready();
  await today.load();
  const refresh = (): void => {
    if (!document.hidden) {
      today.load();
    }
  };
  setInterval(refresh, REFRESH);
  document.addEventListener("visibilitychange", refresh);
}

followDeviceTheme();
const main = byId("teams");
run(main).catch((fault: unknown) => {
  const language = languageOf(document.documentElement.lang);
  const words =
    fault instanceof ApiProblem ? fault.text(language) : translator(TEXTS, language)("faultStart");
  const trouble = notice("bad", words);
  fill(main, trouble);
  focusOn(trouble);
});
