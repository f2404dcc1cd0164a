/** Keeps the screen lit while somebody waits or is in a meeting: a phone that locks its screen loses its place. */

export class Awake {
  private wanted = false;
  private asking = false;
  private lock: WakeLockSentinel | null = null;

  constructor() {
    // The browser takes the lock away from a page that is hidden, and never gives it back by itself.
    document.addEventListener("visibilitychange", () => this.bring());
  }

  /** Say whether the screen is to stay lit from now on. Nothing happens where the browser has no such thing. */
  want(wanted: boolean): void {
    this.wanted = wanted;
    this.bring();
  }

  private bring(): void {
    if (!this.wanted) this.release();
    else if (document.visibilityState === "visible") this.ask();
  }

  private async ask(): Promise<void> {
    if (this.asking || this.lock?.released === false || !("wakeLock" in navigator)) return;
    this.asking = true;
    try {
      this.lock = await navigator.wakeLock.request("screen");
    } catch {
      // A phone low on battery says no: the screen behaves as it always does.
    } finally {
      this.asking = false;
    }
    if (!this.wanted) this.release();
  }

  private release(): void {
    this.lock?.release();
    this.lock = null;
  }
}
