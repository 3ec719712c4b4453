/**
 * Fills a text's `@placeholders@` in.
 *
 * @throws Error for a placeholder without a value, so that none reaches the host
 */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([a-z0-9_]+)@/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for the placeholder @${name}@`);
    return value;
  });
}
