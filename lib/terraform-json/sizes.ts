/** The most that a value may be made of, in characters and parts: as much as EC2 takes as user data, many times over. */
const MOST = 1 << 20;

/** How much values hold once what they have in common is written out: doubling a local 26 times makes gigabytes. */
export class Sizes {
  private readonly ofObjects = new WeakMap<object, number>();

  isTooLarge(value: unknown): boolean {
    return this.of(value) > MOST;
  }

  private of(value: unknown): number {
    if (typeof value === "string") return value.length;
    if (typeof value !== "object" || value === null) return 1;
    let size = this.ofObjects.get(value);
    if (size === undefined) {
      size = Object.values(value).reduce((sum: number, part) => sum + this.of(part), 1);
      this.ofObjects.set(value, size);
    }
    return size;
  }
}
