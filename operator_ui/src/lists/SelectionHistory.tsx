import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { conditionText } from "../audit/conditionText";
import { useNames } from "../audit/useNames";
import { TakenBack } from "./ImportHistory";
import { JobRow } from "./JobRow";
import { JobTable } from "./JobTable";
import { KeptThings } from "./KeptThings";
import classes from "./ListsTab.module.css";
import { goesOn, type SelectionProgress, selections } from "./requests";
import { useListsAfterJobs } from "./useListsAfterJobs";
import { SELECTION_STATE } from "./words";

const LOOK_AGAIN_MS = 1_000;

/** Which leads were selected from the clients, with the ways to stop and to undo. */
export function SelectionHistory({ campaignId }: { campaignId: string }) {
  const { t } = useLingui();
  const all = useQuery({
    queryKey: ["selections", campaignId],
    queryFn: () => selections.all(campaignId),
    refetchInterval: ({ state }) => (state.data?.some(goesOn) ? LOOK_AGAIN_MS : false),
  });
  useListsAfterJobs(campaignId, all.data?.filter(goesOn).length ?? 0);
  if (!all.data?.length) return null;
  return (
    <JobTable title={<Trans>Selections</Trans>} subject={<Trans context="of lists">List</Trans>}>
      {all.data.map((one) => (
        <JobRow
          key={one.id}
          campaignId={campaignId}
          name={one.list_name}
          job={one}
          words={SELECTION_STATE}
          result={<SelectionResult one={one} />}
          stop={{
            run: () => selections.cancel(campaignId, one.id),
            label: t`Stop the selection for ${one.list_name}`,
          }}
          undo={
            one.done > one.undone
              ? {
                  run: () => selections.undo(campaignId, one.id),
                  label: t`Undo the selection for ${one.list_name}`,
                }
              : undefined
          }
        />
      ))}
    </JobTable>
  );
}

function SelectionResult({ one }: { one: SelectionProgress }) {
  const { i18n } = useLingui();
  const names = useNames();
  return (
    <>
      <Plural
        value={one.done}
        one="# client became a lead"
        few="# clients became leads"
        many="# clients became leads"
        other="# clients became leads"
      />
      <div className={classes.muted}>
        {conditionText(i18n, one.condition, (key) => (Object.hasOwn(names, key) && names[key]) || key)}
      </div>
      <TakenBack leads={one.undone} />
      <KeptThings kept={one.kept} />
    </>
  );
}
