import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Loader } from "@mantine/core";
import { reasonText } from "../app/errorCodes";
import { momentText } from "../time/duration";
import classes from "./ListsTab.module.css";
import type { Reset } from "./requests";
import { RESET_STATE } from "./words";

/** How far the last "call again" of a list is, or what it came to. */
export function ResetShown({ reset }: { reset: Reset }) {
  const { i18n } = useLingui();
  const goesOn = reset.state === "waiting" || reset.state === "running";
  const faults = reset.faults.map((fault) => reasonText(i18n, fault)).join("; ");
  return (
    <div
      role="status"
      className={reset.state === "failed" ? classes.fault : classes.muted}
      data-job-state={reset.state}
    >
      {goesOn && <Loader size={10} mr={6} aria-hidden="true" />}
      {i18n._(RESET_STATE[reset.state])}
      {goesOn && reset.total ? ` · ${Math.min(100, Math.floor((100 * reset.leads) / reset.total))} %` : ""}
      {!goesOn && (
        <>
          {" · "}
          <Plural value={reset.leads} one="# lead" few="# leads" many="# leads" other="# leads" />
          {" · "}
          {momentText(reset.created_at, Date.now(), i18n.locale)}
        </>
      )}
      {faults && `: ${faults}`}
      {reset.state === "failed" && !faults && (
        <>
          {" · "}
          <Trans>try it once more</Trans>
        </>
      )}
    </div>
  );
}
