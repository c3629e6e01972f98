import { useLingui } from "@lingui/react";
import { Trans } from "@lingui/react/macro";
import type { SkipReason } from "../api/types";
import { KeyHint } from "../keyboard/KeyHint";
import { useShortcut } from "../keyboard/useShortcut";
import classes from "./DecisionPanel.module.css";
import { SKIP_REASON } from "./words";

type SkipReasonsProps = { isDisabled: boolean; onChoose: (reason: SkipReason) => void };

const REASONS = Object.keys(SKIP_REASON) as SkipReason[];

/** Why this lead is not dialled now; choosing one skips it. */
export function SkipReasons({ isDisabled, onChoose }: SkipReasonsProps) {
  return (
    <section className={classes.reasons} aria-labelledby="skip-title">
      <h2 id="skip-title">
        <Trans>Why skip it?</Trans>
      </h2>
      {REASONS.map((reason, place) => (
        <ReasonButton
          key={reason}
          reason={reason}
          shortcut={`Digit${place + 1}`}
          isDisabled={isDisabled}
          onChoose={() => onChoose(reason)}
        />
      ))}
    </section>
  );
}

type ReasonButtonProps = {
  reason: SkipReason;
  shortcut: string;
  isDisabled: boolean;
  onChoose: () => void;
};

function ReasonButton({ reason, shortcut, isDisabled, onChoose }: ReasonButtonProps) {
  const { i18n } = useLingui();
  useShortcut(shortcut, isDisabled ? null : onChoose);
  return (
    <button
      type="button"
      className={classes.reason}
      data-reason={reason}
      disabled={isDisabled}
      onClick={onChoose}
    >
      <span>{i18n._(SKIP_REASON[reason])}</span>
      <KeyHint code={shortcut} />
    </button>
  );
}
