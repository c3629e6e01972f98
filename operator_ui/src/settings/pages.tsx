/** The pages of the settings that hold for all campaigns, in their order: one line a page. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type ComponentType, lazy } from "react";

export type SettingsPart = {
  /** The last part of the page's address. */
  path: string;
  title: MessageDescriptor;
  Content: ComponentType;
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
    path: "changes",
    title: msg`Changes`,
    Content: lazy(() => import("../audit/ChangesPage").then(({ ChangesPage }) => ({ default: ChangesPage }))),
  },
];
