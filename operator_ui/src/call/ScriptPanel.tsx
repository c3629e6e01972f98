import { useLingui } from "@lingui/react/macro";
import { memo } from "react";
import type { Script } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import { useUser } from "../session/UserProvider";
import classes from "./ScriptPanel.module.css";
import { type Called, filledIn, namesOf } from "./script";

/** What to say, in order, with the names filled in. */
export const ScriptPanel = memo(function ScriptPanel({ script, call }: { script: Script; call: Called }) {
  const { t } = useLingui();
  const user = useUser();
  const names = namesOf(call, user.name);
  return (
    <section className={classes.script} aria-label={t`Script`}>
      <ScriptBlocks script={script} written={(text) => filledIn(text, names)} />
    </section>
  );
});

type ScriptBlocksProps = { script: Script; written: (text: string) => string };

/** The script itself; `written` puts what it may hold in the place of its names. */
export function ScriptBlocks({ script, written }: ScriptBlocksProps) {
  const translated = useTranslated();
  return (
    <>
      {script.blocks.map((block, place) => {
        const text = written(translated(block.text));
        // Blocks have no ids and never move.
        const key = `${place}-${block.kind}`;
        if (block.kind === "heading")
          return (
            <h2 key={key} className={classes.heading}>
              {text}
            </h2>
          );
        return (
          <p key={key} className={classes[block.kind]}>
            {text}
          </p>
        );
      })}
    </>
  );
}
