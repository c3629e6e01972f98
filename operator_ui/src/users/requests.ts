/** What the server is asked about users by an administrator, and by everybody about the own password. */
import { request } from "../api/client";
import type * as wire from "../api/generated/types.gen";
import type { Whole } from "../api/types";

export type UserAccount = Whole<wire.UserAccount>;
export type UserChange = wire.UserChange;
export type UserWanted = wire.UserWantedWritable;
export type UserMade = Whole<wire.UserMade>;
export type PasswordGiven = Whole<wire.PasswordGiven>;

export const users = {
  all: () => request<UserAccount[]>("GET", "/users"),
  add: (wanted: UserWanted) => request<UserMade>("POST", "/users", wanted),
  change: (id: string, change: UserChange) => request<UserAccount>("PATCH", `/users/${id}`, change),
  renewPassword: (id: string) => request<PasswordGiven>("POST", `/users/${id}/password`, {}),
  turn: (id: string, isActive: boolean) =>
    request<UserAccount>("POST", `/users/${id}/${isActive ? "on" : "off"}`),
};

export function changeOwnPassword(present: string, wanted: string): Promise<void> {
  return request<void>("PUT", "/session/password", { present_password: present, new_password: wanted });
}
