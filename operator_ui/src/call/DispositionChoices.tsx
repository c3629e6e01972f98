import type { DispositionChoice } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import { KeyHint } from "../keyboard/KeyHint";
import { useShortcut } from "../keyboard/useShortcut";
import classes from "./DispositionChoices.module.css";

type DispositionChoicesProps = {
  choices: readonly DispositionChoice[];
  chosen: string | null;
  onChoose: (code: string) => void;
};

/** Large keyed buttons; one of them is pressed. */
export function DispositionChoices({ choices, chosen, onChoose }: DispositionChoicesProps) {
  return (
    <div className={classes.choices} role="radiogroup" aria-labelledby="disposition-title">
      {choices.map((choice) => (
        <ChoiceButton
          key={choice.code}
          choice={choice}
          isChosen={choice.code === chosen}
          onChoose={() => onChoose(choice.code)}
        />
      ))}
    </div>
  );
}

type ChoiceButtonProps = { choice: DispositionChoice; isChosen: boolean; onChoose: () => void };

function ChoiceButton({ choice, isChosen, onChoose }: ChoiceButtonProps) {
  const translated = useTranslated();
  useShortcut(`Digit${choice.key}`, onChoose);
  return (
    <button
      type="button"
      role="radio"
      aria-checked={isChosen}
      className={classes.choice}
      data-tone={choice.tone}
      data-disposition={choice.code}
      onClick={onChoose}
    >
      <span className={classes.text}>{translated(choice.label)}</span>
      <KeyHint code={`Digit${choice.key}`} />
    </button>
  );
}
