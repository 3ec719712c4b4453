/** Says what is done, and how long it took. */
export class Progress {
  constructor(
    private readonly host: string,
    readonly say: (line: string) => void,
  ) {}

  async step<T>(title: string, action: () => Promise<T>): Promise<T> {
    this.say(`${this.host}: ${title} …`);
    const begun = Date.now();
    const result = await action();
    this.say(`${this.host}: ${title}: done in ${secondsSince(begun)} s`);
    return result;
  }

  tell(line: string): void {
    this.say(`${this.host}: ${line}`);
  }
}

export function secondsSince(begun: number): string {
  const seconds = (Date.now() - begun) / 1000;
  return seconds.toFixed(seconds < 10 ? 1 : 0);
}
