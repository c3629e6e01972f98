/** The pages of the settings that hold for all campaigns, in their order: one line a page. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type ComponentType, lazy } from "react";
import type { Role } from "../api/types";

export type SettingsPart = {
  /** The last part of the page's address. */
  path: string;
  title: MessageDescriptor;
  Content: ComponentType;
  /** Whoever has another role does not see it; not given: it is for everybody who may change settings. */
  onlyFor?: Role;
};

export const SETTINGS: readonly SettingsPart[] = [
  {
    path: "policies",
    title: msg`Dialling policies`,
    Content: lazy(() =>
      import("../law/PoliciesPage").then(({ PoliciesPage }) => ({ default: PoliciesPage })),
    ),
  },
  {
    path: "dnc",
    title: msg`Do-not-call list`,
    Content: lazy(() => import("../dnc/DncSettings").then(({ DncSettings }) => ({ default: DncSettings }))),
  },
  {
    path: "trunks",
    title: msg`Trunks`,
    Content: lazy(() => import("../trunks/TrunksPage").then(({ TrunksPage }) => ({ default: TrunksPage }))),
  },
  {
    path: "staff",
    title: msg`Staff`,
    onlyFor: "admin",
    Content: lazy(() => import("../users/StaffPage").then(({ StaffPage }) => ({ default: StaffPage }))),
  },
  {
    path: "changes",
    title: msg`Changes`,
    Content: lazy(() => import("../audit/ChangesPage").then(({ ChangesPage }) => ({ default: ChangesPage }))),
  },
];

export function settingsFor(role: Role): readonly SettingsPart[] {
  return SETTINGS.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === role);
}
