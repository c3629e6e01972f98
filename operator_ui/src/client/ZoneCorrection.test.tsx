import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { aClient } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { ZoneCorrection } from "./ZoneCorrection";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function corrected(status: number, body: unknown) {
  // All of the world's are too many for a page without a browser.
  vi.spyOn(Intl, "supportedValuesOf").mockReturnValue(["Asia/Vladivostok", "Europe/London"]);
  const asked = stubServer({ "PATCH /clients/client-1": { status, body } });
  await renderAt(<ZoneCorrection client={aClient({ time_zone: "Europe/London" })} />);
  await userEvent.click(screen.getByRole("button", { name: "Correct the time zone" }));
  const field = await screen.findByRole("combobox", { name: "Time zone" });
  fireEvent.change(field, { target: { value: "Asia/Vladi" } });
  fireEvent.click(await screen.findByRole("option", { name: "Asia/Vladivostok (UTC+10)" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  return asked;
}

test("a corrected zone is sent, and the field goes away", async () => {
  const asked = await corrected(200, aClient({ time_zone: "Asia/Vladivostok" }));

  expect(asked).toHaveBeenCalledWith("PATCH /clients/client-1", { time_zone: "Asia/Vladivostok" });
  await vi.waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
});

test("a refusal is told beside the field", async () => {
  const fault = { field: "time_zone", code: "unknown_zone", parameters: {}, reason: "" };
  await corrected(422, { code: "invalid_input", parameters: {}, detail: "", errors: [fault] });

  expect((await screen.findByRole("alert")).textContent).toContain("is not a known time zone");
});
