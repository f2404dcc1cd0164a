/** HTML cut into texts and the runs of tags between them, and where in it each text stands. */
import { type Meanings, RUN, stretches } from "./meanings";
import { lastUpTo, type Place, placer, type Run } from "./stream";
import type { Value } from "./tags";

/** Attributes, and where in the source what they are in begins. */
export interface Held {
  readonly at: number;
  readonly values: readonly Value[];
}

/** HTML in runs and the texts between them: where each run begins, in it and in all as it reads. */
export class Cut {
  readonly html: string;
  readonly text: string;
  readonly starts: number[] = [];
  readonly reads: number[] = [];
  /** The runs that may mean more, which read as nothing, and those that hold attributes. */
  readonly stops: number[] = [];
  readonly holding: Held[] = [];
  /** The run that was asked for last, with the text after it: it may be an image, and finds stand in order. */
  private last = -1;
  private placeOf = placer([], 0);

  constructor(html: string, meanings: Meanings) {
    this.html = html;
    const { starts, reads, stops, holding } = this;
    let end = 0;
    let read = 0;
    this.text = html.replace(RUN, (run: string, at: number) => {
      const meaning = meanings.of(run);
      const text = meaning === null ? "" : meaning.text;
      read += at - end;
      starts.push(at);
      reads.push(read);
      end = at + run.length;
      read += text.length;
      if (meaning === null) {
        stops.push(starts.length - 1);
      } else if (meaning.values.length > 0) {
        holding.push({ at, values: meaning.values });
      }
      return text;
    });
    starts.push(html.length);
    reads.push(this.text.length);
  }

  /** Where in the source the character at a place in the text stands. */
  place(at: number): Place {
    const which = lastUpTo(this.reads, at, this.reads.length - 1);
    const read = this.reads[which] ?? 0;
    if (at < read) {
      return { start: at, length: 1 };
    }
    if (which !== this.last) {
      const start = this.starts[which] ?? 0;
      this.placeOf = placer(stretches(this.html.slice(start, this.starts[which + 1])), start);
      this.last = which;
    }
    return this.placeOf(at - read);
  }
}

/** Runs of a cut and the texts after each that mean nothing more. */
export class Passed implements Run {
  readonly pale = false;
  readonly text: string;
  private readonly cut: Cut;
  private readonly begins: number;

  constructor(cut: Cut, begins: number, ends: number) {
    this.text = cut.text.slice(begins, ends);
    this.cut = cut;
    this.begins = begins;
  }

  place(at: number): Place {
    return this.cut.place(this.begins + at);
  }
}
