import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Alert, Button, Loader, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconRefresh, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Campaign } from "../api/types";
import { errorText } from "../app/errorText";
import { lists } from "../lists/requests";
import { askedBy, BARS, CLOSINGS, type LeadsSearch, looksAtNextNumber, STATES } from "./asked";
import classes from "./LeadsTab.module.css";
import { LeadTable } from "./LeadTable";
import { leads } from "./requests";

const TYPING_PAUSE_MS = 300;
const WIDTH = { list: 220, show: 270 };

/** A campaign's leads or those of one list: searched by client or number, narrowed down by what is with them. */
export function LeadsTab({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useLingui();
  const { list, show, find } = useSearch({ from: "/campaigns/$campaignId/$tab" });
  const navigate = useNavigate({ from: "/campaigns/$campaignId/$tab" });
  const [typed, setTyped] = useState(find ?? "");
  const [searched] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const ask = (change: { [Part in keyof LeadsSearch]: LeadsSearch[Part] | undefined }) =>
    void navigate({
      replace: true,
      search: (before) => withoutUndefined({ ...before, ...change }),
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed goes into the address
  useEffect(() => {
    if (searched !== (find ?? "")) ask({ find: searched || undefined });
  }, [searched]);

  const asked = askedBy(withoutUndefined({ list, show, find }));
  const found = useInfiniteQuery({
    queryKey: ["leads", campaign.id, asked],
    queryFn: ({ pageParam }) => leads.page(campaign.id, asked, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const all = useQuery({ queryKey: ["lists", campaign.id], queryFn: () => lists.all(campaign.id) });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const total = found.data?.pages[0]?.total ?? 0;
  const group = (title: string, options: typeof BARS) => ({
    group: title,
    items: options.map(({ value, word }) => ({ value, label: i18n._(word) })),
  });

  return (
    <div className={classes.tab}>
      <div className={classes.filters}>
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t`Find a lead`}
          placeholder={t`Client or number`}
          leftSection={<IconSearch size={16} stroke={1.8} />}
          rightSection={found.isFetching && <Loader size={14} />}
          value={typed}
          maxLength={200}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
        <Select
          w={WIDTH.list}
          clearable
          searchable
          aria-label={t({ message: "List", context: "of lists" })}
          placeholder={t`All lists`}
          data={(all.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={list ?? null}
          onChange={(value) => ask({ list: value ?? undefined })}
        />
        <Select
          w={WIDTH.show}
          clearable
          searchable
          maxDropdownHeight={420}
          aria-label={t`Which leads`}
          placeholder={t`In any state`}
          data={[group(t`State`, STATES), group(t`Closed because`, CLOSINGS), group(t`Barred by`, BARS)]}
          value={show ?? null}
          onChange={(value) => ask({ show: value ?? undefined })}
        />
        <span className={classes.total} role="status">
          {found.isSuccess && (
            <Plural value={total} one="# lead" few="# leads" many="# leads" other="# leads" />
          )}
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t`Look again`}
          onClick={() => void found.refetch()}
        >
          <IconRefresh size={16} stroke={1.8} />
        </ActionIcon>
      </div>
      {looksAtNextNumber(asked) && (
        <p className={classes.nothing}>
          <Trans>
            The bar stands against the next number of each lead. A lead that has others may be dialled at one
            of them; its own answer to “why” tells of each.
          </Trans>
        </p>
      )}
      {found.isPending && <Loader type="dots" />}
      {found.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, found.error)}
        </Alert>
      )}
      {found.isSuccess && rows.length === 0 && (
        <p className={classes.nothing}>
          <Trans>No lead is like that. Take a filter away, or type less of the name or the number.</Trans>
        </p>
      )}
      {rows.length > 0 && <LeadTable rows={rows} />}
      {found.hasNextPage && (
        <Button
          className={classes.more}
          variant="default"
          size="xs"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          <Trans>
            Show more: {i18n.number(rows.length)} of {i18n.number(total)}
          </Trans>
        </Button>
      )}
    </div>
  );
}

type Given<Shape> = { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };

function withoutUndefined<Shape extends object>(shape: Shape): Given<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Given<Shape>;
}
