import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { PromisedCall } from "../api/types";
import { DialButton } from "../client/DialButton";
import { readable } from "../client/phoneNumber";
import { usePromises } from "../operator/usePromises";
import { promisedText, timeText } from "../time/duration";
import { useNow } from "../time/useNow";
import { isKnownZone, ownZone, wallTimeAt } from "../time/zones";
import classes from "./PromisesPanel.module.css";

/** Whom the user has promised a call, and when; nothing while nobody is. */
export function PromisesPanel() {
  const { t } = useLingui();
  const { data: promises = [] } = usePromises();
  if (promises.length === 0) return null;
  return (
    <section className={classes.panel} aria-label={t`My callbacks`}>
      <h2 className={classes.title}>
        <Trans>My callbacks</Trans>
        <span className={classes.count}>{promises.length}</span>
      </h2>
      <ul className={classes.promises}>
        {promises.map((promise) => (
          <PromiseItem key={`${promise.callback_at} ${promise.phone_number}`} promise={promise} />
        ))}
      </ul>
    </section>
  );
}

function PromiseItem({ promise }: { promise: PromisedCall }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const { callback_at: at, time_zone: zone } = promise;
  const isLate = Date.parse(at) < now;
  const text = timeText(at, i18n.locale);
  return (
    <li>
      <div className={classes.what}>
        <Link to="/clients/$clientId" params={{ clientId: promise.client_id }}>
          {promise.client_name}
        </Link>
        <span className={classes.muted}>
          {[readable(promise.phone_number), promise.campaign_name].filter(Boolean).join(" · ")}
        </span>
      </div>
      <div className={classes.when} data-late={isLate || undefined}>
        <time dateTime={at}>{promisedText(at, now, i18n.locale, zone)}</time>
        <span className={classes.muted}>
          {[isLate && t`overdue`, isOtherTime(at, zone) && t`${text} here`].filter(Boolean).join(" · ")}
        </span>
      </div>
      <DialButton clientId={promise.client_id} number={promise.phone_number} />
    </li>
  );
}

/** Whether the client's clock shows another time then than the reader's. */
function isOtherTime(at: string, zone: string): boolean {
  return isKnownZone(zone) && wallTimeAt(zone, Date.parse(at)) !== wallTimeAt(ownZone(), Date.parse(at));
}
