// What several journeys begin with: a clerk who schedules a meeting, and asks for a report to it.

const CALENDAR = '/boards/safer-policy-and-performance-board/calendar'

/** Schedules the meeting of 10 September 2024 and opens its agenda in preparation; gives the meeting's address. */
export async function schedulesAMeeting(person) {
  await person.open(CALENDAR)
  await person.fill({ Dates: '10 September 2024', 'Start time': '6.30 pm', Place: 'Town Hall' })
  await person.press('Continue')
  await person.press('Schedule meetings')
  await person.follow('Tuesday, 10 September 2024')
  return person.place.replace(/\/prepare.*/, '')
}

/** A clerk adds an item whose report is to be written to the agenda of such a meeting; gives the meeting's address. */
export async function asksForAReport(person, title) {
  await person.become('Petra Placeholder')
  const meeting = await schedulesAMeeting(person)
  await person.press('Add an item')
  await person.fill({ Title: title, 'Post not in the list': 'Community Safety Lead' })
  await person.press('Add item')
  return meeting
}
