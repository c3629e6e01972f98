import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { type LeadsSearch, readLeadsSearch } from "../leads/asked";
import { Home } from "./Home";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Shell, notFoundComponent: Home });

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  beforeLoad: () => {
    throw redirect({ to: "/" });
  },
});

const consolePage = createRoute({
  getParentRoute: () => root,
  path: "/console",
  component: lazyRouteComponent(() => import("../call/ConsolePage"), "ConsolePage"),
});

const clients = createRoute({
  getParentRoute: () => root,
  path: "/clients",
  component: lazyRouteComponent(() => import("../client/ClientsPage"), "ClientsPage"),
});

export const clientRoute = createRoute({
  getParentRoute: () => root,
  path: "/clients/$clientId",
  component: lazyRouteComponent(() => import("../client/ClientPage"), "ClientPage"),
});

const floor = createRoute({
  getParentRoute: () => root,
  path: "/floor",
  component: lazyRouteComponent(() => import("../floor/FloorPage"), "FloorPage"),
});

const campaigns = createRoute({
  getParentRoute: () => root,
  path: "/campaigns",
  component: lazyRouteComponent(() => import("../campaign/CampaignsPage"), "CampaignsPage"),
});

const campaign = createRoute({
  getParentRoute: () => root,
  path: "/campaigns/$campaignId/$tab",
  // The moment that the pacing is looked back at; which leads are shown.
  validateSearch: ({ at, ...asked }: Record<string, unknown>): { at?: string } & LeadsSearch => ({
    ...(typeof at === "string" && at && { at }),
    ...readLeadsSearch(asked),
  }),
  component: lazyRouteComponent(() => import("../campaign/CampaignPage"), "CampaignPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings/$part",
  component: lazyRouteComponent(() => import("../settings/SettingsPage"), "SettingsPage"),
});

const why = createRoute({
  getParentRoute: () => root,
  path: "/why",
  // The router reads what looks like a number as one.
  validateSearch: ({ number }: Record<string, unknown>) => ({ number: String(number ?? "") }),
  component: lazyRouteComponent(() => import("../law/WhyPage"), "WhyPage"),
});

const routeTree = root.addChildren([
  home,
  login,
  consolePage,
  clients,
  clientRoute,
  floor,
  campaigns,
  campaign,
  settings,
  why,
]);

export function createWorkplaceRouter() {
  return createRouter({ routeTree, defaultPreload: "intent", scrollRestoration: true });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createWorkplaceRouter>;
  }
}
