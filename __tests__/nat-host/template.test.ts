import fc from "fast-check";
import { escapeTemplate } from "../../lib/nat-host/template";
import { describeWith } from "../support/tools";
import { adversarialText } from "./adversarial";
import { expandTemplate } from "./expand-template";
import { terraformExpand } from "./terraform-expand";

describe("escapeTemplate", () => {
  test("makes Terraform's openings plain text and leaves everything else as it is", () => {
    expect(escapeTemplate("a=${b} $${c} 100% %{d} $e {f}")).toBe("a=$${b} $$${c} 100% %%{d} $e {f}");
  });

  test("is undone by Terraform's rules, whatever the text", () => {
    fc.assert(
      fc.property(adversarialText, (text) => {
        expect(expandTemplate(escapeTemplate(text))).toBe(text.normalize("NFC"));
      }),
      { numRuns: 1000 },
    );
  });
});

describeWith(["terraform"], "Terraform itself", () => {
  test("hands escaped texts on unchanged", () => {
    const texts = fc.sample(adversarialText, 1000);
    expect(terraformExpand(texts.map(escapeTemplate))).toEqual(texts.map((text) => text.normalize("NFC")));
  });
});
