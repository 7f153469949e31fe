// `gatetop restart` and `gatetop channel`: link and actor are opened, the command runs, and every way out tells the journal.
import type { Event } from "../../data/events.ts";
import { exitCodes } from "../exit-codes.ts";
import type { FoundGateway } from "../find/gateway.ts";
import { logEvent } from "../log.ts";
import { withOpened } from "../opened.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import { createTappedLink } from "../tapped-link.ts";
import { channelCommand } from "./channel.ts";
import type { Desk } from "./desk.ts";
import { watchInterruptions } from "./interruption.ts";
import { openActor } from "./open-actor.ts";
import { restartCommand } from "./restart.ts";
import { settled } from "./settled.ts";
import { createTeller } from "./teller.ts";
import { paperFor } from "./terminal-paper.ts";

const commands = { restart: restartCommand, channel: channelCommand } as const;

export async function repair(options: Options, found: FoundGateway, readonly: string | null): Promise<number> {
  const asks = !options.yes && !options.dryRun && readonly === null;
  const stream = options.json ? process.stderr : process.stdout;
  if (asks && !(process.stdin.isTTY && stream.isTTY)) {
    output.err(`gatetop: ${options.command} asks before it does anything, and there is no terminal to ask on\n`);
    output.err(`  add --yes to do it, or --dry-run to see what it would do\n`);
    return exitCodes.usage;
  }
  const onTrouble = (sentence: string): void => output.err(`gatetop: ${sentence}\n`);
  // A reader that went away must not end what is watched: the journal still wants its end.
  for (const one of [process.stdout, process.stderr]) one.on("error", () => undefined);
  const interruptions = watchInterruptions();
  try {
    return await withOpened(options, found, { dashboard: false, onTrouble }, async (opened) => {
      opened.notes.forEach(onTrouble);
      const heard = new Set<(event: Event) => void>();
      const send = (event: Event): void => {
        logEvent(opened.log, event);
        for (const hear of heard) hear(event);
      };
      const link = createTappedLink(opened.link, send);
      const { actor, journalKept } = openActor({ opened, link, readonly, by: "command", send, onTrouble });
      const paper = paperFor(options, stream);
      const movable = stream.isTTY && process.env["TERM"] !== "dumb";
      const teller = createTeller({ write: (text) => stream.write(text), paper, movable, keyboard: process.stdin });
      const desk: Desk = {
        options,
        target: opened.target,
        link: link.tap,
        actor,
        teller,
        output,
        journalKept,
        interrupted: interruptions.first,
        listen: (hear) => {
          heard.add(hear);
          return () => heard.delete(hear);
        },
      };
      heard.add((event) => {
        if (event.type === "note") onTrouble(event.text);
      });
      link.start();
      try {
        await Promise.race([settled(link.tap), interruptions.first]);
        return await (options.command === "channel" ? commands.channel : commands.restart)(desk);
      } finally {
        actor.leave("the command ended");
        link.stop();
      }
    });
  } finally {
    interruptions.ignore();
  }
}
