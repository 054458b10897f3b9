import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement, Task } from './measurement.ts';

const MEASURED_PROCESS = fileURLToPath(new URL('measured_process.ts', import.meta.url));

/** Does a task in a child process, whose errors go where this process's do. */
export function measure(task: Task): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(MEASURED_PROCESS);
    child.once('message', (measurement) => {
      child.disconnect();
      resolve(measurement as Measurement);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(
        new Error(
          `The process for "${task.kind}" ended with ${code ?? 'a signal'} before it had measured anything`,
        ),
      );
    });
    child.send(task);
  });
}
