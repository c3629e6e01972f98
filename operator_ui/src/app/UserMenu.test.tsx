import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { FakeSoftphone } from "../softphone/FakeSoftphone";
import { aCall, anOperator, aUser } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { UserMenu } from "./UserMenu";

afterEach(() => vi.unstubAllGlobals());

async function logOut(live: Parameters<typeof renderAt>[1]) {
  const asked = stubServer();
  const { softphone } = await renderAt(<UserMenu user={aUser()} onShowKeys={() => {}} />, live);
  await userEvent.click(screen.getByRole("button", { name: "My account" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Log out" }));
  return { asked: () => asked.mock.calls.map(([name]) => name), softphone };
}

test("logging out goes off line first", async () => {
  const { asked, softphone } = await logOut({ live: { operator: anOperator() } });
  await waitFor(() => expect(asked()).toEqual(["DELETE /operator/line", "DELETE /session"]));
  expect(softphone.asked).toEqual(["goOffLine"]);
});

test("without a telephone one just logs out", async () => {
  const { asked } = await logOut({ softphone: new FakeSoftphone() });
  await waitFor(() => expect(asked()).toEqual(["DELETE /session"]));
});

test.each([new FakeSoftphone(), undefined])(
  "nobody logs out who owes a verdict, with or without a telephone",
  async (softphone) => {
    const operator = anOperator({ state: "paused", reason: "wrap_up_overrun", call_id: "call-1" });
    const live = { operator, call: aCall({ state: "ended" }) };
    const { asked } = await logOut(softphone ? { live, softphone } : { live });
    expect(asked()).toEqual([]);
  },
);
