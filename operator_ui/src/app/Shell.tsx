import { Trans, useLingui } from "@lingui/react/macro";
import { AppShell } from "@mantine/core";
import { Link, Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { SalesDock } from "../call/SalesDock";
import { useFollowCall } from "../call/useFollowCall";
import { ShortcutsOverlay } from "../keyboard/ShortcutsOverlay";
import { useShortcut } from "../keyboard/useShortcut";
import { ConnectionIndicator } from "../live/ConnectionIndicator";
import { TakenOver } from "../live/TakenOver";
import { useKeepPaceHistory } from "../pacing/usePaceHistory";
import { UserProvider, useUser } from "../session/UserProvider";
import { SETTINGS } from "../settings/pages";
import { LineBar } from "../softphone/LineBar";
import { useFollowServer } from "../softphone/SoftphoneProvider";
import { ColorSchemeSwitch } from "./ColorSchemeSwitch";
import { Mark } from "./Mark";
import { hasTelephone, mayChangeSettings, PAGE_NAME, PAGES } from "./roles";
import classes from "./Shell.module.css";
import { UserLanguageSwitch } from "./UserLanguageSwitch";
import { UserMenu } from "./UserMenu";
import { useMarkDocument } from "./useMarkDocument";

const HEADER_HEIGHT = 52;

/** The frame around every page behind the log-in. */
export function Shell() {
  return (
    <UserProvider>
      <Frame />
    </UserProvider>
  );
}

function Frame() {
  const { t, i18n } = useLingui();
  const user = useUser();
  const [areKeysShown, setAreKeysShown] = useState(false);
  useShortcut("Shift+Slash", () => setAreKeysShown(true));

  return (
    <AppShell header={{ height: HEADER_HEIGHT }} padding={0}>
      <AppShell.Header className={classes.header}>
        <Link to="/" className={classes.product}>
          <Mark />
          {t`Zvonar`}
        </Link>
        <nav className={classes.nav} aria-label={t`Pages`}>
          {PAGES[user.role].map((page) => (
            <Link key={page} to={page} className={classes.page} activeProps={{ "data-active": "true" }}>
              {i18n._(PAGE_NAME[page])}
            </Link>
          ))}
          {mayChangeSettings(user.role) && SETTINGS[0] && (
            <Link
              to="/settings/$part"
              params={{ part: SETTINGS[0].path }}
              className={classes.page}
              activeProps={{ "data-active": "true" }}
              activeOptions={{ includeSearch: false }}
            >
              <Trans>Settings</Trans>
            </Link>
          )}
        </nav>
        <div className={classes.space} />
        <ConnectionIndicator />
        <UserLanguageSwitch />
        <ColorSchemeSwitch />
        <UserMenu user={user} onShowKeys={() => setAreKeysShown(true)} />
      </AppShell.Header>
      <AppShell.Main className={classes.main}>
        {hasTelephone(user.role) && <LineBar />}
        <div className={classes.work}>
          <div className={classes.content}>
            <Outlet />
          </div>
          {user.role === "sales" && <SalesDock />}
        </div>
      </AppShell.Main>
      <ShortcutsOverlay isOpen={areKeysShown} onClose={() => setAreKeysShown(false)} />
      <TakenOver />
      <Followers />
    </AppShell>
  );
}

/** Follows what goes on, and draws nothing: a frame that followed it itself would be drawn anew with every call. */
function Followers() {
  useFollowServer();
  useFollowCall();
  useMarkDocument();
  useKeepPaceHistory();
  return null;
}
