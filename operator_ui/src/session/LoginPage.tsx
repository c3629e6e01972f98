import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api/client";
import type { User } from "../api/types";
import { ColorSchemeSwitch } from "../app/ColorSchemeSwitch";
import { errorText } from "../app/errorText";
import { LanguageSwitch } from "../app/LanguageSwitch";
import { Mark } from "../app/Mark";
import classes from "./LoginPage.module.css";

export function LoginPage({ onLoggedIn }: { onLoggedIn: (user: User) => void }) {
  const { t, i18n } = useLingui();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const logIn = useMutation({ mutationFn: () => api.logIn(login.trim(), password), onSuccess: onLoggedIn });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate();
  };

  return (
    <div className={classes.page}>
      <aside className={classes.brand}>
        <div className={classes.product}>
          <Mark size={34} />
          <span>
            <Trans>Zvonar</Trans>
          </span>
        </div>
        <div>
          <p className={classes.promise}>
            <Trans>Every call reaches a person. Every conversation is remembered.</Trans>
          </p>
          <p className={classes.under}>
            <Trans>Open call centre: dialling, conversation and the whole history of each client.</Trans>
          </p>
        </div>
        <Waves />
      </aside>
      <main className={classes.main}>
        <div className={classes.switches}>
          <LanguageSwitch />
          <ColorSchemeSwitch />
        </div>
        <form className={classes.form} onSubmit={submit} aria-label={t`Log in`}>
          <Stack gap="md">
            <div>
              <Title order={1} size="h2">
                <Trans>Log in</Trans>
              </Title>
              <Text c="var(--zv-muted)" mt={4}>
                <Trans>Use the login your administrator gave you.</Trans>
              </Text>
            </div>
            {logIn.error && (
              <Alert color="red" role="alert">
                {errorText(i18n, logIn.error)}
              </Alert>
            )}
            <TextInput
              label={t`Login`}
              name="login"
              size="md"
              autoComplete="username"
              autoCapitalize="none"
              autoFocus
              required
              withAsterisk={false}
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
            />
            <PasswordInput
              label={t`Password`}
              name="password"
              size="md"
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="md" fullWidth loading={logIn.isPending}>
              <Trans>Log in</Trans>
            </Button>
          </Stack>
        </form>
      </main>
    </div>
  );
}

/** A quiet voice, drawn. */
function Waves() {
  return (
    <svg className={classes.waves} viewBox="0 0 600 200" preserveAspectRatio="none" aria-hidden="true">
      {[0, 1, 2, 3, 4].map((row) => (
        <path
          key={row}
          d={`M0 ${100 + row * 8} C 100 ${20 + row * 22}, 180 ${180 - row * 12}, 300 ${100 + row * 4} S 500 ${40 + row * 20}, 600 ${110 - row * 6}`}
        />
      ))}
    </svg>
  );
}
