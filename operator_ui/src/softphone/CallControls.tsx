import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Group, Popover, Tooltip } from "@mantine/core";
import { IconDialpad, IconMicrophone, IconMicrophoneOff, IconPhoneEnd } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import { useReport } from "../app/useReport";
import { KeyHint } from "../keyboard/KeyHint";
import { useShortcut } from "../keyboard/useShortcut";
import { useLive } from "../live/LiveProvider";
import { Keypad } from "./Keypad";
import { useSoftphone, useSoftphoneView } from "./SoftphoneProvider";

/** What can be done with the line while somebody is on it. */
export function CallControls() {
  const { t } = useLingui();
  const report = useReport();
  const softphone = useSoftphone();
  const { state, isMuted } = useSoftphoneView();
  const liveCallId = useLive(({ call }) => (call && call.state !== "ended" ? call.call_id : null));
  const [isKeypadOpen, setIsKeypadOpen] = useState(false);
  const hangUp = useMutation({ mutationFn: (callId: string) => api.hangUp(callId), onError: report });

  const canSpeak = state === "online" || state === "recovering";
  const toggleMute = () => softphone.setMuted(!isMuted);
  const end = liveCallId === null ? null : () => hangUp.mutate(liveCallId);
  useShortcut("KeyM", canSpeak ? toggleMute : null);
  useShortcut("KeyH", end);
  useShortcut("KeyK", canSpeak ? () => setIsKeypadOpen((isOpen) => !isOpen) : null);

  const muteName = isMuted ? t`Unmute` : t`Mute`;
  return (
    <Group gap={8} wrap="nowrap">
      <Tooltip label={`${muteName} (M)`}>
        <ActionIcon
          size={36}
          variant={isMuted ? "filled" : "default"}
          color={isMuted ? "red" : undefined}
          aria-label={muteName}
          aria-pressed={isMuted}
          disabled={!canSpeak}
          onClick={toggleMute}
        >
          {isMuted ? <IconMicrophoneOff size={18} /> : <IconMicrophone size={18} stroke={1.7} />}
        </ActionIcon>
      </Tooltip>
      <Popover opened={isKeypadOpen} onChange={setIsKeypadOpen} position="bottom-end" trapFocus>
        <Popover.Target>
          <Tooltip label={`${t`Keypad`} (K)`}>
            <ActionIcon
              size={36}
              variant="default"
              aria-label={t`Keypad`}
              disabled={!canSpeak}
              onClick={() => setIsKeypadOpen((isOpen) => !isOpen)}
            >
              <IconDialpad size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown aria-label={t`Keypad`}>
          <Keypad onPress={(digit) => softphone.sendDtmf(digit)} />
        </Popover.Dropdown>
      </Popover>
      <Button
        color="red.9"
        leftSection={<IconPhoneEnd size={18} />}
        rightSection={<KeyHint code="KeyH" isInverse={end !== null} />}
        disabled={end === null}
        loading={hangUp.isPending}
        onClick={() => end?.()}
      >
        <Trans>Hang up</Trans>
      </Button>
    </Group>
  );
}
