import fc from "fast-check";

/** Texts made of what template languages, YAML and JSON trip over. */
export const adversarialText = fc
  .array(
    fc.oneof(
      fc.constantFrom("${", "%{", "$${", "$$${", "%%{", "%%%{", "$", "%", "{", "}", "~}", "${local.mac}"),
      fc.constantFrom(
        "%{ if true }",
        "%{ endif }",
        "\\",
        "\\n",
        '"',
        "'",
        "\n",
        "\r\n",
        "\t",
        "<<EOT\n",
        "#",
      ),
      fc.constantFrom("é", "e\u0301", "ﬁ", "→", "\u00a0", "\u2028", "😀"),
      fc.string({ unit: "grapheme-ascii", maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
