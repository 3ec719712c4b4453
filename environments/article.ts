import { defineEnvironment } from "../lib/config/environment";

/** The network of the article that this project mirrors; `docs/article.md` compares the two. */
export default defineEnvironment({
  region: "eu-central-1",
  vpcCidr: "10.8.0.0/16",
  zones: [{ name: "eu-central-1b", publicCidr: "10.8.1.0/24", privateCidr: "10.8.2.0/24" }],

  // The article has none.
  gatewayEndpoints: [],

  // The article's own ending, and what must never be.
  expect: [
    { from: "private-0", to: "internet", reachable: true },
    { from: "private-0", to: "aws:ssm", reachable: true },
    { from: "internet", to: "private-0", reachable: false },
    { from: "internet", to: "nat-b", port: 22, reachable: false },
  ],
});
