import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderAt, stubServer } from "../test/render";
import { CampaignStop } from "./CampaignStop";

const campaign = { id: "c1", name: "Spring", is_running: false, calls_up: 0, calls_unanswered: 0 };

test.each([
  ["dials", { is_running: true }, "hangs up what rings"],
  ["is paused and rings", { calls_up: 3, calls_unanswered: 2 }, "hangs up 2 calls that ring"],
])("a campaign that %s can be stopped, and what that does is said", async (_, now, meaning) => {
  const asked = stubServer({ "POST /campaigns/c1/stop": { status: 200, body: {} } });
  await renderAt(<CampaignStop campaign={{ ...campaign, ...now }} />);
  const user = userEvent.setup();
  const stop = screen.getByRole("button", { name: "Stop Spring" });
  await user.hover(stop);
  expect((await screen.findByRole("tooltip")).textContent).toContain(meaning);
  await user.click(stop);
  expect(asked).toHaveBeenCalledWith("POST /campaigns/c1/stop", undefined);
});

test("conversations are not cut off: while only they are left, stopping says so and does nothing", async () => {
  const asked = stubServer({});
  await renderAt(<CampaignStop campaign={{ ...campaign, calls_up: 1 }} />);
  const user = userEvent.setup();
  const stop = screen.getByRole("button", { name: "Stop Spring" });
  expect(stop.getAttribute("aria-disabled")).toBe("true");
  await user.hover(stop);
  expect((await screen.findByRole("tooltip")).textContent).toContain("Nothing rings any more");
  await user.click(stop);
  expect(asked).not.toHaveBeenCalled();
});

test("a campaign that rests without calls has nothing to stop", async () => {
  await renderAt(<CampaignStop campaign={campaign} />);
  expect(screen.queryByRole("button")).toBeNull();
});
