/**
 * Escapes a text so that Terraform, which expands `${…}` and `%{…}` in every string, hands it on unchanged, but for
 * turning it into Unicode's normal form C.
 *
 * cdktf leaves this to its users: it must also pass on the references that they mean to be expanded.
 */
export function escapeTemplate(text: string): string {
  return text.replace(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
}
