import { Command, InvalidArgumentError, Option } from "commander";
import { shown } from "../../lib/tools/messages";
import { exitCodes, refuse } from "./ending";

/** Makes a command and those below it refuse wrong usage in one line that names the option or argument. */
export function refuseWrongUsage(command: Command): void {
  for (const each of withSubcommands(command)) {
    each
      .configureOutput({ outputError: (said, write) => write(`${inOneLine(said, helpOf(each))}\n`) })
      .exitOverride((error) => {
        // After --help: thrown, so that the process ends by itself when all is written.
        if (error.exitCode === 0) throw error;
        process.exit(exitCodes.wrongUsage);
      })
      .allowExcessArguments()
      .hook("preAction", (_, action) => {
        if (action !== each) return;
        refuseExcess(each);
        for (const option of each.options) refuseNoValue(option, each);
      });
  }
}

export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** `npm run lab -- up --help`. */
function helpOf(command: Command): string {
  const names: string[] = [];
  for (let each: Command | null = command; each; each = each.parent) names.unshift(each.name());
  return `${names.join(" ")} --help`;
}

/** What commander says, and how it is said here: in one line, with the value short and printable. */
const SAID: readonly (readonly [RegExp, (match: RegExpMatchArray) => string])[] = [
  [
    /^option '([^']*)' argument '([^]*)' is invalid\. ([^]*)$/,
    ([, flags, value, fix]) => `${nameOf(flags!)}: ${shown(value!)} is refused. ${fix}`,
  ],
  [
    /^unknown option '([^]*?)'(?:\n\(Did ([^]*\?)\))?$/,
    ([, option, meant]) => `${shown(option!)} is no option${meant ? `; did ${meant}` : "; see --help"}`,
  ],
  [
    /^option '([^']*)' argument missing$/,
    ([, flags]) => `${nameOf(flags!)}: has no value; write ${nameOf(flags!)} <${wordOf(flags!)}>`,
  ],
];

function inOneLine(said: string, help: string): string {
  const text = said.trim().replace(/^error: /, "");
  for (const [pattern, inWords] of SAID) {
    const match = text.match(pattern);
    if (match) return inWords(match);
  }
  return `${text}; see: ${help}`;
}

function refuseExcess(command: Command): void {
  const { registeredArguments: wanted, args, commands } = command;
  if (commands.length > 0 || wanted.at(-1)?.variadic) return;
  const [excess] = args.slice(wanted.length);
  if (excess === undefined) return;
  const room = wanted.length === 0 ? "takes no arguments" : `takes ${wanted.length} arguments at most`;
  refuse(`${shown(excess)} is one argument too many: this command ${room}; see: ${helpOf(command)}`);
}

/** Commander takes the next word for an option's value, whatever it is. */
function refuseNoValue(option: Option, command: Command): void {
  const value: unknown = command.getOptionValue(option.attributeName());
  const values: unknown[] = Array.isArray(value) ? value : [value];
  for (const each of values) {
    if (typeof each !== "string" || (each !== "" && !/^-./.test(each))) continue;
    const example = option.defaultValue === undefined ? "" : `, such as ${String(option.defaultValue)}`;
    refuse(`${option.long}: ${shown(each)} is no ${wordOf(option.flags)}; write one${example}`);
  }
}

/** `--output` of `-o, --output <folder>`. */
function nameOf(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

/** `folder` of `-o, --output <folder>`. */
function wordOf(flags: string): string {
  return /[<[]([^\]>]*?)(?:\.\.\.)?[\]>]/.exec(flags)?.[1] ?? "value";
}

/** An option that is a number. */
export interface NumberOption {
  /** What it is a number of, such as `gigabytes a month`. */
  readonly what: string;
  readonly from: number;
  /** @default - as large as numbers are exact */
  readonly to?: number;
  /** Whether it may have decimals. @default false */
  readonly decimals?: boolean;
}

/**
 * A parser for an option that is a number, written as people write one: no sign, no exponent, no hexadecimal, no leading
 * zero, no spaces.
 */
export function numberOption({ what, from, to, decimals = false }: NumberOption): (text: string) => number {
  const form = decimals ? /^(0|[1-9]\d*)(\.\d+)?$/ : /^(0|[1-9]\d*)$/;
  return (text) => {
    const number = Number(text);
    if (form.test(text) && number >= from && number <= (to ?? Number.MAX_SAFE_INTEGER)) return number;
    const kind = decimals ? "number" : "whole number";
    const range = to === undefined ? `from ${from}` : `from ${from} to ${to}`;
    throw new InvalidArgumentError(`Write ${what} as a ${kind} ${range}, in plain digits.`);
  };
}

/** A parser for an option that is a duration as terraform takes it. */
export function duration(given: string): string {
  if (!/^\d+(ms|s|m|h)$/.test(given)) throw new InvalidArgumentError("Write a duration, such as 60s.");
  return given;
}
