import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { aUser } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { OwnPasswordDialog } from "./OwnPasswordDialog";
import type { UserAccount } from "./requests";
import { StaffPage } from "./StaffPage";

function anAccount(part: Partial<UserAccount> = {}): UserAccount {
  return { ...aUser(), id: "u2", login: "boris", name: "Boris Orlov", ...NEVER, ...part };
}
const NEVER = { is_active: true, last_login_at: null };

async function thePage(replies = {}) {
  const accounts = [anAccount(), anAccount({ id: "boss", login: "boss", name: "Vera", role: "admin" })];
  const asked = stubServer({ "GET /users": { status: 200, body: accounts }, ...replies });
  await renderAt(<StaffPage />, { user: aUser({ id: "boss", role: "admin" }) });
  await screen.findByRole("table", { name: "Staff" });
  return asked;
}

function fill(field: HTMLElement, value: string): void {
  fireEvent.change(field, { target: { value } });
}

test("a new user's password is shown once, to be handed over", async () => {
  const made = { user: anAccount({ login: "vera" }), generated_password: "abcd-efgh-jkmn-pqrs" };
  const asked = await thePage({ "POST /users": { status: 201, body: made } });
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Add" }));
  const dialog = await screen.findByRole("dialog", { name: "New user" });
  fill(within(dialog).getByLabelText(/^Name/), "Vera Belova");
  fill(within(dialog).getByLabelText(/^Login/), "vera");
  await user.click(within(dialog).getByRole("button", { name: "Add" }));
  expect(await screen.findByDisplayValue("abcd-efgh-jkmn-pqrs")).toBeTruthy();
  expect(asked).toHaveBeenCalledWith("POST /users", {
    login: "vera",
    name: "Vera Belova",
    role: "operator",
    language: "ru",
  });
  await user.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(screen.queryByDisplayValue("abcd-efgh-jkmn-pqrs")).toBeNull());
});

test("why a login is refused stands beside it", async () => {
  const errors = [{ field: "login", code: "login_taken", parameters: {}, reason: "x" }];
  await thePage({ "POST /users": { status: 422, body: { code: "invalid_input", errors } } });
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Add" }));
  fill(await screen.findByLabelText(/^Name/), "Vera");
  fill(screen.getByLabelText(/^Login/), "boris");
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Add" }));
  expect(await screen.findByText("is another user's login already")).toBeTruthy();
});

test("nobody is switched off without being asked about, nor by themselves", async () => {
  const asked = await thePage();
  const user = userEvent.setup();
  await user.click(screen.getByRole("switch", { name: "Boris Orlov may log in" }));
  await screen.findByText(/Switch Boris Orlov off\?/);
  expect(asked).not.toHaveBeenCalledWith("POST /users/u2/off", undefined);
  await user.click(screen.getByRole("button", { name: "Yes, switch off" }));
  await waitFor(() => expect(asked).toHaveBeenCalledWith("POST /users/u2/off", undefined));
  expect(screen.queryByRole("switch", { name: "Vera may log in" })).toBeNull();
  expect(screen.getByText("yes, this is you")).toBeTruthy();
});

test("another password is made only once that is meant", async () => {
  const asked = await thePage({
    "POST /users/u2/password": { status: 200, body: { generated_password: "wxyz-2345-abcd-efgh" } },
  });
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "New password for Boris Orlov" }));
  await user.click(await screen.findByRole("button", { name: "Make a new password" }));
  expect(await screen.findByDisplayValue("wxyz-2345-abcd-efgh")).toBeTruthy();
  expect(asked).toHaveBeenCalledWith("POST /users/u2/password", {});
});

test("one's own password is sent only when it was typed twice alike and is long enough", async () => {
  const asked = stubServer();
  await renderAt(<OwnPasswordDialog onClose={() => {}} />);
  const user = userEvent.setup();
  const change = screen.getByRole<HTMLButtonElement>("button", { name: "Change" });
  fill(screen.getByLabelText("Present password"), "old secret");
  fill(screen.getByLabelText("New password"), "correct horse");
  fill(screen.getByLabelText("New password once more"), "correct");
  expect(screen.getByText("The two differ")).toBeTruthy();
  expect(change.disabled).toBe(true);
  fill(screen.getByLabelText("New password once more"), "correct horse");
  await user.click(change);
  await waitFor(() =>
    expect(asked).toHaveBeenCalledWith("PUT /session/password", {
      present_password: "old secret",
      new_password: "correct horse",
    }),
  );
});
