import { Trans } from "@lingui/react/macro";
import { Alert } from "@mantine/core";

/** Instead of the rules of a policy that was stored by another hand than ours, or in part. */
export function UnreadablePolicy() {
  return (
    <Alert color="red" role="alert">
      <Trans>
        What is stored of this policy cannot be read. No campaign dials under it until it is saved anew.
      </Trans>
    </Alert>
  );
}
