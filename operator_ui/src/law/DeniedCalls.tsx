import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { readable } from "../client/phoneNumber";
import { pastBarText, REASON } from "./barText";
import type { DeniedBecause, PastDenial } from "./requests";
import classes from "./WhyPage.module.css";

/** Calls that operators asked for and were denied, and what stood against each. */
export function DeniedCalls({ denials, hasMore }: { denials: PastDenial[]; hasMore: boolean }) {
  const { t } = useLingui();
  return (
    <section className={classes.calls}>
      <h2>
        <Trans>Calls that were denied</Trans>
      </h2>
      <div className={classes.panel}>
        <table className={classes.table} aria-label={t`Calls that were denied`}>
          <thead>
            <tr>
              <th>
                <Trans>When</Trans>
              </th>
              <th>
                <Trans>Who asked for it</Trans>
              </th>
              <th>
                <Trans>Number</Trans>
              </th>
              <th>
                <Trans>Why it was denied</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {denials.map((denial) => (
              <DenialRow key={denial.denial_id} denial={denial} />
            ))}
          </tbody>
        </table>
      </div>
      {hasMore && (
        <p className={classes.hint}>
          <Trans>More calls were denied: these are the last {denials.length}.</Trans>
        </p>
      )}
    </section>
  );
}

function DenialRow({ denial }: { denial: PastDenial }) {
  const { i18n } = useLingui();
  return (
    <tr>
      <td>{i18n.date(denial.denied_at, { dateStyle: "medium", timeStyle: "medium" })}</td>
      <td>
        {denial.operator_name}
        <div className={classes.hint}>
          {i18n._(denial.kind === "preview" ? REASON.preview : REASON.click_to_dial)}
        </div>
      </td>
      <td>{readable(denial.phone_number)}</td>
      <td>
        {denial.bars.length === 0
          ? i18n._(BECAUSE[denial.because])
          : denial.bars.map((code) => (
              <div key={code} className={classes.pastBar}>
                {pastBarText(i18n, code)}
              </div>
            ))}
      </td>
    </tr>
  );
}

const BECAUSE: Record<DeniedBecause, MessageDescriptor> = {
  number_refused: msg`The number asked not to be called`,
  number_in_call: msg`The number was being called`,
  barred: msg`The dialling policy stood against it`,
  no_caller_id: msg`Its campaign had no caller ID left`,
  no_line: msg`No trunk had a line free`,
};
