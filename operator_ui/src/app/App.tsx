import { I18nProvider, useLingui } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { DatesProvider } from "@mantine/dates";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ProblemError } from "../api/client";
import { SessionGate } from "../session/SessionGate";
import { i18n } from "./i18n";
import { theme } from "./theme";

export function App() {
  const [queryClient] = useState(newQueryClient);
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <Notifications position="bottom-left" limit={3} />
          <LocalDates>
            <SessionGate />
          </LocalDates>
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  );
}

/** Calendars in the language of the page, with weeks that begin on Monday in both. */
function LocalDates({ children }: { children: ReactNode }) {
  const { i18n } = useLingui();
  return <DatesProvider settings={{ locale: i18n.locale, firstDayOfWeek: 1 }}>{children}</DatesProvider>;
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // The server's no is final; a lost network is worth another try.
        retry: (failures, error) => !(error instanceof ProblemError) && failures < 3,
      },
    },
  });
}
