/** An element's start tag. */
export interface Tag {
  readonly name: string;
  readonly inside: string;
}

/** Where a text is drawn, about. */
export interface Box {
  readonly words: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The elements of an XML document, in order.
 *
 * @throws Error when it is not well-formed
 */
export function elements(xml: string): Tag[] {
  const open: string[] = [];
  const found: Tag[] = [];
  let end = 0;
  for (const match of xml.matchAll(
    /<(\/?)([a-z]+)((?:\s+[a-zA-Z\d-]+="[^"<&]*(?:&[a-z]+;[^"<&]*)*")*)\s*(\/?)>/g,
  )) {
    expectPlain(xml.slice(end, match.index), open);
    end = match.index + match[0].length;
    const [, closing, name, inside, empty] = match as unknown as string[];
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    if (open.length === 0 && found.length > 0) throw new Error("More than one root");
    found.push({ name: name!, inside: inside! });
    if (!empty) open.push(name!);
  }
  expectPlain(xml.slice(end), open);
  if (open.length > 0) throw new Error(`Never closed: ${open.join(", ")}`);
  return found;
}

export function attributes({ inside }: Tag): Record<string, string> {
  return Object.fromEntries(
    [...inside.matchAll(/([a-zA-Z\d-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
}

/** Every text's box, by widths that are a little above those of a wide font such as DejaVu Sans. */
export function textBoxes(svg: string): Box[] {
  return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([, inside, words]) => {
    const { x, y, "text-anchor": anchor, class: cssClass } = attributes({ name: "text", inside: inside! });
    const size = cssClass === "title" ? 17 : 14;
    const width = [...words!].reduce(
      (sum, letter) => sum + size * (/[\dA-Z$%]/.test(letter) ? 0.68 : 0.53),
      0,
    );
    const left =
      Number(x) - { start: 0, middle: width / 2, end: width }[anchor as "start" | "middle" | "end"];
    return {
      words: words!,
      left,
      right: left + width,
      top: Number(y) - size * 0.8,
      bottom: Number(y) + size * 0.25,
    };
  });
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function expectPlain(between: string, open: readonly string[]): void {
  if (/[<]|&(?![a-z]+;)/.test(between)) throw new Error(`Not well-formed: ${between}`);
  if (open.length === 0 && between.trim() !== "") throw new Error(`Outside of the root: ${between}`);
}
