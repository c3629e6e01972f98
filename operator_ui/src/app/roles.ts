/** What each role sees first, and what it can reach. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Role } from "../api/types";

export type PagePath = "/console" | "/clients" | "/floor" | "/campaigns" | "/why";

export const PAGE_NAME: Record<PagePath, MessageDescriptor> = {
  "/console": msg`Calls`,
  "/clients": msg`Clients`,
  "/floor": msg`Live`,
  "/campaigns": msg`Campaigns`,
  "/why": msg`Number check`,
};

/** In the order of the navigation; the first one is the role's home. */
export const PAGES: Record<Role, readonly [PagePath, ...PagePath[]]> = {
  operator: ["/console", "/clients"],
  sales: ["/clients"],
  supervisor: ["/floor", "/campaigns", "/clients", "/why"],
  admin: ["/floor", "/campaigns", "/clients", "/why"],
};

export function hasTelephone(role: Role): boolean {
  return role === "operator" || role === "sales";
}

export function mayChangeSettings(role: Role): boolean {
  return role === "supervisor" || role === "admin";
}
