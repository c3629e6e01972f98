import { Trans, useLingui } from "@lingui/react/macro";
import { PREVIEW_ENDING, SKIP_REASON } from "../preview/words";
import type { PastPreview } from "./requests";
import classes from "./WhyPage.module.css";

/** To whom a lead was offered before it was dialled, and how each offer ended. */
export function LeadPreviews({ previews }: { previews: PastPreview[] }) {
  const { t } = useLingui();
  return (
    <ol className={classes.previews} aria-label={t`Offered to operators`}>
      {previews.map((preview) => (
        <PreviewLine key={preview.preview_id} preview={preview} />
      ))}
    </ol>
  );
}

function PreviewLine({ preview }: { preview: PastPreview }) {
  const { i18n } = useLingui();
  const { offered_at, operator_name, ending, skip_reason } = preview;
  return (
    <li>
      <time dateTime={offered_at}>{i18n.date(offered_at, { dateStyle: "medium", timeStyle: "short" })}</time>
      <span>
        <Trans>Offered to: {operator_name}</Trans>
        {" · "}
        {ending === null ? <Trans>is being decided on</Trans> : i18n._(PREVIEW_ENDING[ending])}
        {skip_reason && `: ${i18n._(SKIP_REASON[skip_reason])}`}
      </span>
    </li>
  );
}
