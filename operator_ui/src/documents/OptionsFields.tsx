import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { Question } from "../api/types";
import classes from "./DocumentsTab.module.css";
import { newId } from "./newId";
import { PartActions } from "./PartActions";
import { MOST_OPTIONS, moved, replaced, under, without } from "./parts";
import { TextFields } from "./TextFields";

type OptionsFieldsProps = {
  options: Question["options"];
  reasons: Record<string, string>;
  onChange: (options: Question["options"]) => void;
};

/** The answers that a choice offers. */
export function OptionsFields({ options, reasons, onChange }: OptionsFieldsProps) {
  const { t } = useLingui();
  return (
    <div className={classes.labelled}>
      <span>
        <Trans>Answers to choose from</Trans>
      </span>
      {options.map((option, place) => (
        <div key={option.id} className={classes.option}>
          <TextFields
            name={t`answer ${place + 1}`}
            text={option.label}
            reasons={under(reasons, `.${place}.label`)}
            onChange={(label) => onChange(replaced(options, place, { ...option, label }))}
          />
          <PartActions
            name={t`answer ${place + 1}`}
            place={place}
            count={options.length}
            onMove={(to) => onChange(moved(options, place, to))}
            onRemove={() => onChange(without(options, place))}
          />
        </div>
      ))}
      {reasons[""] && <p className={classes.fault}>{reasons[""]}</p>}
      <Group>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          disabled={options.length >= MOST_OPTIONS}
          onClick={() => onChange([...options, { id: newId("o"), label: { ru: "", en: "" } }])}
        >
          <Trans>Add an answer</Trans>
        </Button>
      </Group>
    </div>
  );
}
