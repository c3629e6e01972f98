import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader, TextInput } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { reasonOf } from "../app/errorText";
import { law } from "./requests";
import classes from "./WhyPage.module.css";
import { WhyResult } from "./WhyResult";

/** Why a number is not called, until when, and why it was dialled before. */
export function WhyPage() {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { number } = useSearch({ from: "/why" });
  const [typed, setTyped] = useState(number);
  const why = useQuery({
    queryKey: ["why", number],
    queryFn: () => law.whyNumber(number),
    enabled: number !== "",
    // It is asked about this very moment.
    staleTime: 0,
  });
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>
        <Trans>Number check</Trans>
      </h1>
      <form
        className={classes.search}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === number) void why.refetch();
          else void navigate({ to: "/why", search: { number: typed.trim() } });
        }}
      >
        <TextInput
          className={classes.number}
          aria-label={t`Telephone number`}
          placeholder={t`A telephone number in any notation`}
          leftSection={<IconPhone size={16} stroke={1.8} />}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button type="submit" disabled={typed.trim() === ""}>
          <Trans>Check</Trans>
        </Button>
      </form>
      {number === "" && (
        <p className={classes.hint}>
          <Trans>
            Enter a number to see whether it may be dialled now, what stands against it and until when, and
            why each call to it was made.
          </Trans>
        </p>
      )}
      {number !== "" && why.isPending && <Loader type="dots" />}
      {why.isError && (
        <Alert color="red" role="alert">
          {reasonOf(i18n, why.error)}
        </Alert>
      )}
      {why.data && !why.isError && <WhyResult why={why.data} />}
    </div>
  );
}
