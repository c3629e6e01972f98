import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, Center, Loader } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useCallback } from "react";
import { api } from "../api/client";
import type { LiveEvent } from "../api/events";
import type { ContactRow } from "../api/types";
import { errorText } from "../app/errorText";
import { ContactTimeline } from "../contact/ContactTimeline";
import { RecordingPlayer } from "../contact/RecordingPlayer";
import { useLiveEvents } from "../live/LiveProvider";
import classes from "./ClientPage.module.css";
import { ClientSummary } from "./ClientSummary";
import { ZoneCorrection } from "./ZoneCorrection";

/** One client: the card, and everything that has ever passed between us. */
export function ClientPage() {
  const { i18n } = useLingui();
  const { clientId } = useParams({ from: "/clients/$clientId" });
  const client = useQuery({ queryKey: ["client", clientId], queryFn: () => api.client(clientId) });
  useReloadWhenContacted(clientId);

  return (
    <div className={classes.page}>
      <div className={classes.card}>
        <Anchor component={Link} to="/clients" size="sm" className={classes.back}>
          <IconArrowLeft size={15} aria-hidden="true" />
          <Trans>All clients</Trans>
        </Anchor>
        {client.isPending && (
          <Center h={200}>
            <Loader type="dots" />
          </Center>
        )}
        {client.isError && (
          <Alert color="red" role="alert">
            {errorText(i18n, client.error)}
          </Alert>
        )}
        {client.data && (
          <ClientSummary client={client.data} besideTime={<ZoneCorrection client={client.data} />} />
        )}
      </div>
      <History clientId={clientId} />
    </div>
  );
}

function History({ clientId }: { clientId: string }) {
  const { t, i18n } = useLingui();
  const contacts = useInfiniteQuery({
    queryKey: ["contacts", clientId],
    queryFn: ({ pageParam }) => api.contacts(clientId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = contacts.data?.pages.flatMap((page) => page.items) ?? [];
  const known = rows.length;
  return (
    <section className={classes.history} aria-label={t`History`}>
      <header className={classes.head}>
        <h2>
          <Trans>History</Trans>
        </h2>
        {contacts.isSuccess && !contacts.hasNextPage && (
          <span>
            <Plural value={known} one="# contact" few="# contacts" many="# contacts" other="# contacts" />
          </span>
        )}
      </header>
      {contacts.isPending && <Loader type="dots" />}
      {contacts.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, contacts.error)}
        </Alert>
      )}
      {contacts.isSuccess && <ContactTimeline contacts={rows} below={recording} />}
      {contacts.hasNextPage && (
        <Button
          variant="default"
          loading={contacts.isFetchingNextPage}
          onClick={() => void contacts.fetchNextPage()}
        >
          <Trans>Earlier contacts</Trans>
        </Button>
      )}
    </section>
  );
}

function recording({ recording_url, talk_seconds }: ContactRow) {
  return recording_url && <RecordingPlayer url={recording_url} seconds={talk_seconds ?? 0} />;
}

function useReloadWhenContacted(clientId: string): void {
  const queryClient = useQueryClient();
  useLiveEvents(
    useCallback(
      (event: LiveEvent) => {
        if (event.type !== "contact_changed" || event.client_id !== clientId) return;
        void queryClient.invalidateQueries({ queryKey: ["contacts", clientId] });
        void queryClient.invalidateQueries({ queryKey: ["client", clientId] });
      },
      [clientId, queryClient],
    ),
  );
}
