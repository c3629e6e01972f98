/** The tabs of a campaign's page, in their order: one line a tab. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type ComponentType, lazy } from "react";
import type { Campaign } from "../api/types";

export type CampaignTab = {
  /** The last part of the page's address. */
  path: string;
  title: MessageDescriptor;
  Content: ComponentType<{ campaign: Campaign }>;
  /** Whether it is made of panels itself; else it is one. */
  hasPanels?: true;
};

export const CAMPAIGN_TABS: readonly [CampaignTab, ...CampaignTab[]] = [
  {
    path: "live",
    title: msg`Now`,
    Content: lazy(() => import("../pacing/LiveTab").then(({ LiveTab }) => ({ default: LiveTab }))),
    hasPanels: true,
  },
  {
    path: "overview",
    title: msg`Overview`,
    Content: lazy(() => import("./OverviewTab").then(({ OverviewTab }) => ({ default: OverviewTab }))),
    hasPanels: true,
  },
  {
    path: "documents",
    title: msg`Script and questions`,
    Content: lazy(() =>
      import("../documents/DocumentsTab").then(({ DocumentsTab }) => ({ default: DocumentsTab })),
    ),
    hasPanels: true,
  },
  {
    path: "lists",
    title: msg`Lists`,
    Content: lazy(() => import("../lists/ListsTab").then(({ ListsTab }) => ({ default: ListsTab }))),
  },
  {
    path: "leads",
    title: msg`Leads`,
    Content: lazy(() => import("../leads/LeadsTab").then(({ LeadsTab }) => ({ default: LeadsTab }))),
  },
  {
    path: "rules",
    title: msg`Rules`,
    Content: lazy(() => import("../law/RulesTab").then(({ RulesTab }) => ({ default: RulesTab }))),
  },
  {
    path: "settings",
    title: msg`Settings`,
    Content: lazy(() => import("./SettingsTab").then(({ SettingsTab }) => ({ default: SettingsTab }))),
  },
  {
    path: "numbers",
    title: msg`Do-not-call list`,
    Content: lazy(() => import("../dnc/DncTab").then(({ DncTab }) => ({ default: DncTab }))),
  },
  {
    path: "lines",
    title: msg`Lines`,
    Content: lazy(() => import("../trunks/LinesTab").then(({ LinesTab }) => ({ default: LinesTab }))),
    hasPanels: true,
  },
  {
    path: "changes",
    title: msg`Changes`,
    Content: lazy(() => import("../audit/ChangesTab").then(({ ChangesTab }) => ({ default: ChangesTab }))),
  },
];
