import { shown } from "./shown";

/** Thrown when a command line is wrong: one line that names the option, the value and the way out. */
export class UsageError extends Error {
  /**
   * @param option such as `--output`
   * @param message what is wrong with the value and what to write instead, such as `is no folder; name one`
   */
  constructor(option: string, value: string, message: string) {
    super(`${option}: ${shown(value)} ${message}`);
  }
}
