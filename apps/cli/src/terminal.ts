/**
 * Where a command speaks: results to standard output, everything else to standard error, so that a result can be piped.
 * Progress is a bar where people watch and plain lines where nobody does; machines that asked for JSON get none.
 */
import cliProgress from 'cli-progress';

/** A stream that may be a terminal. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

export interface Steps {
  /** `done` of about `of`; without `of` only the count is known. */
  at(done: number, of?: number): void;
  /** Everything is done, or has failed: the bar goes. */
  end(): void;
}

/** Between two plain lines, in milliseconds. */
const LINE_EVERY_MS = 1_000;

export class Terminal {
  constructor(
    private readonly out: Sink,
    private readonly err: Sink,
    private readonly options: { readonly json: boolean; readonly now: () => number },
  ) {}

  /** Whether results are for machines. */
  get json(): boolean {
    return this.options.json;
  }

  /** One line of the result. */
  say(line: string): void {
    this.out.write(`${line}\n`);
  }

  /** The result for machines: one line of JSON. */
  give(value: unknown): void {
    this.out.write(`${JSON.stringify(value)}\n`);
  }

  /** One plain sentence about what went wrong. */
  complain(sentence: string): void {
    this.err.write(`${sentence}\n`);
  }

  /** Progress of something that is called `what`. */
  steps(what: string): Steps {
    if (this.json) return { at: () => undefined, end: () => undefined };
    return this.err.isTTY === true ? this.#bar(what) : this.#lines(what);
  }

  #bar(what: string): Steps {
    const bar = new cliProgress.SingleBar({
      format: `${what} {bar} {value}/{total}`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: null,
    });
    let isShown = false;
    return {
      at: (done, of = done) => {
        if (!isShown) bar.start(Math.max(of, 1), done);
        isShown = true;
        bar.setTotal(Math.max(of, done, 1));
        bar.update(done);
      },
      end: () => {
        if (isShown) bar.stop();
        isShown = false;
      },
    };
  }

  #lines(what: string): Steps {
    let toldAt = this.options.now();
    return {
      at: (done, of) => {
        const now = this.options.now();
        if (now - toldAt < LINE_EVERY_MS) return;
        toldAt = now;
        this.err.write(`${what} ${done}${of === undefined ? '' : `/${of}`}\n`);
      },
      end: () => undefined,
    };
  }
}
