import { darkStyle } from "./palette";

/** Makes of Graphviz's SVG one that a page shows at its natural size, in light and dark. */
export function finishSvg(svg: string): string {
  const [title] = svg.match(/<title>[^]*?<\/title>/)!;
  return (
    svg
      .replace(/<!--[^]*?-->\n?/g, "")
      // A point would be a third larger than the pixel that it is here.
      .replace(/^[^]*?<svg width="(\d+)pt" height="(\d+)pt"\s+/, `<svg role="img" width="$1" height="$2" `)
      .replace(/<svg [^>]*>/, (root) => `${root}\n${title}\n<style>\n${darkStyle(svg)}\n</style>`)
      .replaceAll('font-family="Verdana"', `font-family="Verdana, 'DejaVu Sans', sans-serif"`)
  );
}
