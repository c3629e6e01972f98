/** How a copy of a policy is called. */
import type { PolicyShown } from "./requests";

type Name = PolicyShown["name"];

/** "X (copy)", or "X (copy 2)" and so on when that is taken, with one number for both languages. */
export function copyName(of: Name, taken: readonly Name[]): Name {
  for (let copy = 1; ; copy += 1) {
    const number = copy === 1 ? "" : ` ${copy}`;
    const name = { ru: `${of.ru} (копия${number})`, en: `${of.en} (copy${number})` };
    if (!taken.some(({ ru, en }) => ru === name.ru || en === name.en)) return name;
  }
}
