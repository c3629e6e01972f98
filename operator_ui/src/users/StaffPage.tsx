import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader } from "@mantine/core";
import { IconKey, IconPencil, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorText } from "../app/errorText";
import { LANGUAGE, ROLE } from "../app/words";
import { useUser } from "../session/UserProvider";
import { momentText } from "../time/duration";
import { AccountSwitch } from "./AccountSwitch";
import { NewPasswordDialog } from "./NewPasswordDialog";
import { NewUserDialog } from "./NewUserDialog";
import { users as server, type UserAccount } from "./requests";
import classes from "./StaffPage.module.css";
import { UserDialog } from "./UserDialog";

type Asked = { about: "new" } | { about: "profile" | "password"; user: UserAccount };

/** Everybody who can log in or could once: making them, changing them, switching them off. */
export function StaffPage() {
  const { t, i18n } = useLingui();
  const users = useQuery({ queryKey: ["users"], queryFn: server.all });
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  if (users.isPending) return <Loader type="dots" />;
  if (users.isError)
    return (
      <Alert color="red" role="alert">
        {errorText(i18n, users.error)}
      </Alert>
    );
  return (
    <section className={classes.panel}>
      <div className={classes.head}>
        <div>
          <h1 className={classes.title}>
            <Trans>Staff</Trans>
          </h1>
          <p className={classes.hint}>
            <Trans>
              Whoever leaves is switched off and not removed: their calls and changes keep their name.
            </Trans>
          </p>
        </div>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAsked({ about: "new" })}>
          <Trans>Add</Trans>
        </Button>
      </div>
      <table className={classes.table} aria-label={t`Staff`}>
        <thead>
          <tr>
            <th>{t({ message: "Name", context: "of a person" })}</th>
            <th>{t`Role`}</th>
            <th>{t`Language`}</th>
            <th>{t`Last login`}</th>
            <th>{t`May log in`}</th>
            <th aria-label={t`Actions`} />
          </tr>
        </thead>
        <tbody>
          {users.data.map((user) => (
            <UserRow key={user.id} user={user} onAsk={(about) => setAsked({ about, user })} />
          ))}
        </tbody>
      </table>
      {asked?.about === "new" && <NewUserDialog onClose={close} />}
      {asked?.about === "profile" && <UserDialog user={asked.user} onClose={close} />}
      {asked?.about === "password" && <NewPasswordDialog user={asked.user} onClose={close} />}
    </section>
  );
}

type UserRowProps = { user: UserAccount; onAsk: (about: "profile" | "password") => void };

function UserRow({ user, onAsk }: UserRowProps) {
  const { t, i18n } = useLingui();
  const { id: myself } = useUser();
  const { name, last_login_at } = user;
  return (
    <tr data-off={!user.is_active || undefined} data-login={user.login}>
      <td>
        <div className={classes.name}>{name}</div>
        <div className={classes.login}>{user.login}</div>
      </td>
      <td>{i18n._(ROLE[user.role])}</td>
      <td>{i18n._(LANGUAGE[user.language])}</td>
      <td className={classes.moment}>
        {last_login_at ? momentText(last_login_at, Date.now(), i18n.locale) : "—"}
      </td>
      <td>
        {/* Nobody locks themselves out. */}
        {user.id === myself ? <Trans>yes, this is you</Trans> : <AccountSwitch user={user} />}
      </td>
      <td>
        <div className={classes.buttons}>
          <Button
            size="xs"
            variant="default"
            aria-label={t`Change ${name}`}
            leftSection={<IconPencil size={14} />}
            onClick={() => onAsk("profile")}
          >
            <Trans>Change</Trans>
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={t`New password for ${name}`}
            leftSection={<IconKey size={14} />}
            onClick={() => onAsk("password")}
          >
            <Trans>New password</Trans>
          </Button>
        </div>
      </td>
    </tr>
  );
}
