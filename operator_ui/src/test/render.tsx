/** Renders a part of the page with everything around it that it asks for. */
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { type Mock, vi } from "vitest";
import type { Snapshot } from "../api/events";
import type { User } from "../api/types";
import { i18n } from "../app/i18n";
import { theme } from "../app/theme";
import { LiveStoreProvider } from "../live/LiveProvider";
import { LiveStore } from "../live/liveStore";
import { UserProvider } from "../session/UserProvider";
import { FakeSoftphone } from "../softphone/FakeSoftphone";
import { SoftphoneProvider } from "../softphone/SoftphoneProvider";
import { aUser } from "./records";

type Surroundings = { live?: Partial<Snapshot>; softphone?: FakeSoftphone; user?: User };

export async function renderAt(part: ReactNode, { live = {}, softphone, user = aUser() }: Surroundings = {}) {
  const store = new LiveStore();
  store.setPhase({ name: "open" });
  store.apply({
    type: "snapshot",
    server_at: new Date().toISOString(),
    console_id: "page-1",
    user,
    operator: null,
    call: null,
    preview: null,
    floor: null,
    ...live,
  });
  const telephone = softphone ?? new FakeSoftphone({ state: "online", isRegistered: true });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queryClient.setQueryData(["session"], user);

  const root = createRootRoute();
  const home = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: () => (
      <UserProvider>
        <div data-testid="here">{part}</div>
      </UserProvider>
    ),
  });
  const client = createRoute({ getParentRoute: () => root, path: "/clients/$clientId" });
  const consolePage = createRoute({ getParentRoute: () => root, path: "/console" });
  const router = createRouter({
    routeTree: root.addChildren([home, client, consolePage]),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider theme={theme} env="test">
        <QueryClientProvider client={queryClient}>
          <LiveStoreProvider store={store}>
            <SoftphoneProvider softphone={telephone}>
              <RouterProvider router={router as never} />
            </SoftphoneProvider>
          </LiveStoreProvider>
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>,
  );
  await screen.findByTestId("here");
  return { store, softphone: telephone };
}

type Reply = { status: number; body?: unknown } | "never";

/** A server that answers by "METHOD /path", or never, and `otherwise` to what is not listed. Returns what was asked. */
export function stubServer(
  replies: Record<string, Reply> = {},
  otherwise: Reply = { status: 204 },
): Mock<(asked: string, body: unknown) => void> {
  const asked = vi.fn<(asked: string, body: unknown) => void>();
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method: string; body?: string }) => {
    const name = `${method} ${url.replace("/api/v1", "")}`;
    asked(name, body === undefined ? undefined : JSON.parse(body));
    const reply = replies[name] ?? otherwise;
    if (reply === "never") return new Promise<Response>(() => {});
    return new Response(reply.body === undefined ? null : JSON.stringify(reply.body), {
      status: reply.status,
    });
  });
  return asked;
}
