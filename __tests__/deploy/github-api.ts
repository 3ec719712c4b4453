import { once } from "node:events";
import { IncomingMessage, Server, createServer } from "node:http";
import { AddressInfo } from "node:net";

interface Item {
  id: number;
  number: number;
  title?: string;
  body: string;
  state: string;
  labels: string[];
}

/** What nothing may print. */
export const TOKEN = "ghs_aTokenThatNothingPrints";

/** GitHub's REST API of comments and issues, as far as it is documented, for the real gh over a real connection. */
export class GitHubApi {
  readonly issues: Item[] = [];
  readonly comments = new Map<string, Item[]>();
  private nextId = 1;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<GitHubApi> {
    const server = createServer();
    const api = new GitHubApi(server);
    server.on("request", (request, response) => {
      void api.answer(request).then(([status, body, next]) => {
        const link = next === undefined ? {} : { link: `<${next}>; rel="next"` };
        response.writeHead(status, { "content-type": "application/json", ...link }).end(JSON.stringify(body));
      });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return api;
  }

  stop(): void {
    this.server.close();
  }

  /** What a workflow's step is given. */
  env(): NodeJS.ProcessEnv {
    const { port } = this.server.address() as AddressInfo;
    return {
      // The one host that gh talks plain HTTP to; this server is the proxy on the way to it.
      GH_HOST: "github.localhost",
      HTTP_PROXY: `http://127.0.0.1:${port}`,
      GITHUB_REPOSITORY: "owner/name",
      GH_TOKEN: TOKEN,
    };
  }

  addComment(pullRequest: string, body: string): void {
    this.commentsOf(pullRequest).push(this.item({ body }));
  }

  private commentsOf(pullRequest: string): Item[] {
    if (!this.comments.has(pullRequest)) this.comments.set(pullRequest, []);
    return this.comments.get(pullRequest)!;
  }

  private item(values: Partial<Item>): Item {
    const id = this.nextId++;
    return { id: id + 1000, number: id, body: "", state: "open", labels: [], ...values };
  }

  private async answer(request: IncomingMessage): Promise<[status: number, body: unknown, next?: string]> {
    const url = new URL(request.url!);
    const { pathname, searchParams } = url;
    if (request.headers.authorization !== `token ${TOKEN}`) return [401, { message: "Bad credentials" }];
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
    const path = pathname.replace("/repos/owner/name", "");
    const [, pullRequest] = /^\/issues\/(\d+)\/comments$/.exec(path) ?? [];
    const [, comment] = /^\/issues\/comments\/(\d+)$/.exec(path) ?? [];
    const [, issue] = /^\/issues\/(\d+)$/.exec(path) ?? [];
    const all = [...this.comments.values()].flat();

    switch (`${request.method} ${path}`) {
      case `GET /issues/${pullRequest}/comments`:
        return page(this.commentsOf(pullRequest!), url);
      case `POST /issues/${pullRequest}/comments`:
        this.addComment(pullRequest!, body.body);
        return [201, {}];
      case `PATCH /issues/comments/${comment}`:
        return [
          200,
          Object.assign(
            all.find(({ id }) => id === Number(comment))!,
            body,
          ),
        ];
      case "GET /issues": {
        const open = this.issues.filter(({ state }) => state === searchParams.get("state"));
        return page(
          open.filter(({ labels }) => labels.includes(searchParams.get("labels")!)),
          url,
        );
      }
      case "POST /issues":
        this.issues.push(this.item(body));
        return [201, {}];
      case `PATCH /issues/${issue}`:
        return [
          200,
          Object.assign(
            this.issues.find(({ number }) => number === Number(issue))!,
            body,
          ),
        ];
      default:
        return [404, { message: "Not Found" }];
    }
  }
}

/** A page of a list, and where the next one is. */
function page(items: Item[], url: URL): [status: number, body: Item[], next?: string] {
  const size = Number(url.searchParams.get("per_page"));
  const number = Number(url.searchParams.get("page") ?? 1);
  const found = items.slice((number - 1) * size, number * size);
  if (number * size >= items.length) return [200, found];
  const next = new URL(url);
  next.searchParams.set("page", String(number + 1));
  return [200, found, next.href];
}
