"""Plans and a regimen for the calendar tests, made from the model alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.plan import Cost, Plan, Session, session_id
from backplan.model.regimen import Activity, ActivityType, Exercise, Phase, Regimen, Sides

START = date(2026, 9, 21)
"""Twelve weeks from here see the clocks change in New York, Berlin and Sydney."""

BRIDGE = Exercise(
    name="Bridge",
    sets=2,
    reps=10,
    hold=5,
    rest=30,
    sides=Sides.BOTH,
    steps=("Lie on your back, knees bent", "Lift your hips; breathe out."),
    stop_if=("pain shoots down a leg", "you feel numb."),
)
STRETCH = Activity(
    id="hamstring-stretch",
    title="Hamstring stretch",
    type=ActivityType.STRETCHING,
    frequency=Daily(1, 2),
    shortest=5,
    longest=5,
    intensity="a gentle pull, never pain",
    exercises=(Exercise(name="Hamstring stretch", reps=1, hold=1, sides=Sides.LEFT),),
)
STRENGTH = Activity(
    id="lumbar-stabilization",
    title="Lumbar stabilization",
    type=ActivityType.STRENGTHENING,
    frequency=Every(2, 2),
    shortest=15,
    longest=20,
    exercises=(BRIDGE,),
)
AEROBICS = Activity(
    id="aerobics",
    title="Low-impact aerobics",
    type=ActivityType.AEROBIC,
    frequency=Weekly(3, 3),
    shortest=30,
    longest=40,
    choose=("walking", "bicycling"),
)
INJECTION = Activity(
    id="steroid-injection",
    title="Steroid injection",
    type=ActivityType.CARE,
    frequency=Cap(3, 365),
    shortest=30,
    longest=30,
)
REGIMEN = Regimen(
    id="low-back",
    title="Low-back care",
    phases=(Phase("", None, (STRETCH, STRENGTH, AEROBICS, INJECTION)),),
    precautions=("Stop and call if you lose feeling between the legs", "Do not exercise with a fever."),
)


def session(
    activity: Activity,
    start: datetime,
    minutes: int,
    *,
    number: int = 0,
    week: int = 0,
    choice: str | None = None,
    fixed: bool = False,
    title: str = "",
) -> Session:
    """A session whose end is `minutes` of elapsed time after its start."""
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
    return Session(
        id=session_id("low-back", START, activity.id, week, number),
        activity=activity.id,
        title=title or activity.title,
        choice=choice,
        start=start,
        end=end,
        minutes=minutes,
        week=week,
        fixed=fixed,
    )


def plan_of(*sessions: Session, timezone: str = "Europe/Berlin", weeks: int = 12) -> Plan:
    return Plan(
        regimen_id="low-back",
        regimen_title="Low-back care",
        start=START,
        weeks=weeks,
        first_week=0,
        timezone=timezone,
        sessions=tuple(sorted(sessions, key=lambda known: known.start.timestamp())),
        cost=Cost(0, 1, 20, 345, 67_750),
    )


def twelve_weeks(timezone: str = "Europe/Berlin", *, a_day: int = 2) -> Plan:
    """Stretching `a_day` times every day, strength every other day, aerobics three times a week, one appointment."""
    zone = ZoneInfo(timezone)
    sessions = []
    for number in range(84):
        day = START + timedelta(days=number)
        week, weekday = divmod(number, 7)
        for turn in range(a_day):
            start = datetime(day.year, day.month, day.day, 7 + 3 * turn, 15, tzinfo=zone)
            sessions.append(session(STRETCH, start, 5, number=weekday * a_day + turn, week=week))
        if number % 2 == 0:
            start = datetime(day.year, day.month, day.day, 18, 30, tzinfo=zone)
            sessions.append(session(STRENGTH, start, 15, number=weekday, week=week))
        if weekday in (0, 2, 4):
            start = datetime(day.year, day.month, day.day, 19, 0, tzinfo=zone)
            choice = AEROBICS.choose[number % 2]
            sessions.append(session(AEROBICS, start, 30, number=weekday, week=week, choice=choice))
    visit = datetime(2026, 11, 2, 10, 0, tzinfo=zone)
    sessions.append(session(INJECTION, visit, 30, week=6, fixed=True))
    return plan_of(*sessions, timezone=timezone)
