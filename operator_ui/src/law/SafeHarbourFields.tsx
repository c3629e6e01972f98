import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, FileButton, Select, Switch } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import type { Language } from "../api/types";
import { errorText } from "../app/errorText";
import { clockText } from "../time/duration";
import classes from "./PolicyForm.module.css";
import type { Policy } from "./requests";

type SafeHarbourFieldsProps = {
  policy: Policy;
  /** Why the messages were refused. */
  reason: string | undefined;
  onChange: (change: Partial<Policy>) => void;
};

/** What a person hears whom no operator takes, in either language. */
export function SafeHarbourFields({ policy, reason, onChange }: SafeHarbourFieldsProps) {
  const { t } = useLingui();
  const choose = (language: Language, id: string | null) => {
    const { [language]: _before, ...others } = policy.safe_harbour;
    onChange({ safe_harbour: id ? { ...others, [language]: id } : others });
  };
  return (
    <div className={classes.fields}>
      <MessageField
        label={t`Message for abandoned calls, in Russian`}
        uploadLabel={t`Upload a message in Russian`}
        value={policy.safe_harbour.ru ?? null}
        reason={reason}
        onChange={(id) => choose("ru", id)}
      />
      <MessageField
        label={t`Message for abandoned calls, in English`}
        uploadLabel={t`Upload a message in English`}
        value={policy.safe_harbour.en ?? null}
        reason={reason}
        onChange={(id) => choose("en", id)}
      />
      <Switch
        label={t`The law wants this message within 2 s`}
        checked={policy.safe_harbour_is_due}
        onChange={({ currentTarget }) => onChange({ safe_harbour_is_due: currentTarget.checked })}
      />
    </div>
  );
}

type MessageFieldProps = {
  label: string;
  uploadLabel: string;
  value: string | null;
  reason: string | undefined;
  onChange: (id: string | null) => void;
};

/** One of the messages that are there, or a new one: what is uploaded here is chosen here. */
function MessageField({ label, uploadLabel, value, reason, onChange }: MessageFieldProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const messages = useQuery({ queryKey: ["voice-messages"], queryFn: api.voiceMessages });
  const upload = useMutation({
    mutationFn: api.addVoiceMessage,
    onSuccess: ({ id }) => {
      // At once: while the list is read anew, other fields may be changed, and must not be undone.
      onChange(id);
      return queryClient.invalidateQueries({ queryKey: ["voice-messages"] });
    },
  });
  return (
    <div className={classes.message}>
      <Select
        label={label}
        placeholder={t`A plain sound`}
        clearable
        value={value}
        // One of either language is enough.
        error={value === null && reason}
        data={(messages.data ?? []).map(({ id, name, seconds }) => ({
          value: id,
          label: `${name} (${clockText(seconds)})`,
        }))}
        onChange={onChange}
      />
      <FileButton accept=".wav,audio/wav" onChange={(file) => file && upload.mutate(file)}>
        {(props) => (
          <Button
            {...props}
            size="xs"
            variant="default"
            aria-label={uploadLabel}
            loading={upload.isPending}
            leftSection={<IconUpload size={14} stroke={1.8} />}
          >
            <Trans>Upload a WAV file</Trans>
          </Button>
        )}
      </FileButton>
      {upload.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, upload.error)}
        </Alert>
      )}
    </div>
  );
}
