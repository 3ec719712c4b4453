import article from "../../environments/article";
import { loadEnvironment } from "../../lib/config/load";
import { resolveEnvironment } from "../../lib/config/resolve";
import { synthesize } from "../support/synthesize";
import { Switches } from "./check";
import { StacksJson, stacksJson } from "./ours";
import { PUBLIC_KEY } from "./resources/nat-instance";

interface ArticleEnvironment {
  readonly name: string;
  readonly switches: Switches;
  readonly json: StacksJson;
}

/** The article's environment as it is, and with SSH as the article has it. */
export function articleEnvironments(): ArticleEnvironment[] {
  const withSsh = resolveEnvironment(
    { ...article, ssh: { publicKey: PUBLIC_KEY, allowedCidrs: ["158.0.0.0/8"] } },
    { name: "article", file: "environments/article.ts", folder: __dirname },
  );
  return [
    { name: "article", switches: { ssh: false }, json: stacksJson(synthesize(loadEnvironment("article"))) },
    { name: "article with ssh", switches: { ssh: true }, json: stacksJson(synthesize(withSsh)) },
  ];
}
