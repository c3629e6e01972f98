import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, FileButton, Select, Switch } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import { errorText } from "../app/errorText";
import { clockText } from "../time/duration";
import classes from "./PolicyForm.module.css";
import type { Policy } from "./requests";

type SafeHarbourFieldsProps = { policy: Policy; onChange: (change: Partial<Policy>) => void };

/** What a person hears whom no operator takes, in either language. */
export function SafeHarbourFields({ policy, onChange }: SafeHarbourFieldsProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const messages = useQuery({ queryKey: ["voice-messages"], queryFn: api.voiceMessages });
  const upload = useMutation({
    mutationFn: api.addVoiceMessage,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["voice-messages"] }),
  });
  const choose = (language: "ru" | "en", id: string | null) => {
    const { [language]: _before, ...others } = policy.safe_harbour;
    onChange({ safe_harbour: id ? { ...others, [language]: id } : others });
  };
  const labels = {
    ru: t`Message for abandoned calls, in Russian`,
    en: t`Message for abandoned calls, in English`,
  };
  return (
    <div className={classes.fields}>
      {(["ru", "en"] as const).map((language) => (
        <Select
          key={language}
          label={labels[language]}
          placeholder={t`A plain sound`}
          clearable
          value={policy.safe_harbour[language] ?? null}
          data={(messages.data ?? []).map(({ id, name, seconds }) => ({
            value: id,
            label: `${name} (${clockText(seconds)})`,
          }))}
          onChange={(id) => choose(language, id)}
        />
      ))}
      <Switch
        label={t`The law wants this message within 2 s`}
        checked={policy.safe_harbour_is_due}
        onChange={({ currentTarget }) => onChange({ safe_harbour_is_due: currentTarget.checked })}
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
      {upload.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, upload.error)}
        </Alert>
      )}
    </div>
  );
}
