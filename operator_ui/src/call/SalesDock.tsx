import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { CallCard } from "../api/types";
import { LocalTime } from "../client/LocalTime";
import { useLive } from "../live/LiveProvider";
import { usePromises } from "../operator/usePromises";
import { useAnswers } from "../questionnaire/useAnswers";
import { CallHead } from "./CallHead";
import { DispositionPanel } from "./DispositionPanel";
import { PromisesPanel } from "./PromisesPanel";
import classes from "./SalesDock.module.css";

/** The call of a salesperson, beside whatever page is open; between calls, the promised ones. */
export function SalesDock() {
  const call = useLive((live) => live.call);
  return call ? <ActiveCall key={call.call_id} call={call} /> : <Promises />;
}

function Promises() {
  const { data: promises = [] } = usePromises();
  if (promises.length === 0) return null;
  return (
    <div className={classes.dock}>
      <PromisesPanel />
    </div>
  );
}

function ActiveCall({ call }: { call: CallCard }) {
  const { t } = useLingui();
  const answers = useAnswers(call);
  return (
    <aside
      className={classes.dock}
      aria-label={t`Call`}
      data-testid="call-screen"
      data-call-id={call.call_id}
    >
      <header className={classes.client}>
        <span className={classes.muted}>
          <Trans>Call with</Trans>
        </span>
        <Link to="/clients/$clientId" params={{ clientId: call.client.id }} className={classes.name}>
          {call.client.name}
        </Link>
        <span className={classes.muted}>
          <LocalTime timeZone={call.client.time_zone} />
        </span>
      </header>
      <CallHead call={call} />
      <DispositionPanel call={call} questions={call.campaign.questionnaire.questions} answers={answers} />
    </aside>
  );
}
