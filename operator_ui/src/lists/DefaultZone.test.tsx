import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderAt, stubServer } from "../test/render";
import { DefaultZone } from "./DefaultZone";

async function shown(told: { lines: number; numbers: number; without_zone: number }) {
  stubServer({ "POST /campaigns/campaign-1/imports/import-1/zones": { status: 200, body: told } });
  await renderAt(
    <DefaultZone
      campaignId="campaign-1"
      importId="import-1"
      form={{}}
      roles={["name", "phone_number"]}
      value="Asia/Omsk"
      onChange={vi.fn()}
    />,
  );
  return (await screen.findByRole("status")).textContent;
}

test("it is said how many numbers will be called by the default zone", async () => {
  expect(await shown({ lines: 500, numbers: 520, without_zone: 480 })).toBe(
    "480 numbers have no time zone of their own and will be called by this one · of 520 at the beginning of the file (lines: 500)",
  );
  expect((screen.getByRole("combobox") as HTMLInputElement).value).toBe("Asia/Omsk (UTC+6)");
});

test("it is said when every number tells its zone", async () => {
  expect(await shown({ lines: 3, numbers: 3, without_zone: 0 })).toContain("a clock of its own");
});
