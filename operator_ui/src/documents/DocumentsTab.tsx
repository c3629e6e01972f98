import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, SegmentedControl } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { Campaign } from "../api/types";
import { DispositionsEditor } from "./DispositionsEditor";
import classes from "./DocumentsTab.module.css";
import { keyed, unkeyed } from "./parts";
import { QuestionsEditor } from "./QuestionsEditor";
import { documents } from "./requests";
import { ScriptEditor } from "./ScriptEditor";
import { useDocument } from "./useDocument";

type Shown = "script" | "questions" | "dispositions";

/** What a campaign's operators say, ask and choose from, each beside what they will see of it. */
export function DocumentsTab({ campaign }: { campaign: Campaign }) {
  const { t } = useLingui();
  const [shown, setShown] = useState<Shown>("script");
  const blocks = useMemo(() => keyed(campaign.script.blocks), [campaign.script]);
  const script = useDocument(
    campaign,
    blocks,
    ({ key }) => key,
    (edition, parts) => documents.changeScript(campaign.id, { edition, blocks: unkeyed(parts) }),
  );
  const questions = useDocument(
    campaign,
    campaign.questionnaire.questions,
    ({ id }) => id,
    (edition, parts) => documents.changeQuestionnaire(campaign.id, { edition, questions: parts }),
  );
  const dispositions = useDocument(
    campaign,
    campaign.dispositions,
    ({ code }) => code,
    (edition, parts) => documents.changeDispositions(campaign.id, { edition, dispositions: parts }),
  );
  const mark = (name: string, { isChanged }: { isChanged: boolean }) => (isChanged ? `${name} •` : name);

  return (
    <div className={classes.tab}>
      <SegmentedControl
        className={classes.switch}
        aria-label={t`What is changed`}
        value={shown}
        onChange={(value) => setShown(value as Shown)}
        data={[
          { value: "script", label: mark(t`Script`, script) },
          { value: "questions", label: mark(t`Questions`, questions) },
          { value: "dispositions", label: mark(t`Dispositions`, dispositions) },
        ]}
      />
      {shown === "script" && <ScriptEditor script={script} />}
      {shown === "questions" && <QuestionsEditor questions={questions} />}
      {shown === "dispositions" && <DispositionsEditor dispositions={dispositions} />}
      <LeavingDialog isChanged={script.isChanged || questions.isChanged || dispositions.isChanged} />
    </div>
  );
}

/** Nobody loses by a slip what is not saved. */
function LeavingDialog({ isChanged }: { isChanged: boolean }) {
  const { t } = useLingui();
  const leaving = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  return (
    <Modal
      opened={leaving.status === "blocked"}
      onClose={() => leaving.reset?.()}
      title={t`Leave without saving?`}
    >
      <p className={classes.note}>
        <Trans>What you have changed here is not saved yet and will be lost.</Trans>
      </p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => leaving.reset?.()}>
          <Trans>Go on editing</Trans>
        </Button>
        <Button color="red" onClick={() => leaving.proceed?.()}>
          <Trans>Leave</Trans>
        </Button>
      </Group>
    </Modal>
  );
}
