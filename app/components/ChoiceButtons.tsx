/** A few choices of which one is shown: buttons in a group with a name, each of which says whether it is pressed. */
export function ChoiceButtons<Choice extends string>({ label, choices, chosen, onChoose }: {
  label: string;
  choices: readonly { choice: Choice; name: string }[];
  chosen: Choice;
  onChoose: (choice: Choice) => void;
}) {
  return (
    <div role="group" aria-label={label} className="rg-choices">
      {choices.map(({ choice, name }) => (
        <button key={choice} type="button" aria-pressed={choice === chosen} onClick={() => onChoose(choice)}>{name}</button>
      ))}
    </div>
  );
}
