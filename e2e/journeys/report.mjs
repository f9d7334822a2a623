// Tells what was found, and ends with a failure where it was anything.

/** Runs `work`, which gives back its faults as sentences. */
export async function report(work) {
  const faults = [...new Set(await work())]
  for (const fault of faults) console.log(fault)
  console.log(faults.length === 0 ? 'No faults.' : `${faults.length} faults.`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
