// What the launcher and the program say to each other. The launcher has drawn a first picture before the program was even read.

export type LauncherHooks = {
  /** The alternate screen is entered, the cursor hidden and a picture of empty boxes drawn: start the dashboard on top of it. */
  readonly skeletonShown: boolean;
  /** Gives the terminal back; call it before printing anything that is not the dashboard. May be called again, does nothing then. */
  readonly leaveSkeleton: () => void;
  /** The dashboard has drawn itself and restores the terminal by itself from here on. */
  readonly firstFrame: () => void;
};

/** For a program that was started without the launcher (from source, in tests). */
export const noLauncher: LauncherHooks = { skeletonShown: false, leaveSkeleton: () => undefined, firstFrame: () => undefined };
