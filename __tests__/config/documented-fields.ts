import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

export interface DocumentedField {
  readonly text: string;
  /** What stands behind `@default`; undefined for a field that is needed. */
  readonly default: string | undefined;
}

const FOLDER = join(__dirname, "../../lib/config");
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));

/** The doc comment of every field of an environment, by its path, such as `nat.placement` or `zones.0.name`. */
export function documentedFields(): Map<string, DocumentedField> {
  const schemas = new Map(FILES.flatMap(declarations));
  const fields = new Map<string, DocumentedField>();
  visit("environmentSchema", "");
  return fields;

  function visit(schema: string, prefix: string): void {
    const initializer = schemas.get(schema)!;
    const object = objectIn(initializer);
    if (!object) return mentioned(initializer).forEach((name) => visit(name, prefix));
    object.properties
      .filter(ts.isSpreadAssignment)
      .flatMap(mentioned)
      .forEach((name) => visit(name, prefix));
    for (const property of object.properties.filter(isField)) {
      const path = prefix + property.name.getText();
      // What several kinds have is documented where it stands first.
      if (!fields.has(path)) fields.set(path, docOf(property));
      const list = property.getText().includes(".array(") ? "0." : "";
      childrenOf(property)
        .flatMap(mentioned)
        .forEach((name) => visit(name, `${path}.${list}`));
    }
  }

  function mentioned(node: ts.Node): string[] {
    if (ts.isIdentifier(node)) return schemas.has(node.text) ? [node.text] : [];
    return childrenOf(node).flatMap(mentioned);
  }
}

function declarations(file: string): [string, ts.Expression][] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(FOLDER, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  return source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .map(({ name, initializer }) => [name.getText(), initializer!]);
}

/** The object literal that a `z.strictObject` is made of, or that several have in common. */
function objectIn(initializer: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(initializer)) return initializer;
  if (!ts.isCallExpression(initializer) || !initializer.expression.getText().endsWith(".strictObject"))
    return undefined;
  return initializer.arguments.find(ts.isObjectLiteralExpression);
}

function isField(node: ts.Node): node is ts.PropertyAssignment | ts.ShorthandPropertyAssignment {
  return ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
}

function docOf(node: ts.Node): DocumentedField {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tag = comment?.tags?.find(({ tagName }) => tagName.text === "default");
  return {
    text: ts.getTextOfJSDocComment(comment?.comment) ?? "",
    default: ts.getTextOfJSDocComment(tag?.comment),
  };
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}
