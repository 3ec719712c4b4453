/** How wide a line may be, as Prettier keeps it here. */
const WIDTH = 110;

/** Lines of TypeScript, laid out as Prettier leaves them. */
export class TypeScriptText {
  private readonly lines: string[] = [];
  private depth = 0;

  /** One line, or none at all. */
  line(text = ""): this {
    this.lines.push(text === "" ? "" : `${this.indent}${text}`);
    return this;
  }

  /** A comment, wrapped. */
  comment(text: string): this {
    wrapped(text, WIDTH - this.indent.length - 3).forEach((line) => this.line(`// ${line}`));
    return this;
  }

  /** A comment for what follows it, each paragraph wrapped and those with a hyphen in front as a list. */
  block(paragraphs: readonly string[]): this {
    this.line("/**");
    for (const paragraph of paragraphs) {
      const hanging = paragraph.startsWith("- ") ? "  " : "";
      wrapped(paragraph, WIDTH - 3 - hanging.length).forEach((line, index) =>
        this.line(` * ${index === 0 ? "" : hanging}${line}`.trimEnd()),
      );
    }
    return this.line(" */");
  }

  /** `open`, what `content` writes, and `close`. */
  within(open: string, close: string, content: () => void): this {
    this.line(open);
    this.depth++;
    content();
    this.depth--;
    return this.line(close);
  }

  /** `open` and `close` with values between them, in one line where that fits. */
  inline(open: string, values: readonly string[], close: string): this {
    const space = open.endsWith("{") ? " " : "";
    const one = `${open}${space}${values.join(", ")}${space}${close}`;
    if (this.indent.length + one.length <= WIDTH) return this.line(one);
    return this.within(open, close, () => values.forEach((value) => this.line(`${value},`)));
  }

  toString(): string {
    return `${this.lines.join("\n")}\n`;
  }

  private get indent(): string {
    return "  ".repeat(this.depth);
  }
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
