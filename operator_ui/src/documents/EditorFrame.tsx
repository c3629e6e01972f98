import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./DocumentsTab.module.css";
import type { Saving } from "./useDocument";

type EditorFrameProps = {
  name: string;
  editing: Saving;
  /** What the operator sees of it. */
  preview: ReactNode;
  children: ReactNode;
};

/** An editor, its preview, and the way to save both. */
export function EditorFrame({ name, editing, preview, children }: EditorFrameProps) {
  const { t } = useLingui();
  const { isChanged, isSaving, isSaved, isOvertaken, refusal, save, discard } = editing;
  return (
    <form
      className={classes.frame}
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className={classes.editor}>
        {children}
        {isOvertaken && (
          <Alert color="orange" role="alert" title={t`Somebody else has saved a change meanwhile`}>
            <Trans>
              Your changes are still here, but they cannot be saved over those. Note what you need, then load
              what is saved.
            </Trans>
            <Button mt="xs" size="xs" variant="default" onClick={discard}>
              <Trans>Drop my changes and load what is saved</Trans>
            </Button>
          </Alert>
        )}
        <footer className={classes.foot}>
          <Button type="submit" disabled={!isChanged} loading={isSaving}>
            <Trans>Save</Trans>
          </Button>
          <Button variant="default" disabled={!isChanged || isSaving} onClick={discard}>
            <Trans>Discard changes</Trans>
          </Button>
          <span role="status" className={classes.state} data-saved={isSaved || undefined}>
            {isSaved && <Trans>Saved. It holds from the next call on.</Trans>}
            {isChanged && !refusal && <Trans>Not saved yet</Trans>}
            {isChanged && refusal && <Trans>Not saved: see the marked fields</Trans>}
          </span>
        </footer>
      </div>
      <aside className={classes.preview} aria-label={t`What the operator sees`}>
        <h3 className={classes.previewTitle}>
          <Trans>What the operator sees</Trans>
        </h3>
        {preview}
      </aside>
    </form>
  );
}
