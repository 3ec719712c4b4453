const js = require("@eslint/js");
const tseslint = require("typescript-eslint");

/** Imports run one way: what the files of a folder must not reach for. The last entry that fits a file counts. */
const libForbids = ["**/stacks", "**/stacks/**", "**/scripts/**", "**/environments/**"];
const cdktf = ["cdktf", "@cdktf/**", "constructs"];
const oneWay = [
  { files: ["lib/**"], forbid: libForbids },
  { files: ["lib/config/**"], forbid: [...libForbids, ...cdktf, "**/constructs/**", "**/nat-host/**"] },
  { files: ["lib/nat-host/**"], forbid: [...libForbids, ...cdktf, "**/constructs/**"] },
  {
    files: ["lib/terraform-json/**", "lib/checks/**", "lib/deploy/**", "lib/github/**"],
    forbid: [...libForbids, ...cdktf, "**/constructs/**", "**/nat-host/**"],
  },
  {
    files: ["lib/topology/**", "lib/reachability/**", "lib/diagram/**", "lib/cost/**"],
    forbid: [...libForbids, ...cdktf, "**/config/**", "**/constructs/**", "**/nat-host/**"],
  },
  {
    files: ["lab/**"],
    forbid: ["**/stacks", "**/stacks/**", "**/scripts/**", "**/environments/**", "**/config/**"],
  },
  { files: ["stacks/**"], forbid: ["**/scripts/**", "**/environments/**"] },
];

const providerRoot = {
  name: "@cdktf/provider-aws",
  message: "Import @cdktf/provider-aws/lib/<resource>: the root costs seconds and a gigabyte.",
};

const nodeGlobals = ["module", "require", "process", "console", "Buffer"].concat([
  "setTimeout",
  "setInterval",
  "clearInterval",
]);

module.exports = tseslint.config(
  { ignores: ["cdktf.out*/", "coverage/", "node_modules/"] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ["**/*.{js,cjs}"],
    languageOptions: {
      sourceType: "commonjs",
      globals: Object.fromEntries(nodeGlobals.map((name) => [name, "readonly"])),
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "no-restricted-imports": ["error", { paths: [providerRoot] }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
    },
  },
  // Synthesized JSON has no type.
  { files: ["__tests__/**"], rules: { "@typescript-eslint/no-explicit-any": "off" } },
  ...oneWay.map(({ files, forbid }) => ({
    files,
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [providerRoot],
          patterns: [{ group: forbid, message: "Imports run one way; see docs/development.md." }],
        },
      ],
    },
  })),
);
