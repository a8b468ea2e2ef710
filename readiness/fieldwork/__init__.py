"""The week on site: its timetable, keep-in-touch notes, cases referred back, selected cases."""
