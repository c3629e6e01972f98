import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { RemoveButton } from "../app/RemoveButton";
import { useReport } from "../app/useReport";
import classes from "./Trunks.module.css";

type RowActionsProps = {
  /** What the row is of, as its reader calls it. */
  name: string;
  /** What the switch says. */
  switchLabel: string;
  isActive: boolean;
  /** Which answers of the server each of these makes old. */
  queryKey: QueryKey;
  turn: (isActive: boolean) => Promise<unknown>;
  remove: () => Promise<unknown>;
  /** None: a row that is entered anew instead of being changed. */
  onEdit?: () => void;
};

/** The last cells of a row: whether it is in use, and what else can be done with it. */
export function RowActions({ name, switchLabel, isActive, queryKey, turn, remove, onEdit }: RowActionsProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey });
  const onError = useReport();
  const turning = useMutation({ mutationFn: turn, onSuccess, onError });
  const removing = useMutation({ mutationFn: remove, onSuccess, onError });
  return (
    <>
      <td>
        <Switch
          aria-label={switchLabel}
          checked={turning.isPending ? turning.variables : isActive}
          onChange={({ currentTarget: { checked } }) => turning.mutate(checked)}
        />
      </td>
      <td>
        <div className={classes.buttons}>
          {onEdit && (
            <Button
              size="xs"
              variant="default"
              aria-label={t`Change ${name}`}
              leftSection={<IconPencil size={14} />}
              onClick={onEdit}
            >
              <Trans>Change</Trans>
            </Button>
          )}
          <RemoveButton name={name} isRemoving={removing.isPending} onRemove={() => removing.mutate()} />
        </div>
      </td>
    </>
  );
}
