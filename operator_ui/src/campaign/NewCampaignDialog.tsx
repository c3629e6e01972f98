import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "../api/client";
import type { Campaign } from "../api/types";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";

type NewCampaignDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  /** The campaign that the new one begins as; it can still be chosen otherwise. */
  model?: Campaign;
};

/** Makes a campaign, from nothing or as another one, and opens its settings. */
export function NewCampaignDialog({ isOpen, onClose, model }: NewCampaignDialogProps) {
  const { t } = useLingui();
  return (
    <Modal opened={isOpen} onClose={onClose} title={t`New campaign`}>
      <NewCampaignForm onClose={onClose} model={model} />
    </Modal>
  );
}

function NewCampaignForm({ onClose, model }: Omit<NewCampaignDialogProps, "isOpen">) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [modelId, setModelId] = useState<string | null>(model?.id ?? null);
  const campaigns = useQuery({ queryKey: ["campaigns"], queryFn: api.campaigns });
  const create = useMutation({
    mutationFn: () => api.createCampaign({ name, copied_from: modelId }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
      onClose();
      await navigate({
        to: "/campaigns/$campaignId/$tab",
        params: { campaignId: id, tab: "settings" },
      });
    },
    onError: useReportBeside("name", "copied_from"),
  });
  const reasons = fieldReasons(i18n, create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t({ message: "Name", context: "of a thing" })}
          data-autofocus
          maxLength={200}
          value={name}
          error={reasons.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t`Begin as a copy of`}
          description={t`Its settings, script, questionnaire, dispositions and operators; not its leads.`}
          placeholder={t`None: the usual settings, no script`}
          clearable
          value={modelId}
          data={(campaigns.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          error={reasons.copied_from}
          onChange={setModelId}
        />
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" disabled={name.trim() === ""} loading={create.isPending}>
          <Trans>Create</Trans>
        </Button>
      </Group>
    </form>
  );
}
