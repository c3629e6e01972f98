import { useLingui } from "@lingui/react/macro";
import { memo } from "react";
import type { Script } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import { useUser } from "../session/session";
import classes from "./ScriptPanel.module.css";
import { type Called, filledIn, namesOf } from "./script";

/** What to say, in order, with the names filled in. */
export const ScriptPanel = memo(function ScriptPanel({ script, call }: { script: Script; call: Called }) {
  const { t } = useLingui();
  const translated = useTranslated();
  const user = useUser();
  const names = namesOf(call, user.name);
  return (
    <section className={classes.script} aria-label={t`Script`}>
      {script.blocks.map((block, place) => {
        const text = filledIn(translated(block.text), names);
        // Blocks have no ids and never move.
        const key = `${place}-${block.kind}`;
        if (block.kind === "heading") return <h2 key={key}>{text}</h2>;
        return (
          <p key={key} className={classes[block.kind]}>
            {text}
          </p>
        );
      })}
    </section>
  );
});
