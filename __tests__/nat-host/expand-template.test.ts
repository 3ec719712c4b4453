import { describeWith } from "../support/tools";
import { expandTemplate } from "./expand-template";
import { terraformExpand } from "./terraform-expand";

const TEMPLATES: [template: string, expanded: string][] = [
  ["no template", "no template"],
  ["a ${local.mac} b${local.mac}", "a 02:00:00:00:00:01 b02:00:00:00:00:01"],
  ["$${local.mac} %%{ if }", "${local.mac} %{ if }"],
  ["$$${", "$${"],
  ["$$$${ %%%%{", "$$${ %%%{"],
  ['$ % { } $$ %% \\n "', '$ % { } $$ %% \\n "'],
  ["$${${local.mac}}", "${02:00:00:00:00:01}"],
  ["e\u0301", "é"],
];

describe("expandTemplate", () => {
  test.each(TEMPLATES)("expands %j", (template, expanded) => {
    expect(expandTemplate(template, { "local.mac": "02:00:00:00:00:01" })).toBe(expanded);
  });

  test.each(["${local.other}", "%{ if true }"])("refuses %j, which it cannot expand", (template) => {
    expect(() => expandTemplate(template, { "local.mac": "02:00:00:00:00:01" })).toThrow("No value for");
  });
});

describeWith(["terraform"], "Terraform itself", () => {
  test("expands the same templates in the same way", () => {
    const expanded = terraformExpand(
      TEMPLATES.map(([template]) => template),
      { mac: "02:00:00:00:00:01" },
    );
    expect(expanded).toEqual(TEMPLATES.map(([, result]) => result));
  });
});
