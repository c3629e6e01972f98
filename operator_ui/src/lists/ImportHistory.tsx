import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { JobRow } from "./JobRow";
import { JobTable } from "./JobTable";
import { KeptThings } from "./KeptThings";
import classes from "./ListsTab.module.css";
import { goesOn, type ImportProgress, imports, rejectedUrl } from "./requests";
import { useListsAfterJobs } from "./useListsAfterJobs";
import { JOB_STATE } from "./words";

const LOOK_AGAIN_MS = 1_000;

/** What was imported into the campaign, with the ways to stop and to undo. */
export function ImportHistory({ campaignId }: { campaignId: string }) {
  const { t } = useLingui();
  const all = useQuery({
    queryKey: ["imports", campaignId],
    queryFn: () => imports.all(campaignId),
    refetchInterval: ({ state }) => (state.data?.some(goesOn) ? LOOK_AGAIN_MS : false),
  });
  useListsAfterJobs(campaignId, all.data?.filter(goesOn).length ?? 0);
  if (!all.data?.length) return null;
  return (
    <JobTable title={<Trans>Imports</Trans>} subject={<Trans>File</Trans>}>
      {all.data.map((one) => (
        <JobRow
          key={one.id}
          campaignId={campaignId}
          name={one.file_name}
          job={{ ...one, done: one.lines_done, total: one.lines_total }}
          words={JOB_STATE}
          result={<ImportResult campaignId={campaignId} one={one} />}
          stop={{
            run: () => imports.cancel(campaignId, one.id),
            label: t`Stop the import of ${one.file_name}`,
          }}
          undo={
            hasToTakeBack(one)
              ? {
                  run: () => imports.undo(campaignId, one.id),
                  label: t`Undo the import of ${one.file_name}`,
                }
              : undefined
          }
        />
      ))}
    </JobTable>
  );
}

function hasToTakeBack({
  imported,
  moved,
  numbers_added,
  undone,
  put_back,
  numbers_removed,
}: ImportProgress): boolean {
  return imported > undone || moved > put_back || numbers_added > numbers_removed;
}

/** What an import has come to so far. */
export function ImportResult({ campaignId, one }: { campaignId: string; one: ImportProgress }) {
  return (
    <>
      <div className={classes.legend}>
        <Plural
          value={one.imported}
          one="# lead imported"
          few="# leads imported"
          many="# leads imported"
          other="# leads imported"
        />
        {one.moved > 0 && (
          <Plural value={one.moved} one="# moved" few="# moved" many="# moved" other="# moved" />
        )}
        {one.numbers_added > 0 && (
          <Plural
            value={one.numbers_added}
            one="# number added to a known client"
            few="# numbers added to known clients"
            many="# numbers added to known clients"
            other="# numbers added to known clients"
          />
        )}
        {one.numbers_without_zone > 0 && (
          <span>
            <Plural
              value={one.numbers_without_zone}
              one="# number without a time zone of its own"
              few="# numbers without a time zone of their own"
              many="# numbers without a time zone of their own"
              other="# numbers without a time zone of their own"
            />
            : <Trans>called by {one.default_zone}</Trans>
          </span>
        )}
        {one.rejected > 0 && (
          <Anchor size="sm" href={rejectedUrl(campaignId, one.id)} download>
            <Plural
              value={one.rejected}
              one="# line refused"
              few="# lines refused"
              many="# lines refused"
              other="# lines refused"
            />
          </Anchor>
        )}
      </div>
      <TakenBack leads={one.undone} putBack={one.put_back} numbers={one.numbers_removed} />
      <KeptThings kept={one.kept} />
    </>
  );
}

type TakenBackProps = { leads: number; putBack?: number; numbers?: number };

/** What an undoing has come to so far. */
export function TakenBack({ leads, putBack = 0, numbers = 0 }: TakenBackProps) {
  if (leads + putBack + numbers === 0) return null;
  return (
    <div className={classes.legend}>
      {leads > 0 && (
        <Plural
          value={leads}
          one="# taken back"
          few="# taken back"
          many="# taken back"
          other="# taken back"
        />
      )}
      {putBack > 0 && (
        <Plural
          value={putBack}
          one="# put back on its list"
          few="# put back on their lists"
          many="# put back on their lists"
          other="# put back on their lists"
        />
      )}
      {numbers > 0 && (
        <Plural
          value={numbers}
          one="# number removed"
          few="# numbers removed"
          many="# numbers removed"
          other="# numbers removed"
        />
      )}
    </div>
  );
}
