import { expect, test } from "vitest";
import { copyName } from "./copyName";

const tsr = { ru: "США: TSR", en: "US: TSR" };
const first = { ru: "США: TSR (копия)", en: "US: TSR (copy)" };

test("a copy is called so", () => {
  expect(copyName(tsr, [tsr])).toEqual(first);
});

test("a second copy has a number, also when only one language's name is taken", () => {
  const second = { ru: "США: TSR (копия 2)", en: "US: TSR (copy 2)" };
  expect(copyName(tsr, [tsr, first])).toEqual(second);
  expect(copyName(tsr, [tsr, { ...first, ru: "Наша" }])).toEqual(second);
  expect(copyName(tsr, [first, second]).ru).toBe("США: TSR (копия 3)");
});
