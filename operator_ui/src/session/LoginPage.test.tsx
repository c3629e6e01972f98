import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { aUser } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { LoginPage } from "./LoginPage";

afterEach(() => vi.unstubAllGlobals());

async function tryToLogIn() {
  await userEvent.type(screen.getByLabelText("Login"), " anna ");
  await userEvent.type(screen.getByLabelText("Password"), "secret{Enter}");
}

test("somebody with the right password is let in", async () => {
  const asked = stubServer({ "POST /session": { status: 200, body: aUser() } });
  const onLoggedIn = vi.fn();
  await renderAt(<LoginPage onLoggedIn={onLoggedIn} />);
  await tryToLogIn();
  expect(asked).toHaveBeenCalledWith("POST /session", { login: "anna", password: "secret" });
  await waitFor(() => expect(onLoggedIn.mock.lastCall?.[0]).toEqual(aUser()));
});

test("a wrong password is said to be wrong", async () => {
  stubServer({ "POST /session": { status: 401, body: { code: "wrong_credentials", detail: "no" } } });
  await renderAt(<LoginPage onLoggedIn={() => {}} />);
  await tryToLogIn();
  expect((await screen.findByRole("alert")).textContent).toBe("Wrong login or password.");
});

test("a server that is away is not blamed on the password", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed to fetch")));
  await renderAt(<LoginPage onLoggedIn={() => {}} />);
  await tryToLogIn();
  expect((await screen.findByRole("alert")).textContent).toBe(
    "The server cannot be reached. Check the network.",
  );
});
