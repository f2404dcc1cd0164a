/** What Teams tells a tab: who it is, in which language and theme. */
import { app } from "@microsoft/teams-js";
import type { Language } from "../shared/dates";
import { languageOf } from "../shared/i18n";
import { setThemeMode } from "../shared/theme";

export interface TeamsHost {
  readonly user: string;
  readonly language: Language;
  /** Lets Teams take its own waiting sign away. */
  ready(): void;
}

/** Rejects when no Teams answers. */
export async function enterTeams(): Promise<TeamsHost> {
  await app.initialize();
  const context = await app.getContext();
  showTheme(context.app.theme);
  app.registerOnThemeChangeHandler(showTheme);
  return {
    user: context.user?.userPrincipalName ?? context.user?.loginHint ?? "",
    language: languageOf(context.app.locale),
    ready: () => app.notifySuccess(),
  };
}

/** "contrast" is left to the device: forced colours come from there. */
function showTheme(theme: string): void {
  setThemeMode(theme === "dark" ? "dark" : "light");
}
