import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Modal, Text } from "@mantine/core";
import { KeyHint } from "./KeyHint";
import classes from "./ShortcutsOverlay.module.css";

type Group = { title: MessageDescriptor; keys: readonly (readonly [string[], MessageDescriptor])[] };

const GROUPS: readonly Group[] = [
  {
    title: msg`State`,
    keys: [
      [["KeyO"], msg`Go on line`],
      [["KeyA"], msg`Available`],
      [["KeyP"], msg`Pause with a reason`],
    ],
  },
  {
    title: msg`Line`,
    keys: [
      [["KeyM"], msg`Mute and unmute the microphone`],
      [["KeyH"], msg`Hang up`],
      [["KeyK"], msg`Keypad`],
    ],
  },
  {
    title: msg`Conversation`,
    keys: [
      [["KeyQ"], msg`First question without an answer`],
      [["KeyN"], msg`Write a note`],
      [["Digit1", "Digit9"], msg`Choose a disposition`],
      [["Ctrl+Enter"], msg`Save the disposition`],
    ],
  },
  {
    title: msg`Offered lead`,
    keys: [
      [["KeyC"], msg({ message: "Call", context: "a lead" })],
      [["KeyS"], msg`Skip with a reason`],
    ],
  },
  {
    title: msg`Everywhere`,
    keys: [
      [["Slash"], msg`This list`],
      [["KeyF"], msg`Find a client`],
    ],
  },
];

export function ShortcutsOverlay({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { i18n } = useLingui();
  return (
    <Modal opened={isOpen} onClose={onClose} title={<Trans>Keyboard shortcuts</Trans>} size="lg">
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <section key={i18n._(group.title)}>
            <h3 className={classes.title}>{i18n._(group.title)}</h3>
            <dl className={classes.keys}>
              {group.keys.map(([codes, action]) => (
                <div key={codes.join()} className={classes.row}>
                  <dt>{i18n._(action)}</dt>
                  <dd>
                    {codes.map((code, place) => (
                      <span key={code}>
                        {place > 0 && "–"}
                        <KeyHint code={code} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Text c="var(--zv-muted)" mt="md">
        <Trans>While you type in a field, hold Alt together with the key.</Trans>
      </Text>
    </Modal>
  );
}
