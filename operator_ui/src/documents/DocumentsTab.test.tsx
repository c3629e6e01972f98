import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { campaigns } from "../../dev/demoRecords";
import type { Campaign } from "../api/types";
import { aUser, both } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { DocumentsTab } from "./DocumentsTab";

// The whole tab with all its fields: on a machine that has much else to do it takes its time.
const LIMIT_MS = 30_000;
const user = aUser({ role: "supervisor" });
const campaign: Campaign = {
  ...(campaigns[0] as Campaign),
  edition: 3,
  script: { blocks: [{ kind: "say", text: both("Good day") }] },
};
const PUT = (name: string) => `PUT /campaigns/${campaign.id}/${name}`;

function press(name: string) {
  fireEvent.click(screen.getByLabelText(name));
}

function save() {
  const form = screen.getByText("Save").closest("form");
  if (form) fireEvent.submit(form);
}

function field(name: string) {
  return screen.getByLabelText(name) as HTMLTextAreaElement;
}

function type(name: string, value: string) {
  fireEvent.change(field(name), { target: { value } });
}

test(
  "a line is written, filled in for the operator, and saved over the edition that was seen",
  async () => {
    const asked = stubServer({ [PUT("script")]: { status: 200, body: campaign } });
    await renderAt(<DocumentsTab campaign={campaign} />, { user });
    fireEvent.click(screen.getByText("To be said", { selector: "button *" }));
    type("block 2, in English", "Hello ");
    press("Put into the block 2: Operator's name");
    expect(
      within(screen.getByLabelText("What the operator sees")).getByText(`Hello ${user.name}`),
    ).toBeTruthy();
    press("Move up: block 2");
    save();

    await waitFor(() =>
      expect(asked).toHaveBeenCalledWith(PUT("script"), {
        edition: 3,
        blocks: [
          { kind: "say", text: { ru: "", en: "Hello {operator_name}" } },
          { kind: "say", text: both("Good day") },
        ],
      }),
    );
  },
  LIMIT_MS,
);
