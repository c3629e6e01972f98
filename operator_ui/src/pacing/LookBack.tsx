import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader, TextInput } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { reasonOf } from "../app/errorText";
import { DecisionShown } from "./DecisionShown";
import classes from "./LookBack.module.css";
import { asAsked, asShown, asTyped, isLongBefore } from "./moments";
import { pacing } from "./requests";

/** One decision of the past: the last one at the moment that the page's address names. */
export function LookBack({ campaignId }: { campaignId: string }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { at } = useSearch({ from: "/campaigns/$campaignId/$tab" });
  const [typed, setTyped] = useState("");
  const section = useRef<HTMLElement>(null);
  const isLooking = at !== undefined;
  useEffect(() => {
    if (isLooking) section.current?.scrollIntoView({ block: "start" });
  }, [isLooking]);
  useEffect(() => setTyped(asTyped(at ?? new Date().toISOString())), [at]);
  const look = useQuery({
    queryKey: ["pacing", campaignId, at],
    queryFn: () => pacing.lookBack(campaignId, at ?? ""),
    enabled: isLooking,
    placeholderData: (before) => (isLooking ? before : undefined),
  });
  const goTo = (moment: string | undefined) =>
    void navigate({
      to: "/campaigns/$campaignId/$tab",
      params: { campaignId, tab: "live" },
      search: moment ? { at: moment } : {},
      resetScroll: false,
    });
  const found = isLooking ? look.data : undefined;
  return (
    <section ref={section} className={classes.lookBack} aria-label={t`Look back`}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          const asked = asAsked(typed);
          if (asked) goTo(asked);
        }}
      >
        <h2>
          <Trans>Look back</Trans>
        </h2>
        <TextInput
          type="datetime-local"
          step={1}
          aria-label={t`Moment`}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!asAsked(typed)}>
          <Trans>Show the decision</Trans>
        </Button>
        {isLooking && (
          <>
            <Step label={t`Earlier decision`} at={found?.previous_at} goTo={goTo}>
              <IconChevronLeft size={17} aria-hidden="true" />
            </Step>
            <Step label={t`Later decision`} at={found?.next_at} goTo={goTo}>
              <IconChevronRight size={17} aria-hidden="true" />
            </Step>
            <Button
              variant="subtle"
              leftSection={<IconX size={15} aria-hidden="true" />}
              onClick={() => goTo(undefined)}
            >
              <Trans>Close</Trans>
            </Button>
          </>
        )}
      </form>
      {!isLooking && (
        <p className={classes.hint}>
          <Trans>Every decision is kept with all that it was made of: pick a moment, and see why.</Trans>
        </p>
      )}
      {isLooking && look.isPending && <Loader type="dots" />}
      {isLooking && look.isError && (
        <Alert color="red" role="alert">
          {reasonOf(i18n, look.error)}
        </Alert>
      )}
      {found && !found.moment && (
        <p className={classes.hint} role="status">
          <Trans>Nothing is kept of {asShown(i18n.locale, found.asked_at)}.</Trans>
        </p>
      )}
      {found?.moment && isLongBefore(found.moment.decided_at, found.asked_at) && (
        <p className={classes.hint} role="status">
          <Trans>
            Nothing is kept of {asShown(i18n.locale, found.asked_at)}: this is the last decision before.
          </Trans>
        </p>
      )}
      {found?.moment && <DecisionShown moment={found.moment} />}
    </section>
  );
}

type StepProps = {
  label: string;
  at: string | null | undefined;
  goTo: (moment: string) => void;
  children: React.ReactNode;
};

function Step({ label, at, goTo, children }: StepProps) {
  return (
    <Button
      variant="default"
      px={9}
      aria-label={label}
      title={label}
      disabled={!at}
      onClick={() => at && goTo(at)}
    >
      {children}
    </Button>
  );
}
