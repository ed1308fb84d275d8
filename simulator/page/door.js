// The way to the stand-in's control door, and the one dialog that asks for a line of text.

export const $ = (id) => document.getElementById(id);

// What the stand-in answers; with a body it is a post.
export async function ask(path, body) {
  const how = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`/_control/${path}`, how || {});
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

// Ask for one line; null where nothing was answered.
export function question(text, choices = [], extra = "") {
  const dialog = $("ask");
  const { answer, extra: check } = dialog.querySelector("form").elements;
  dialog.querySelector(".question").textContent = text;
  dialog.querySelector(".check").hidden = !extra;
  dialog.querySelector(".check span").textContent = extra;
  $("choices").replaceChildren(...choices.map((choice) => new Option(choice, choice)));
  answer.value = choices[0] ?? "";
  dialog.querySelector("form").onkeydown = (event) => {
    if (event.target !== answer || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    dialog.close("yes");
  };
  dialog.returnValue = "";
  dialog.showModal();
  answer.select();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      const given = answer.value.trim();
      resolve(dialog.returnValue === "yes" && given ? { answer: given, extra: check.checked } : null);
    };
  });
}
