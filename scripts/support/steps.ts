import { appendFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { Listr, ListrTask, PRESET_TIMER } from "listr2";

/** Runs steps one after the other, each a line with the time that it took. */
export async function inSteps(steps: ListrTask[]): Promise<void> {
  await new Listr(steps, {
    // Its own handling of Ctrl-C ends the process before anything is taken down.
    registerSignalListeners: false,
    rendererOptions: { timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
}

/** All that the programs of a command's steps say, in a file that stays; a terminal shows its newest line. */
export class StepLog {
  readonly file: string;

  /** @param name the file's, such as `demo` */
  constructor(name: string) {
    this.file = join(mkdtempSync(join(tmpdir(), "nat-instance-log-")), `${name}.log`);
    appendFileSync(this.file, "");
  }

  /** Where a step's programs write. */
  of(step: { output: string | undefined }): Writable {
    const log = new Writable({
      write: (chunk: Buffer, _, done) => {
        appendFileSync(this.file, chunk);
        // Where there is no terminal, each of these would stay.
        if (process.stdout.isTTY) step.output = chunk.toString().trimEnd().split("\n").at(-1);
        done();
      },
    });
    return log;
  }

  /** The newest lines, which say why a step failed. */
  end(lines = 20): string {
    return readFileSync(this.file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  }
}
