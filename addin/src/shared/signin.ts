import type { Api, Bearer } from "./api";

/** Who calls. Later sign-ins (nested app authentication, Teams) become further makers of this. */
export interface SignIn {
  /** The value after "Bearer " for staff calls. Rejects when nobody is signed in. */
  bearer(): Promise<string>;
}

/** Demo sign-in: the bearer names the person. `serve` refuses it. */
export function demoSignIn(user: string): SignIn {
  return { bearer: () => Promise.resolve(`demo:${user}`) };
}

/** "personal@demo.example" → "personal". */
export function localPart(address: string): string {
  return address.split("@")[0] ?? address;
}

/** The bearer of a sign-in in the form the API client takes. */
export function asBearer(signIn: SignIn): Bearer {
  return () => signIn.bearer();
}

/** How this installation signs people in, as `GET /api/v1/sign-in` says. Rejects with ApiProblem. */
export async function signInMode(api: Api): Promise<"demo"> {
  const { mode } = await api.get<{ mode: "demo" }>("/api/v1/sign-in");
  return mode;
}

/** The demo's sign-in for the person whose mailbox it is: the one there is so far. */
export function signInFor(mode: "demo", address: string): SignIn {
  const makers = { demo: () => demoSignIn(localPart(address)) };
  return makers[mode]();
}
