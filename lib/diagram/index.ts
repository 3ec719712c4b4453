export { type DotOptions, finishSvg, toDot } from "./dot";
export type { DrawOptions } from "./draw";
export { toMermaid } from "./mermaid";
export { INTERNET } from "./picture";
