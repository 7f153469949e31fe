// What the program loads after its first frame, there from the start: for tests of it.
import { lateParts } from "../../src/data/late/boards.ts";
import { installLate } from "../../src/data/late/late.ts";
import { installLatePanels } from "../../src/ui/late/late-panels.ts";
import { lateScreens } from "../../src/ui/late/panels.tsx";

installLate(lateParts);
installLatePanels(lateScreens);
