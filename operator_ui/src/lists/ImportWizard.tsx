import { useLingui } from "@lingui/react/macro";
import { Modal, Stepper } from "@mantine/core";
import { useState } from "react";
import { ColumnsStep } from "./ColumnsStep";
import { FileStep } from "./FileStep";
import { ProgressStep } from "./ProgressStep";
import type { ImportUploaded, LeadList } from "./requests";

type ImportWizardProps = { campaignId: string; lists: LeadList[]; onClose: () => void };

/** A file becomes a list in three steps: choose it, say what its columns mean, watch it come in. */
export function ImportWizard({ campaignId, lists, onClose }: ImportWizardProps) {
  const { t } = useLingui();
  const [uploaded, setUploaded] = useState<ImportUploaded | null>(null);
  const [hasBegun, setBegun] = useState(false);
  const step = hasBegun ? 2 : uploaded ? 1 : 0;
  return (
    <Modal opened onClose={onClose} size="xl" title={t`Import a list`} closeOnClickOutside={false}>
      <Stepper active={step} size="xs" allowNextStepsSelect={false} mb="md">
        <Stepper.Step label={t`File`} />
        <Stepper.Step label={t`Columns`} />
        <Stepper.Step label={t`Import`} />
      </Stepper>
      {!uploaded && <FileStep campaignId={campaignId} onUploaded={setUploaded} />}
      {uploaded && !hasBegun && (
        <ColumnsStep
          campaignId={campaignId}
          lists={lists}
          uploaded={uploaded}
          onLookedAgain={setUploaded}
          onBegun={() => setBegun(true)}
        />
      )}
      {uploaded && hasBegun && (
        <ProgressStep campaignId={campaignId} importId={uploaded.id} onClose={onClose} />
      )}
    </Modal>
  );
}
