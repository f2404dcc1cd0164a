// A recurrence as the host keeps it: what office.js reads (SeriesTime.importFromSeriesTimeJsonObject), and no less.
const TYPES = ["daily", "weekday", "weekly", "monthly", "yearly"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const SEVERAL = ["day", "weekday", "weekendDay"];
const PLACES = ["first", "second", "third", "fourth", "last"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const ZONE = { name: "W. Europe Standard Time", offset: 60 };
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/**
 * What a user chose in the form, `{recurrenceType, recurrenceProperties, end}` with `end` as "2026-08-19" or none, with
 * the series' times taken from the form. Throws for what no form of Outlook's can hold.
 */
export function hostRecurrence(
  { recurrenceType, recurrenceProperties = null, end = null },
  { start, end: ends },
) {
  check(TYPES.includes(recurrenceType), "recurrenceType");
  if (recurrenceType !== "weekday") checkProperties(recurrenceType, recurrenceProperties);
  const seriesTimeJson = { ...firstPeriod(start, ends), ...lastDay(end) };
  return { recurrenceType, recurrenceProperties, recurrenceTimeZone: ZONE, seriesTimeJson };
}

/**
 * What an add-in asks for, as the form takes it: the pattern, and its first period. Throws for one that ends before it
 * begins.
 */
export function askedRecurrence({ recurrenceType, recurrenceProperties, seriesTimeJson }) {
  const { startYear, startMonth, startDay, startTimeMin, durationMin } = seriesTimeJson;
  const first = new Date(startYear, startMonth - 1, startDay, 0, startTimeMin);
  const { endYear, endMonth, endDay } = seriesTimeJson;
  const last = endYear ? new Date(endYear, endMonth - 1, endDay + 1) : null;
  check(last === null || first < last, "end");
  const end = last && [endYear, pad(endMonth), pad(endDay)].join("-");
  const start = first.getTime();
  const period = { start, end: start + durationMin * 60_000 };
  const recurrence = { recurrenceType, recurrenceProperties, end };
  hostRecurrence(recurrence, period);
  return { ...period, recurrence };
}

function pad(number) {
  return String(number).padStart(2, "0");
}

/** The recurrence with the times of the form; null as it is. */
export function withTimes(recurrence, { start, end }) {
  return (
    recurrence && {
      ...recurrence,
      seriesTimeJson: { ...recurrence.seriesTimeJson, ...firstPeriod(start, end) },
    }
  );
}

function firstPeriod(start, end) {
  const first = new Date(start);
  return {
    startYear: first.getFullYear(),
    startMonth: first.getMonth() + 1,
    startDay: first.getDate(),
    startTimeMin: first.getHours() * 60 + first.getMinutes(),
    durationMin: (end - start) / 60_000,
  };
}

function lastDay(end) {
  if (end === null) return { noEndDate: true };
  const [, year, month, day] = DAY.exec(end) ?? [];
  check(year, "end");
  return { endYear: Number(year), endMonth: Number(month), endDay: Number(day) };
}

function checkProperties(type, properties) {
  check(Number.isInteger(properties?.interval) && properties.interval > 0, "interval");
  if (type === "weekly") {
    const { days, firstDayOfWeek = "mon" } = properties;
    check(days?.length > 0 && days.every((day) => DAYS.includes(day)), "days");
    check(DAYS.includes(firstDayOfWeek), "firstDayOfWeek");
  }
  if (type === "yearly") check(MONTHS.includes(properties.month), "month");
  if (type === "monthly" || type === "yearly") {
    const { dayOfMonth, dayOfWeek, weekNumber } = properties;
    const isDate = dayOfMonth >= 1 && dayOfMonth <= 31;
    const isPlace = [...DAYS, ...SEVERAL].includes(dayOfWeek) && PLACES.includes(weekNumber);
    check(isDate || isPlace, "dayOfMonth, or dayOfWeek and weekNumber");
  }
}

function check(is, what) {
  if (!is) throw new Error(`no recurrence of Outlook's: ${what}`);
}
