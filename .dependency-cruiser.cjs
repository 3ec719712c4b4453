/**
 * Who may import whom: each folder, and the folders below it that it may reach for. Between what is deployed (config,
 * constructs, stacks) and what reads it (topology and all above) lies nothing but Terraform's JSON.
 */
const floors = {
  "lib/net": [],
  "lib/tools": [],
  "lib/config": ["lib/net", "lib/tools"],
  "lib/nat-host": ["lib/net", "lib/tools"],
  "lib/constructs": ["lib/net", "lib/nat-host"],
  stacks: ["lib/net", "lib/config", "lib/constructs"],
  "lib/terraform-json": ["lib/net", "lib/tools"],
  "lib/topology": ["lib/net", "lib/tools", "lib/terraform-json"],
  "lib/reachability": ["lib/net", "lib/tools", "lib/topology"],
  "lib/cost": ["lib/tools", "lib/net", "lib/topology"],
  "lib/diagram": ["lib/net", "lib/tools", "lib/topology", "lib/reachability"],
  "lib/checks": [
    "lib/net",
    "lib/tools",
    "lib/config",
    "lib/terraform-json",
    "lib/topology",
    "lib/reachability",
    "lib/cost",
  ],
  "lib/output": ["lib/tools", "lib/config"],
  "lib/deploy": [
    "lib/net",
    "lib/tools",
    "lib/config",
    "lib/output",
    "lib/terraform-json",
    "lib/topology",
    "lib/checks",
  ],
  "lib/adopt": ["lib/net", "lib/tools"],
  "lib/status": ["lib/tools", "lib/config"],
  "lib/roll": ["lib/tools", "lib/config", "lib/terraform-json", "lib/deploy", "lib/status"],
  "lib/verify": ["lib/net", "lib/tools", "lib/config", "lib/topology", "lib/reachability", "lib/status"],
  "lib/emulator": ["lib/tools"],
  "lib/exits": ["lib/tools"],
  lab: ["lib/net", "lib/tools", "lib/topology", "lib/reachability"],
};

const anyFolder = "^(main\\.ts|(lib/[^/]+|stacks|lab|bench|scripts|environments)/)";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circle",
      comment: "Files that need each other are read together or not at all.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...Object.entries(floors).map(([folder, below]) => ({
      name: `from-${folder.replace("lib/", "")}`,
      comment: `${folder} imports ${below.join(", ") || "nothing of ours"}; see docs/development.md.`,
      severity: "error",
      from: { path: `^${folder}/` },
      to: { path: anyFolder, pathNot: `^(${[folder, ...below].join("|")})/` },
    })),
    {
      name: "every-lib-folder-has-a-floor",
      comment: "Name the folder's floor in .dependency-cruiser.cjs.",
      severity: "error",
      from: { path: "^lib/", pathNot: `^(${Object.keys(floors).join("|")})/` },
      to: {},
    },
    {
      name: "cdktf-in-stacks-alone",
      severity: "error",
      from: { path: "^(lib|lab|scripts|bench)/", pathNot: "^(lib/constructs|bench)/" },
      to: { path: "^node_modules/(cdktf|constructs|@cdktf/provider-aws)/" },
    },
    {
      name: "provider-by-resource",
      comment: "Import @cdktf/provider-aws/lib/<resource>: the root costs seconds and a gigabyte.",
      severity: "error",
      from: {},
      to: { path: "^node_modules/@cdktf/provider-aws/lib/index" },
    },
    {
      name: "nobody-imports-scripts",
      severity: "error",
      from: { pathNot: "^(scripts|__tests__)/" },
      to: { path: "^scripts/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^__tests__/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
