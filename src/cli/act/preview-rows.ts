// What is going to be done, before anybody is asked: what it does here, what it interrupts, what to know, how the right to it is got.
import type { Preview } from "../../data/action/request.ts";
import type { LinkState } from "../../data/link-state.ts";
import { blockerWords } from "../../data/select/blockers.ts";
import { cell, toneOf } from "../../data/select/cell.ts";
import type { Target } from "../../data/target.ts";
import { marks } from "../../ui/theme.ts";
import { fit, widthOf } from "../../data/select/text.ts";
import type { Row } from "./paper.ts";

const LABEL = 9;
const label = (text: string): string => `  ${text.padEnd(LABEL)} `;

/** Which gateway: its name, address and release as far as it is known. */
function gatewayWords(target: Target, link: LinkState): string {
  const version = link.phase === "open" ? ` · OpenClaw ${link.hello.version}` : "";
  return `${target.name} · ${target.url}${version}`;
}

/** `what`: "graceful restart", "stop telegram/poll". Why it cannot be done is said elsewhere. */
export function previewRows(what: string, preview: Preview, target: Target, link: LinkState): readonly Row[] {
  const { choice, interrupts, warnings, access } = preview;
  const { precondition } = choice;
  const counted = interrupts.map(({ blocker, fate }) => ({ text: blockerWords(blocker), fate }));
  const wide = Math.min(64, Math.max(0, ...counted.map(({ text }) => widthOf(text))));
  const work = counted.map(({ text, fate }, index) => [
    cell(label(index === 0 ? "work" : ""), "dim"),
    cell(`${fit(text, wide)}  `),
    cell(fate, "warn"),
  ]);
  const idle: Row = [cell(label("work"), "dim"), cell("nothing that it would interrupt")];
  return [
    [cell(what, "strong"), cell(`  ${gatewayWords(target, link)}`, "dim")],
    [cell(label("does"), "dim"), cell(choice.does)],
    ...(!precondition.can ? [] : work.length > 0 ? work : preview.workAt === null ? [] : [idle]),
    ...(precondition.can && access !== "" ? [[cell(label("access"), "dim"), cell(access)]] : []),
    ...warnings.map((text): Row => [cell(`  ${marks.warn} `, toneOf.warn), cell(text)]),
  ];
}
