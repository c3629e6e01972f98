import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { campaigns } from "../../dev/demoRecords";
import type { Campaign } from "../api/types";
import { aChoice, aQuestion, aUser, both } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { DocumentsTab } from "./DocumentsTab";

const user = aUser({ role: "supervisor" });
const campaign: Campaign = {
  ...(campaigns[0] as Campaign),
  edition: 3,
  script: { blocks: [{ kind: "say", text: both("Good day") }] },
  questionnaire: { questions: [aQuestion()] },
  dispositions: [aChoice()],
};
const PUT = (name: string) => `PUT /campaigns/${campaign.id}/${name}`;

function problem(status: number, code: string, errors: unknown[] = []) {
  return { status, body: { title: "", status, detail: "", code, parameters: {}, errors } };
}

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

test("a line is written, filled in for the operator, and saved over the edition that was seen", async () => {
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
});

test("a refused question is marked where it stands by then, and what was written stays", async () => {
  const errors = [{ field: "questions.1.text", code: "is_empty", parameters: {}, reason: "is empty" }];
  stubServer({ [PUT("questionnaire")]: problem(422, "invalid_input", errors) });
  await renderAt(<DocumentsTab campaign={campaign} />, { user });
  fireEvent.click(screen.getByText("Questions"));
  fireEvent.click(screen.getByText("Add a question"));
  save();
  await screen.findByText("Not saved: see the marked fields");
  press("Move up: question 2");
  expect(field("Wording of the question 1, in English").getAttribute("aria-invalid")).toBe("true");
});

test("whoever was overtaken keeps what was written until it is dropped", async () => {
  stubServer({ [PUT("dispositions")]: problem(409, "document_changed") });
  await renderAt(<DocumentsTab campaign={campaign} />, { user });
  fireEvent.click(screen.getByText("Dispositions"));
  const before = field("disposition 1, in English").value;
  type("disposition 1, in English", "Bought");
  save();
  fireEvent.click(await screen.findByText("Drop my changes and load what is saved"));
  expect(field("disposition 1, in English").value).toBe(before);
});
