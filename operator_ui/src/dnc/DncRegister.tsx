import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { Campaign, DncEntry } from "../api/types";
import { errorText, fieldReasons } from "../app/errorText";
import { DncImportPanel } from "./DncImportPanel";
import classes from "./DncRegister.module.css";
import { DncTable } from "./DncTable";
import { RefuseNumberForm } from "./RefuseNumberForm";
import { RemoveDialog } from "./RemoveDialog";

const TYPING_PAUSE_MS = 300;

/** Refused numbers: all of them, or a campaign's own. A number that is looked for is found on every list. */
export function DncRegister({ campaign }: { campaign: Campaign | null }) {
  const { t, i18n } = useLingui();
  const [typed, setTyped] = useState("");
  const [number] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const [removed, setRemoved] = useState<DncEntry | null>(null);
  const campaignId = number ? null : (campaign?.id ?? null);
  const entries = useInfiniteQuery({
    queryKey: ["dnc", campaignId, number],
    queryFn: ({ pageParam }) => api.refusedNumbers(campaignId, number, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const total = entries.data?.pages[0]?.total ?? 0;
  const unreadable = fieldReasons(i18n, entries.error).number;
  // The rows kept from the last search say something; that it found none says nothing of this number.
  const isUnknownYet = entries.isPlaceholderData && rows.length === 0;

  return (
    <div className={classes.register}>
      <p className={classes.hint}>
        {campaign ? (
          <Trans>
            This campaign calls neither these numbers nor those that are refused for all campaigns.
          </Trans>
        ) : (
          <Trans>
            No campaign calls these numbers, nor does anybody by hand; a number of a single campaign is kept
            from that one only.
          </Trans>
        )}
      </p>
      <RefuseNumberForm campaign={campaign} />
      <DncImportPanel campaign={campaign} />
      <div className={classes.row}>
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t`Look up a number`}
          placeholder={t`Look up a number, in any notation`}
          leftSection={<IconSearch size={16} stroke={1.8} />}
          rightSection={entries.isFetching ? <Loader size={14} /> : null}
          value={typed}
          error={unreadable}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <span className={classes.total} role="status">
          {entries.isSuccess && !isUnknownYet && (
            <Plural value={total} one="# number" few="# numbers" many="# numbers" other="# numbers" />
          )}
        </span>
      </div>
      {entries.isError && !unreadable && (
        <Alert color="red" role="alert">
          {errorText(i18n, entries.error)}
        </Alert>
      )}
      {entries.isSuccess && !isUnknownYet && (
        <DncTable entries={rows} isSearch={number !== ""} onRemove={setRemoved} />
      )}
      {entries.hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={entries.isFetchingNextPage}
          onClick={() => void entries.fetchNextPage()}
        >
          <Trans>Show more</Trans>
        </Button>
      )}
      <RemoveDialog entry={removed} onClose={() => setRemoved(null)} />
    </div>
  );
}
