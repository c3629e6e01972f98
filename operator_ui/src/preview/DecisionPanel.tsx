import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPhone, IconPlayerTrackNext } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { PreviewCard, SkipReason } from "../api/types";
import { useReport } from "../app/useReport";
import { readable } from "../client/phoneNumber";
import { KeyHint } from "../keyboard/KeyHint";
import { useShortcut } from "../keyboard/useShortcut";
import { useLive } from "../live/LiveProvider";
import { useSoftphoneView } from "../softphone/SoftphoneProvider";
import { momentText } from "../time/duration";
import { useNow } from "../time/useNow";
import classes from "./DecisionPanel.module.css";
import { rememberDecision } from "./decisions";
import { SkipReasons } from "./SkipReasons";
import { TimeLeft } from "./TimeLeft";
import { PREVIEW_TIMEOUT } from "./words";

/** Call or skip, and how long there is to think. */
export function DecisionPanel({ preview }: { preview: PreviewCard }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const report = useReport();
  const { state } = useSoftphoneView();
  // Both must know of it: after a break either may be the first.
  const isOnLine = useLive((live) => live.operator?.line_up ?? false) && state === "online";
  const isOffered = useLive((live) => live.preview?.preview_id === preview.preview_id);
  const [isSkipping, setIsSkipping] = useState(false);
  const id = preview.preview_id;
  const accept = useMutation({
    mutationFn: () => api.acceptPreview(id),
    onMutate: () => rememberDecision(id),
    onError: report,
  });
  const skip = useMutation({
    mutationFn: (reason: SkipReason) => api.skipPreview(id, reason),
    onMutate: () => rememberDecision(id),
    onError: report,
  });
  const isDecided = !isOffered || accept.isPending || skip.isPending;
  const canCall = isOnLine && !isDecided;

  useShortcut("KeyC", canCall ? () => accept.mutate() : null);
  useShortcut("KeyS", isDecided ? null : () => setIsSkipping(true));
  useShortcut("Escape", isSkipping ? () => setIsSkipping(false) : null);

  return (
    <div className={classes.panel}>
      <header className={classes.head}>
        <div className={classes.facts}>
          <p className={classes.state} role="status">
            {isOffered ? <Trans>Offered lead</Trans> : <Trans>Dialling</Trans>}
          </p>
          <p className={classes.number}>{readable(preview.phone_number)}</p>
          <p className={classes.campaign}>{preview.campaign.name}</p>
        </div>
        <TimeLeft preview={preview} now={now} />
      </header>
      <div className={classes.body}>
        {preview.promised_at && (
          <p className={classes.promise}>
            <Trans>A call was promised for {momentText(preview.promised_at, now, i18n.locale)}</Trans>
          </p>
        )}
        <p className={classes.note}>
          {preview.attempts === 0 ? (
            <Trans>First attempt</Trans>
          ) : (
            <Trans>Attempts before: {preview.attempts}</Trans>
          )}
          {" · "}
          <Trans>when the time is over: {i18n._(PREVIEW_TIMEOUT[preview.on_timeout])}</Trans>
        </p>
        <Button
          size="lg"
          fullWidth
          leftSection={<IconPhone size={19} />}
          rightSection={<KeyHint code="KeyC" isInverse={canCall} />}
          disabled={!canCall}
          loading={accept.isPending}
          title={isOnLine ? undefined : t`Go on line first`}
          onClick={() => accept.mutate()}
        >
          <Trans context="a lead">Call</Trans>
        </Button>
        {isSkipping ? (
          <SkipReasons isDisabled={isDecided} onChoose={(reason) => skip.mutate(reason)} />
        ) : (
          <Button
            variant="default"
            fullWidth
            leftSection={<IconPlayerTrackNext size={17} />}
            rightSection={<KeyHint code="KeyS" />}
            disabled={isDecided}
            onClick={() => setIsSkipping(true)}
          >
            <Trans>Skip</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}
