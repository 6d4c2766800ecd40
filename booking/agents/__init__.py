"""The agents' face: week, Rdv, opening ranges, absences, private calendar."""
