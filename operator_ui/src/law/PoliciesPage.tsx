import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Badge, Button, Loader } from "@mantine/core";
import { IconCopy, IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorText } from "../app/errorText";
import { RemoveButton } from "../app/RemoveButton";
import { useReport } from "../app/useReport";
import { useTranslated } from "../app/useTranslated";
import { copyName } from "./copyName";
import classes from "./PoliciesPage.module.css";
import { PolicyForm } from "./PolicyForm";
import { PolicyRules } from "./PolicyRules";
import { law, type Policy, type PolicyShown } from "./requests";
import { UnreadablePolicy } from "./UnreadablePolicy";

/** The dialling policies: those that come with the product, and the house's own. */
export function PoliciesPage() {
  const { i18n, t } = useLingui();
  const policies = useQuery({ queryKey: ["policies"], queryFn: law.policies });
  const translated = useTranslated();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [isEditing, setIsEditing] = useState(false);
  const chosen = policies.data?.find(({ id }) => id === chosenId) ?? policies.data?.[0];
  const rules = chosen?.policy ?? policies.data?.find(({ policy }) => policy)?.policy;

  if (policies.isPending) return <Loader type="dots" />;
  if (policies.isError)
    return (
      <Alert color="red" role="alert">
        {errorText(i18n, policies.error)}
      </Alert>
    );
  return (
    <div className={classes.page}>
      <nav aria-label={t`Policies`} className={classes.list}>
        {policies.data.map((policy) => (
          <button
            key={policy.id}
            type="button"
            aria-current={policy.id === chosen?.id || undefined}
            onClick={() => {
              setChosenId(policy.id);
              setIsEditing(false);
            }}
          >
            {translated(policy.name)}
            {policy.is_built_in && (
              <Badge size="xs" variant="light" color="gray" flex="none">
                <Trans>built in</Trans>
              </Badge>
            )}
          </button>
        ))}
      </nav>
      {chosen && (
        <article className={classes.policy} aria-label={translated(chosen.name)}>
          <Head
            policy={chosen}
            taken={policies.data.map(({ name }) => name)}
            isEditing={isEditing}
            onEdit={() => setIsEditing(true)}
            onCopied={(copy) => {
              setChosenId(copy.id);
              setIsEditing(true);
            }}
          />
          {!chosen.policy && <UnreadablePolicy />}
          {isEditing && rules ? (
            <PolicyForm
              key={`${chosen.id}/${chosen.revision}`}
              policy={chosen}
              rules={rules}
              onSaved={() => setIsEditing(false)}
              onCancel={() => setIsEditing(false)}
            />
          ) : (
            chosen.policy && <PolicyRules policy={chosen.policy} />
          )}
        </article>
      )}
    </div>
  );
}

type HeadProps = {
  policy: PolicyShown;
  /** The names of all policies. */
  taken: PolicyShown["name"][];
  isEditing: boolean;
  onEdit: () => void;
  onCopied: (copy: PolicyShown) => void;
};

function Head({ policy, taken, isEditing, onEdit, onCopied }: HeadProps) {
  const queryClient = useQueryClient();
  const translated = useTranslated();
  const onError = useReport();
  const reread = () => queryClient.invalidateQueries({ queryKey: ["policies"] });
  const copy = useMutation({
    mutationFn: (rules: Policy) => law.addPolicy({ name: copyName(policy.name, taken), policy: rules }),
    onSuccess: async (copied) => {
      await reread();
      onCopied(copied);
    },
    onError,
  });
  const remove = useMutation({ mutationFn: () => law.removePolicy(policy.id), onSuccess: reread, onError });
  const rules = policy.policy;
  const campaigns = policy.campaigns.map(({ name }) => name).join(", ");
  return (
    <header className={classes.head}>
      <div>
        <h1>{translated(policy.name)}</h1>
        <p>
          {campaigns ? <Trans>Campaigns: {campaigns}</Trans> : <Trans>No campaign uses it.</Trans>}{" "}
          <Trans>Revision {policy.revision}</Trans>
        </p>
      </div>
      {!isEditing && (
        <div className={classes.buttons}>
          {!policy.is_built_in && (
            <Button variant="default" size="xs" leftSection={<IconPencil size={14} />} onClick={onEdit}>
              <Trans>Change</Trans>
            </Button>
          )}
          {rules && (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconCopy size={14} />}
              loading={copy.isPending}
              onClick={() => copy.mutate(rules)}
            >
              <Trans>Copy</Trans>
            </Button>
          )}
          {!policy.is_built_in && policy.campaigns.length === 0 && (
            <RemoveButton
              name={translated(policy.name)}
              isRemoving={remove.isPending}
              onRemove={() => remove.mutate()}
            />
          )}
        </div>
      )}
    </header>
  );
}
