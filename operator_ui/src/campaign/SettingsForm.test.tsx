import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { campaigns } from "../../dev/demoRecords";
import type { Campaign } from "../api/types";
import { renderAt, stubServer } from "../test/render";
import { SettingsForm } from "./SettingsForm";

const campaign: Campaign = { ...(campaigns[0] as Campaign), ring_seconds: 25, caller_id: "+74951234567" };
const PATCH = `PATCH /campaigns/${campaign.id}`;

test("only what was changed is sent", async () => {
  const asked = stubServer({ [PATCH]: { status: 200, body: campaign } });
  await renderAt(<SettingsForm campaign={campaign} />);
  const user = userEvent.setup();
  const save = screen.getByRole("button", { name: "Save" }) as HTMLButtonElement;
  expect(save.disabled).toBe(true);

  const ring = screen.getByRole("textbox", { name: "Ring time" });
  await user.clear(ring);
  await user.type(ring, "40");
  await user.clear(screen.getByRole("textbox", { name: "Caller ID" }));
  await user.type(screen.getByRole("textbox", { name: "Name" }), "x{Backspace}");
  await user.click(screen.getByRole("radio", { name: "This campaign only" }));
  await user.click(save);

  expect(asked).toHaveBeenCalledWith(PATCH, { ring_seconds: 40, caller_id: "", dnc_scope: "campaign" });
  await screen.findByText("Saved");
});

test("what belongs to previews is set only where leads are previewed", async () => {
  const asked = stubServer({ [PATCH]: { status: 200, body: campaign } });
  await renderAt(<SettingsForm campaign={{ ...campaign, mode: "preview" }} />);
  const user = userEvent.setup();
  const time = screen.getByRole("textbox", { name: "Time to decide on a lead" });
  await user.clear(time);
  await user.type(time, "45");
  await user.click(screen.getByRole("combobox", { name: "When the time is over" }));
  await user.click(await screen.findByRole("option", { name: "Skip the lead" }));
  await user.click(screen.getByRole("button", { name: "Save" }));

  expect(asked).toHaveBeenCalledWith(PATCH, { preview_seconds: 45, preview_timeout: "skip" });
});

test("nobody is asked how long to look at leads that are dialled at once", async () => {
  await renderAt(<SettingsForm campaign={campaign} />);
  expect(screen.queryByRole("textbox", { name: "Time to decide on a lead" })).toBeNull();
});

test("a refused value is told beside its field, and what was typed stays", async () => {
  const errors = [{ field: "ring_seconds", code: "too_low", parameters: { min: 5 }, reason: "is below 5" }];
  const problem = { title: "", status: 422, detail: "", code: "invalid_input", parameters: {}, errors };
  stubServer({ [PATCH]: { status: 422, body: problem } });
  await renderAt(<SettingsForm campaign={campaign} />);
  const user = userEvent.setup();
  const ring = screen.getByRole("textbox", { name: "Ring time" });
  await user.clear(ring);
  await user.type(ring, "4");
  await user.click(screen.getByRole("button", { name: "Save" }));

  await waitFor(() => expect(ring.getAttribute("aria-invalid")).toBe("true"));
  expect((ring as HTMLInputElement).value).toBe("4 s");
  await user.click(screen.getByRole("button", { name: "Discard changes" }));
  expect((ring as HTMLInputElement).value).toBe("25 s");
});
