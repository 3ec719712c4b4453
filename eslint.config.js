const js = require("@eslint/js");
const tseslint = require("typescript-eslint");

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
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
    },
  },
  // Synthesized JSON has no type.
  { files: ["__tests__/**"], rules: { "@typescript-eslint/no-explicit-any": "off" } },
);
