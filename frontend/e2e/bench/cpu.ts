/** What the browser costs: processor time and memory of every process that this test started, from /proc. */
import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;
const PAGE_KB = 4;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  readonly residentKb: number;
}

function processes(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/stat`, "utf8");
        const rest = line.slice(line.lastIndexOf(")") + 2).split(" ");
        const number = (at: number): number => Number(rest[at]);
        return [
          {
            pid: Number(name),
            parent: number(1),
            ticks: number(11) + number(12),
            residentKb: number(21) * PAGE_KB,
          },
        ];
      } catch {
        return []; // it ended while we looked
      }
    });
}

/** Chromium and its children: descendants of this process that are no servers of ours. */
function browserProcesses(): Process[] {
  const all = processes();
  const isBrowser = (pid: number): boolean => {
    try {
      return /chrom/i.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
    } catch {
      return false;
    }
  };
  const family = new Set([process.pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid) && isBrowser(pid));
}

/** Processor milliseconds that the browser used so far. */
export const browserCpuMs = (): number =>
  (browserProcesses().reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND) * 1000;

/** Resident memory of the largest process, which is the page's (its workers live in it), in MiB. */
export const pageMemoryMb = (): number =>
  Math.max(...browserProcesses().map(({ residentKb }) => residentKb)) / 1024;
