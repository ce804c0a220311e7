/** Who asks: a process's user and group (as the embedded server runs, without further groups). */
export interface Identity {
  uid: number;
  gid: number;
}

/** What the file system says of one file or folder. */
export interface Permissions {
  uid: number;
  gid: number;
  mode: number;
}

/** Into a folder; of a file: run it. */
export const ENTER = 1;
/** List a folder or read a file. */
export const READ = 4;

/**
 * Whether the mode bits let `who` do all of `wanted` (ENTER, READ or their sum). As POSIX has it, the first class that fits decides: an owner
 * without a right does not get it from the group's or the others' bits. Root's own privilege is not counted: the question is asked for someone else.
 */
export function permits(entry: Permissions, who: Identity, wanted: number): boolean {
  const shift = entry.uid === who.uid ? 6 : entry.gid === who.gid ? 3 : 0;
  return ((entry.mode >> shift) & wanted) === wanted;
}

/** Whether `who` can walk through every one of the folders, from the root down. */
export function canWalkThrough(folders: readonly Permissions[], who: Identity): boolean {
  return folders.every((folder) => permits(folder, who, ENTER));
}

/** Whether root may rely on what lies in the folder: its own, and nobody else can write there. */
export function isRootsAlone(folder: Permissions): boolean {
  return folder.uid === 0 && (folder.mode & 0o022) === 0;
}
