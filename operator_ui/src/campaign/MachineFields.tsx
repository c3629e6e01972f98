import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, FileButton, Select } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import type { Campaign } from "../api/types";
import { errorText } from "../app/errorText";
import { clockText } from "../time/duration";
import { MACHINE_ACTION } from "./machines";
import classes from "./SettingsTab.module.css";

type Machines = Pick<Campaign, "machine_action" | "voice_message_id">;

type MachineFieldsProps = {
  value: Machines;
  reasons: Partial<Record<keyof Machines, string>>;
  onChange: (change: Partial<Machines>) => void;
};

/** What is done with answering machines, and the message that is left on them. */
export function MachineFields({ value, reasons, onChange }: MachineFieldsProps) {
  const { t, i18n } = useLingui();
  return (
    <>
      <Select
        className={classes.field}
        label={t`Answering machines`}
        allowDeselect={false}
        value={value.machine_action}
        data={Object.entries(MACHINE_ACTION).map(([action, name]) => ({
          value: action,
          label: i18n._(name),
        }))}
        description={t`The greeting is listened to first; people taken for machines count as abandoned.`}
        inputWrapperOrder={["label", "input", "description", "error"]}
        error={reasons.machine_action}
        onChange={(action) => action && onChange({ machine_action: action as Machines["machine_action"] })}
      />
      {value.machine_action === "message" && (
        <MessageField
          value={value.voice_message_id}
          reason={reasons.voice_message_id}
          onChange={(voice_message_id) => onChange({ voice_message_id })}
        />
      )}
    </>
  );
}

type MessageFieldProps = {
  value: string | null;
  reason: string | undefined;
  onChange: (id: string) => void;
};

function MessageField({ value, reason, onChange }: MessageFieldProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const messages = useQuery({ queryKey: ["voice-messages"], queryFn: api.voiceMessages });
  const upload = useMutation({
    mutationFn: api.addVoiceMessage,
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ["voice-messages"] });
      onChange(id);
    },
  });
  return (
    <div className={classes.message}>
      <Select
        label={t`Message`}
        placeholder={t`Choose or upload one`}
        allowDeselect={false}
        value={value}
        data={(messages.data ?? []).map(({ id, name, seconds }) => ({
          value: id,
          label: `${name} (${clockText(seconds)})`,
        }))}
        error={reason}
        onChange={(id) => id && onChange(id)}
      />
      <FileButton accept=".wav,audio/wav" onChange={(file) => file && upload.mutate(file)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            loading={upload.isPending}
            leftSection={<IconUpload size={16} stroke={1.8} />}
          >
            <Trans>Upload a WAV file</Trans>
          </Button>
        )}
      </FileButton>
      {value && (
        // biome-ignore lint/a11y/useMediaCaption: a message of the house's own, in its own words
        <audio
          controls
          preload="none"
          src={api.voiceMessageSound(value)}
          aria-label={t`Listen to the message`}
        />
      )}
      {upload.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, upload.error)}
        </Alert>
      )}
    </div>
  );
}
