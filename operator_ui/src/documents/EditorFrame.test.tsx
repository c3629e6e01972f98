import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { campaigns } from "../../dev/demoRecords";
import { request } from "../api/client";
import type { Campaign } from "../api/types";
import { renderAt, stubServer } from "../test/render";
import { EditorFrame } from "./EditorFrame";
import { reasonsOf } from "./parts";
import { useDocument } from "./useDocument";

const campaign: Campaign = { ...(campaigns[0] as Campaign), edition: 3 };
const STORED = ["a"];

/** An editor that can only add a part, and shows why one was refused. */
function AnEditor() {
  const put = () => request<Campaign>("PUT", "/parts", {});
  const editing = useDocument(campaign, STORED, (part) => part, put);
  return (
    <EditorFrame name="Parts" editing={editing} preview={null}>
      <button type="button" onClick={() => editing.change([...editing.parts, "b"])}>
        Add
      </button>
      <p data-testid="parts">{editing.parts.join(" ")}</p>
      <p data-testid="reason">{reasonsOf(editing.refusal, "parts", "b").text}</p>
    </EditorFrame>
  );
}

async function anEditorThatIsRefused(status: number, code: string, errors: unknown[] = []) {
  stubServer({
    "PUT /parts": { status, body: { title: "", status, detail: "", code, parameters: {}, errors } },
  });
  await renderAt(<AnEditor />);
  fireEvent.click(screen.getByText("Add"));
  fireEvent.submit(screen.getByLabelText("Parts"));
}

const shown = (id: string) => screen.getByTestId(id).textContent;

test("what was refused stays, and is told why beside it", async () => {
  const errors = [{ field: "parts.1.text", code: "is_empty", parameters: {}, reason: "is empty" }];
  await anEditorThatIsRefused(422, "invalid_input", errors);
  await screen.findByText("Not saved: see the marked fields");
  expect([shown("parts"), shown("reason")]).toEqual(["a b", "is empty"]);
});

test("whoever was overtaken keeps what was written until it is dropped", async () => {
  await anEditorThatIsRefused(409, "document_changed");
  const drop = await screen.findByText("Drop my changes and load what is saved");
  expect(shown("parts")).toBe("a b");
  fireEvent.click(drop);
  expect(shown("parts")).toBe("a");
});
