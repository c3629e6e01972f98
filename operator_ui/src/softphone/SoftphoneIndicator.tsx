import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Popover, UnstyledButton } from "@mantine/core";
import { IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { SOFTPHONE_STATE } from "../app/words";
import { LineDiagnostics } from "./LineDiagnostics";
import { MicrophoneMeter } from "./MicrophoneMeter";
import classes from "./SoftphoneIndicator.module.css";
import { useSoftphone, useSoftphoneView } from "./SoftphoneProvider";

/** Whether the telephone works, at a glance; a click tells more. */
export function SoftphoneIndicator() {
  const { t, i18n } = useLingui();
  const softphone = useSoftphone();
  const { state, isAudioBlocked } = useSoftphoneView();
  const isUp = state === "online";
  const Icon = state === "offline" || state === "failed" ? IconPhoneOff : IconPhone;
  return (
    <div className={classes.row}>
      {isAudioBlocked && (
        <Button color="red" size="xs" onClick={() => void softphone.unblockAudio()}>
          <Trans>Turn the sound on</Trans>
        </Button>
      )}
      <Popover width={280} position="bottom-end" trapFocus>
        <Popover.Target>
          <UnstyledButton className={classes.button} data-state={state} aria-label={t`Telephone diagnostics`}>
            <Icon size={17} stroke={1.8} aria-hidden="true" />
            <span role="status">{i18n._(SOFTPHONE_STATE[state])}</span>
            {isUp && <MicrophoneMeter />}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <LineDiagnostics />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
