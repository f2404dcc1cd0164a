/** The sign at a room's door, on a tablet on the wall. Nobody presses it: it asks by itself, and says when it can't. */
import "../shared/tokens.css";
import "./sign.css";
import { Awake } from "../door/awake";
import { byId, fill, pageData } from "../shared/dom";
import { languageOf } from "../shared/i18n";
import { type Feed, Knowing } from "./knowing";
import { view } from "./view";

const EVERY_MS = 10_000;
/** A page that has stood for so long is loaded anew while it has a connection: a wall is never restarted. */
const RELOAD_AFTER_MS = 12 * 60 * 60 * 1000;
const ANSWER_WITHIN_MS = 8000;

interface SignData extends Feed {
  readonly room: string;
}

class Sign {
  readonly #data = pageData<SignData>();
  readonly #root = byId("sign");
  readonly #knowing = new Knowing(() => performance.now());
  readonly #begun = performance.now();
  readonly #languages =
    languageOf(document.documentElement.lang) === "en" ? (["en", "sv"] as const) : (["sv", "en"] as const);
  #drawn = "";

  start(): void {
    new Awake().want(true);
    this.#knowing.heard(this.#data);
    this.#draw();
    setInterval(() => this.#ask(), EVERY_MS);
  }

  async #ask(): Promise<void> {
    try {
      const answer = await fetch(`${location.pathname}/feed`, {
        cache: "no-store",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (answer.status === 404) {
        this.#knowing.removed();
      } else if (answer.ok) {
        this.#heard((await answer.json()) as Feed);
      }
    } catch {
      // No answer: what was last heard grows old, and the sign says so.
    }
    this.#draw();
  }

  #heard(feed: Feed): void {
    const isOld = performance.now() - this.#begun > RELOAD_AFTER_MS;
    if (feed.client !== this.#data.client || isOld) {
      location.reload();
      return;
    }
    this.#knowing.heard(feed);
  }

  #draw(): void {
    const standing = this.#knowing.standing();
    const now = JSON.stringify(standing);
    if (this.#drawn !== now) {
      this.#drawn = now;
      document.body.dataset.state = standing.state;
      fill(this.#root, ...view(this.#data.room, standing, this.#languages));
    }
  }
}

new Sign().start();
