import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import {
  IconBook,
  IconCoffee,
  IconHeadset,
  IconLogout,
  IconPlayerPause,
  IconPlayerPlay,
  IconTool,
  IconToolsKitchen2,
  IconUsers,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { OperatorNow, PauseReason } from "../api/types";
import { useReport } from "../app/useReport";
import { PAUSE_REASON } from "../app/words";
import { KeyHint } from "../keyboard/KeyHint";
import { useShortcut } from "../keyboard/useShortcut";
import { useLine, useSoftphoneView } from "../softphone/SoftphoneProvider";
import { useLeaving } from "./useLeaving";

/** What an operator may choose; the other reasons are the machine's. */
const ICONS = {
  break: IconCoffee,
  lunch: IconToolsKitchen2,
  training: IconBook,
  meeting: IconUsers,
  technical: IconTool,
} satisfies Partial<Record<PauseReason, typeof IconCoffee>>;
const REASONS = Object.keys(ICONS) as (keyof typeof ICONS)[];

/** Going on line, taking calls, pausing, going off line. */
export function StateControl({ operator }: { operator: OperatorNow | null }) {
  const { t, i18n } = useLingui();
  const report = useReport();
  const { goOnLine } = useLine();
  const leave = useLeaving();
  const { state: softphoneState } = useSoftphoneView();
  const [isChoosing, setIsChoosing] = useState(false);
  const setState = useMutation({
    mutationFn: (reason: PauseReason | null) => (reason ? api.pause(reason) : api.setAvailable()),
    onError: report,
  });

  const isOff = softphoneState === "offline" || softphoneState === "failed";
  const isUp = softphoneState === "online" || softphoneState === "recovering";
  const state = operator?.state ?? "logged_out";
  const isInCall = state === "on_call" || state === "reserved";
  const isBusy = isInCall || state === "wrap_up";
  const pausing = operator?.pausing_reason ?? null;
  // A wrap-up that ran out ends in a pause, with its call still waiting for a disposition.
  const isFree = operator?.call_id === null;
  const canBeAvailable = isUp && ((state === "paused" && isFree) || (isBusy && pausing !== null));
  const canPause = isUp && state !== "logged_out";

  useShortcut("KeyO", isOff ? goOnLine : null);
  useShortcut("KeyA", canBeAvailable ? () => setState.mutate(null) : null);
  useShortcut("KeyP", canPause ? () => setIsChoosing(true) : null);

  if (isOff || !isUp) {
    return (
      <Button
        leftSection={<IconHeadset size={17} />}
        rightSection={<KeyHint code="KeyO" isInverse />}
        loading={!isOff}
        onClick={goOnLine}
      >
        <Trans>Go on line</Trans>
      </Button>
    );
  }
  return (
    <Button.Group>
      {canBeAvailable && (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          rightSection={<KeyHint code="KeyA" isInverse />}
          loading={setState.isPending && setState.variables === null}
          onClick={() => setState.mutate(null)}
        >
          <Trans>Available</Trans>
        </Button>
      )}
      <Menu opened={isChoosing} onChange={setIsChoosing} position="bottom-start" width={220}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconPlayerPause size={16} />}
            rightSection={<KeyHint code="KeyP" />}
            disabled={!canPause}
          >
            {pausing ? t`Pause after the call` : t`Pause`}
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label={t`Reason of the pause`}>
          {isBusy && (
            <Menu.Label>
              <Trans>Begins after the wrap-up</Trans>
            </Menu.Label>
          )}
          {REASONS.map((reason) => {
            const Icon = ICONS[reason];
            const isChosen = reason === pausing || (state === "paused" && reason === operator?.reason);
            return (
              <Menu.Item
                key={reason}
                leftSection={<Icon size={16} stroke={1.7} />}
                fw={isChosen ? 650 : undefined}
                onClick={() => setState.mutate(reason)}
              >
                {i18n._(PAUSE_REASON[reason])}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="default"
        leftSection={<IconLogout size={16} />}
        disabled={isInCall}
        title={isInCall ? t`Finish the call first` : undefined}
        onClick={() => void leave()}
      >
        <Trans>Go off line</Trans>
      </Button>
    </Button.Group>
  );
}
