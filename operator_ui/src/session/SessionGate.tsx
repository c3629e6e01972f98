import { Trans } from "@lingui/react/macro";
import { Button, Center, Loader, Stack, Text } from "@mantine/core";
import { useCallback, useEffect } from "react";
import { activate, i18n } from "../app/i18n";
import { Workplace } from "../app/Workplace";
import { LiveProvider } from "../live/LiveProvider";
import { LoginPage } from "./LoginPage";
import { useSession, useSetSession } from "./session";

/** The log-in page for strangers, the workplace for users. */
export function SessionGate() {
  const { data: user, isPending, isError, refetch } = useSession();
  const setSession = useSetSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it only writes to the query cache, which never changes
  const forgetSession = useCallback(() => setSession(null), []);
  const language = user?.language;

  useEffect(() => {
    if (language && language !== i18n.locale) void activate(language);
  }, [language]);

  if (isPending) {
    return (
      <Center h="100vh">
        <Loader type="dots" />
      </Center>
    );
  }
  if (isError) {
    return (
      <Center h="100vh">
        <Stack align="center" role="alert">
          <Text>
            <Trans>The server cannot be reached.</Trans>
          </Text>
          <Button onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </Stack>
      </Center>
    );
  }
  if (!user) return <LoginPage onLoggedIn={setSession} />;
  return (
    <LiveProvider key={user.id} onLoggedOut={forgetSession}>
      <Workplace />
    </LiveProvider>
  );
}
