import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "../api/client";
import { errorText } from "../app/errorText";
import { KeyHint } from "../keyboard/KeyHint";
import { useShortcut } from "../keyboard/useShortcut";
import { ClientList } from "./ClientList";
import classes from "./ClientsPage.module.css";

const TYPING_PAUSE_MS = 250;

/** Finding a client among thousands. */
export function ClientsPage() {
  const { t, i18n } = useLingui();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  useShortcut("KeyF", () => field.current?.focus());

  const clients = useInfiniteQuery({
    queryKey: ["clients", search],
    queryFn: ({ pageParam }) => api.clients(search, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = clients.data?.pages.flatMap((page) => page.items) ?? [];
  const total = clients.data?.pages[0]?.total ?? 0;

  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>
          <Trans>Clients</Trans>
        </h1>
        <TextInput
          ref={field}
          className={classes.search}
          type="search"
          aria-label={t`Find a client`}
          placeholder={t`Name, person, region or number`}
          leftSection={<IconSearch size={16} stroke={1.8} />}
          rightSection={clients.isFetching ? <Loader size={14} /> : <KeyHint code="KeyF" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <span className={classes.total} role="status">
          {clients.isSuccess && (
            <Plural value={total} one="# client" few="# clients" many="# clients" other="# clients" />
          )}
        </span>
      </header>
      {clients.isError ? (
        <Alert color="red" role="alert" m={20}>
          {errorText(i18n, clients.error)}
          <Button variant="default" size="xs" ml="md" onClick={() => void clients.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </Alert>
      ) : (
        <ClientList
          rows={rows}
          isLoading={clients.isPending}
          hasMore={clients.hasNextPage}
          onMore={() => !clients.isFetchingNextPage && void clients.fetchNextPage()}
        />
      )}
    </div>
  );
}
