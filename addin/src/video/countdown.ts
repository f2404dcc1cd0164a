/** A countdown is seen each second but said aloud only now and then. */

const SAID_AT: readonly number[] = [30, 10];

/** Tells for each value whether it should be said: the first one, and when 30 and 10 seconds are passed. */
export function milestones(): (seconds: number | null) => boolean {
  let last: number | null = null;
  return (seconds) => {
    const before = last;
    last = seconds;
    if (seconds === null) return false;
    return before === null || SAID_AT.some((mark) => before > mark && seconds <= mark);
  };
}
