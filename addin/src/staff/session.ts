/** Who is signed in to the pages for staff: kept in this tab alone, never in a cookie, gone when the tab is closed. */
import { demoSignIn } from "../shared/signin";

const KEY = "vardmote.console.bearer";

export function bearer(): string | null {
  return sessionStorage.getItem(KEY);
}

export async function signInAs(user: string): Promise<void> {
  sessionStorage.setItem(KEY, await demoSignIn(user).bearer());
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
}

/** The person whom a link of the demo names ("?demo=chef"), taken out of the address at once. */
export function askedFor(): string | null {
  const asked = new URLSearchParams(location.search).get("demo");
  if (asked !== null) {
    history.replaceState(null, "", location.pathname + location.hash);
  }
  return asked;
}
