import { Trans } from "@lingui/react/macro";
import { Button, FileButton } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../api/client";
import type { Campaign, DncImport } from "../api/types";
import { useReport } from "../app/useReport";
import { DncImportReport } from "./DncImportReport";
import classes from "./DncRegister.module.css";

const LOOK_AGAIN_MS = 700;

/** Numbers from a file; they are entered by a worker, whether this page stays or not. */
export function DncImportPanel({ campaign }: { campaign: Campaign | null }) {
  const campaignId = campaign?.id ?? null;
  const queryClient = useQueryClient();
  const latest = useQuery({
    queryKey: ["dncImports", campaignId],
    queryFn: () => api.dncImports(campaignId),
    refetchInterval: ({ state }) => (state.data?.some(goesOn) ? LOOK_AGAIN_MS : false),
  });
  const lookAgain = () => queryClient.invalidateQueries({ queryKey: ["dncImports"] });
  const onError = useReport();
  const upload = useMutation({
    mutationFn: (file: File) => api.importRefusedNumbers(campaignId, file),
    onSuccess: lookAgain,
    onError,
  });
  const cancel = useMutation({
    mutationFn: (id: string) => api.cancelDncImport(id),
    onSuccess: lookAgain,
    onError,
  });
  const added = latest.data?.reduce((sum, one) => sum + one.added, 0);
  useEffect(() => {
    if (added) void queryClient.invalidateQueries({ queryKey: ["dnc"] });
  }, [added, queryClient]);
  const shown = latest.data?.find((one) => goesOn(one) || one.id === upload.data?.id) ?? latest.data?.[0];
  return (
    <>
      <div className={classes.row}>
        <FileButton accept=".csv,.txt,.xlsx" onChange={(file) => file && upload.mutate(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={upload.isPending}
              leftSection={<IconUpload size={16} stroke={1.8} />}
            >
              <Trans>Import a file</Trans>
            </Button>
          )}
        </FileButton>
        <span className={classes.total}>
          <Trans>CSV, Excel or text: a number on each line, or a column “phone”</Trans>
        </span>
      </div>
      {shown && (
        <DncImportReport
          one={shown}
          onCancel={goesOn(shown) ? () => cancel.mutate(shown.id) : null}
          isCancelling={cancel.isPending}
        />
      )}
    </>
  );
}

function goesOn({ state }: DncImport): boolean {
  return state === "waiting" || state === "running";
}
