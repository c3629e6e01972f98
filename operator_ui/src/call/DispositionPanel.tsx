import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Textarea } from "@mantine/core";
import { useRef } from "react";
import type { CallCard, Question } from "../api/types";
import { KeyHint } from "../keyboard/KeyHint";
import { useShortcut } from "../keyboard/useShortcut";
import { focusQuestion } from "../questionnaire/focusQuestion";
import { missingQuestions } from "../questionnaire/shownQuestions";
import type { AnswerSheet } from "../questionnaire/useAnswers";
import { CallbackPicker } from "./CallbackPicker";
import { DispositionChoices } from "./DispositionChoices";
import classes from "./DispositionPanel.module.css";
import { useVerdict } from "./useVerdict";

type DispositionPanelProps = {
  call: CallCard;
  questions?: readonly Question[];
  answers?: AnswerSheet;
};

/** The operator's verdict on the call, and the way to the next one. */
export function DispositionPanel({ call, questions = [], answers }: DispositionPanelProps) {
  const { t } = useLingui();
  const note = useRef<HTMLTextAreaElement>(null);
  const verdict = useVerdict(call);
  const { choice, draft, change } = verdict;

  const missing = choice?.requires_questionnaire ? missingQuestions(questions, answers?.values ?? {}) : [];
  const needsTime = choice?.effect === "callback" && !draft.callback_at;
  const isOver = call.state === "ended";
  // Of a number that still rings there is nothing to say. A dialler's call is shown only once it is taken,
  // even if the news that both are joined is still under way.
  const wasTaken = call.kind === "dialler" || call.connected_at !== null;
  const save = () => {
    const [first] = missing;
    if (first) focusQuestion(first.id);
    else if (!needsTime) verdict.submit();
  };
  const canSave = choice !== null && wasTaken && !verdict.isSaving;

  useShortcut("KeyN", () => note.current?.focus());
  useShortcut("Ctrl+Enter", canSave ? save : null);

  return (
    <div className={classes.panel}>
      <div className={classes.scroll}>
        <h2 className={classes.title} id="disposition-title">
          <Trans>Disposition</Trans>
        </h2>
        <DispositionChoices
          choices={call.campaign.dispositions}
          chosen={choice?.code ?? null}
          onChoose={(disposition) => change({ disposition })}
        />
        {choice?.effect === "callback" && (
          <CallbackPicker
            callId={call.call_id}
            client={call.client}
            at={draft.callback_at ?? null}
            onChange={(callback_at) => change({ callback_at })}
          >
            {call.campaign.id !== null && (
              <Checkbox
                size="xs"
                label={t`Any operator may make this call`}
                checked={draft.callback_is_shared ?? false}
                onChange={({ currentTarget: { checked } }) => change({ callback_is_shared: checked })}
              />
            )}
          </CallbackPicker>
        )}
      </div>
      <Textarea
        ref={note}
        classNames={{ root: classes.note, wrapper: classes.noteBody, input: classes.noteInput }}
        label={
          <span className={classes.label}>
            <Trans>Note</Trans> <KeyHint code="KeyN" />
          </span>
        }
        aria-label={t`Note`}
        placeholder={t`What was agreed, what to remember`}
        rows={2}
        maxLength={4000}
        value={draft.note ?? ""}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <footer className={classes.foot}>
        {missing.length > 0 && (
          <p className={classes.problem} role="status">
            <Trans>This disposition needs the required answers.</Trans>
          </p>
        )}
        {verdict.problem && (
          <p className={classes.problem} role="alert">
            {verdict.problem}
          </p>
        )}
        <Button
          size="md"
          fullWidth
          disabled={choice === null || !wasTaken}
          loading={verdict.isSaving}
          rightSection={<KeyHint code="Ctrl+Enter" isInverse={choice !== null && wasTaken} />}
          onClick={save}
        >
          {isOver ? <Trans>Save</Trans> : <Trans>Hang up and save</Trans>}
        </Button>
      </footer>
    </div>
  );
}
