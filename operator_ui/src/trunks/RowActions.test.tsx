import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { renderAt } from "../test/render";
import { RowActions } from "./RowActions";

async function aRow(onEdit?: () => void) {
  const turn = vi.fn(() => Promise.resolve());
  const remove = vi.fn(() => Promise.resolve());
  const row = { name: "North", switchLabel: "North carries calls", isActive: true, queryKey: ["trunks"] };
  await renderAt(
    <table>
      <tbody>
        <tr>
          <RowActions {...row} turn={turn} remove={remove} {...(onEdit && { onEdit })} />
        </tr>
      </tbody>
    </table>,
  );
  return { turn, remove };
}

test("nothing goes without being asked about, and Escape keeps it", async () => {
  const { remove } = await aRow();
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Remove North" }));
  expect(await screen.findByText("Remove North?")).toBeTruthy();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("Remove North?")).toBeNull());
  expect(remove).not.toHaveBeenCalled();

  await user.click(screen.getByRole("button", { name: "Remove North" }));
  await user.click(await screen.findByRole("button", { name: "Yes, remove" }));
  expect(remove).toHaveBeenCalledOnce();
});

test("a row is turned off at once, and is changed only where that is meant", async () => {
  const { turn } = await aRow();
  await userEvent.click(screen.getByRole("switch", { name: "North carries calls" }));
  expect(turn).toHaveBeenCalledWith(false, expect.anything());
  expect(screen.queryByRole("button", { name: "Change North" })).toBeNull();
});
