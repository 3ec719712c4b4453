/**
 * What Terraform makes of a template: `$${` and `%%{` stand for `${` and `%{`, a reference for its value, and all of
 * it comes out in Unicode's normal form C.
 *
 * @throws Error for a reference without a value, and for `%{`, which would be a directive
 */
export function expandTemplate(template: string, values: Readonly<Record<string, string>> = {}): string {
  const expanded = template.replace(/\$\$\{|%%\{|\$\{([^}]*)\}|%\{/g, (match, reference?: string) => {
    if (match === "$${" || match === "%%{") return match.slice(1);
    const value = reference === undefined ? undefined : values[reference];
    if (value === undefined) throw new Error(`No value for ${match}`);
    return value;
  });
  return expanded.normalize("NFC");
}
