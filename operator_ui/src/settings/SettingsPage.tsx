import { useLingui } from "@lingui/react/macro";
import { Loader } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { useUser } from "../session/UserProvider";
import { settingsFor } from "./pages";
import classes from "./SettingsPage.module.css";

/** What holds for all campaigns, a page for each matter. */
export function SettingsPage() {
  const { t, i18n } = useLingui();
  const { part } = useParams({ from: "/settings/$part" });
  const parts = settingsFor(useUser().role);
  const shown = parts.find(({ path }) => path === part) ?? parts[0];
  return (
    <div className={classes.page}>
      <nav className={classes.parts} aria-label={t`Settings`}>
        {parts.map(({ path, title }) => (
          <Link
            key={path}
            to="/settings/$part"
            params={{ part: path }}
            className={classes.part}
            activeProps={{ "data-active": "true" }}
          >
            {i18n._(title)}
          </Link>
        ))}
      </nav>
      <div className={classes.content}>
        <Suspense fallback={<Loader type="dots" />}>{shown && <shown.Content />}</Suspense>
      </div>
    </div>
  );
}
